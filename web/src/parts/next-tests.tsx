import { type AnalysisGroup, labelOf } from '../../../src/report/index.ts';
import type { Dictionary } from './references.tsx';

const TIERS = ['history', 'exam', 'lab', 'imaging', 'biopsy'] as const;
const NAMES: Readonly<Record<(typeof TIERS)[number], string>> = {
  history: 'Ask',
  exam: 'Examine',
  lab: 'Laboratory',
  imaging: 'Image',
  biopsy: 'Biopsy',
};
const PER_TIER = 4;
/** Below this a test tells nearly nothing. */
const WORTH_BITS = 0.005;

/** What would tell most, cheapest kind first; the bar is the expected information. */
export function NextTests({ group, words }: { group: Pick<AnalysisGroup, 'nextTests'>; words: Dictionary }) {
  const worth = group.nextTests.filter((each) => each.expectedInformationBits >= WORTH_BITS);
  const most = Math.max(...worth.map((each) => each.expectedInformationBits), 0.01);
  const [best] = worth.toSorted((a, b) => b.expectedInformationBits - a.expectedInformationBits);
  return (
    <section className="next-tests" aria-label="What to ask next">
      <h4>What to ask next</h4>
      {!best && <p className="soft">Nothing known would tell the causes apart.</p>}
      {best && (
        <p className="soft small">
          Most is expected of <b>{labelOf(words.labels, best.test)}</b>. Bits: how much less uncertain the answer is expected to be.
        </p>
      )}
      {TIERS.map((tier) => {
        const tests = worth.filter((each) => each.costTier === tier).slice(0, PER_TIER);
        if (!tests.length) return null;
        return (
          <div key={tier} className="tier">
            <h5>{NAMES[tier]}</h5>
            <ul className="bars">
              {tests.map((each) => (
                <li key={each.test}>
                  <span className="name">{labelOf(words.labels, each.test)}</span>
                  <span className="bar-cell" aria-hidden="true">
                    <i style={{ width: `${(each.expectedInformationBits / most) * 100}%` }} />
                  </span>
                  <span className="factor">{each.expectedInformationBits.toFixed(2)}</span>
                  <span />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
