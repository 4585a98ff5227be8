import { type AnalysisGroup, findingWords, labelOf, percentWords } from '../../../src/report/index.ts';
import type { Changes, Standing } from '../thinking/messages.ts';
import { StateButtons } from './facts.tsx';
import type { Dictionary } from './references.tsx';

type Shown = Pick<AnalysisGroup, 'findings' | 'nextTests' | 'differential'>;

const ASKED_SHOWN = 6;
const FIRST = 4;

/** Facts turned round in thought: the case stays as it is, and the ranking that would follow is laid beside it. */
export function WhatIf(props: {
  group: Shown;
  words: Dictionary;
  changes: Changes;
  instead: Standing | null;
  onChange: (changes: Changes) => void;
}) {
  const { group, words, changes, instead, onChange } = props;
  const turn = (id: string, state: 'present' | 'absent' | 'unknown', own: 'present' | 'absent' | 'unknown'): void => {
    const { [id]: _, ...others } = changes;
    onChange(state === own ? others : { ...others, [id]: state });
  };
  const known = group.findings.map((each) => ({
    id: each.finding,
    own: each.state === 'absent' ? ('absent' as const) : ('present' as const),
  }));
  const asked = group.nextTests
    .toSorted((a, b) => b.expectedInformationBits - a.expectedInformationBits)
    .filter(
      (each) => !known.some(({ id }) => id === each.test) && /^(site|compartment|morph|dist|img|hx|ex|drug|proc|fam|lab)-/.test(each.test),
    )
    .slice(0, ASKED_SHOWN)
    .map((each) => ({ id: each.test, own: 'unknown' as const }));
  const row = ({ id, own }: { id: string; own: 'present' | 'absent' | 'unknown' }) => {
    const state = changes[id] ?? own;
    return (
      <li key={id} className={changes[id] ? 'turned' : ''}>
        <span>{own === 'unknown' ? labelOf(words.labels, id) : findingWords(words.labels, group, id)}</span>
        <StateButtons label={`What if: ${labelOf(words.labels, id)}`} state={state} onState={(next) => turn(id, next, own)} />
      </li>
    );
  };
  const [now] = group.differential;
  const [then] = instead?.causes ?? [];
  return (
    <section className="what-if" aria-label="What if">
      <div className="headline">
        <h4>What if</h4>
        {Object.keys(changes).length > 0 && (
          <button type="button" className="quiet" onClick={() => onChange({})}>
            Back to the case
          </button>
        )}
      </div>
      {instead && (
        <div className="beside" role="status">
          <div>
            <h5>As it is</h5>
            <ol>
              {group.differential.slice(0, FIRST).map((each) => (
                <li key={each.diagnosis}>
                  {each.label} <b>{percentWords(each.probability)}</b>
                </li>
              ))}
            </ol>
          </div>
          <div>
            <h5>What if</h5>
            <ol>
              {instead.causes.slice(0, FIRST).map((each) => (
                <li key={each.diagnosis}>
                  {each.label} <b>{percentWords(each.probability)}</b>
                </li>
              ))}
            </ol>
          </div>
          <p className="soft">
            {now && then && (now.diagnosis === then.diagnosis ? 'The first cause stays the same.' : 'The first cause changes.')} The case is
            not changed.
          </p>
        </div>
      )}
      <details open>
        <summary>Turn round what is known ({known.length})</summary>
        <ul className="turnable">{known.map(row)}</ul>
      </details>
      {asked.length > 0 && (
        <details>
          <summary>Suppose what is not known</summary>
          <ul className="turnable">{asked.map(row)}</ul>
        </details>
      )}
    </section>
  );
}
