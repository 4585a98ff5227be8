import { useContext, useState } from 'react';
import { type AnalysisGroup, factorWords, findingWords, percentWords, type RankedCause, splitEvidence } from '../../../src/report/index.ts';
import { useAnswer } from '../thinking/ask.tsx';
import { BaseContext } from '../thinking/context.tsx';
import { Cite, type Dictionary } from './references.tsx';
import { percent } from './scale.tsx';

type Item = RankedCause['evidence'][number];
type Findings = Pick<AnalysisGroup, 'findings'>;

/** A full bar is a factor of 100; a longer one is cut and says its factor beside it. */
const FULL_BAR_LOG10 = 2;
const SHORT = 4;

function Side(props: {
  items: readonly Item[];
  of: (item: Item) => number;
  group: Findings;
  words: Dictionary;
  side: 'for' | 'against';
  all: boolean;
}) {
  const { items, of, group, words, side, all } = props;
  const shown = all ? items : items.slice(0, SHORT);
  return (
    <div className={`side ${side}`}>
      <h5>{side === 'for' ? 'Speaks for' : 'Speaks against'}</h5>
      {shown.length === 0 && <p className="soft">nothing found</p>}
      <ul className="bars">
        {shown.map((each) => {
          const name = findingWords(words.labels, group, each.finding);
          return (
            <li key={each.finding}>
              <span className="name">{name}</span>
              <span className="bar-cell" aria-hidden="true">
                <i style={{ width: percent(Math.abs(of(each)) / FULL_BAR_LOG10) }} />
              </span>
              <span className="factor">{factorWords(of(each))}</span>
              <Cite ids={each.sources} references={words.references} about={name} />
            </li>
          );
        })}
      </ul>
      {items.length > shown.length && <p className="soft">and {items.length - shown.length} weaker</p>}
    </div>
  );
}

/** Evidence both ways in equal room: against the rest of the list, or against the runner-up alone. */
function BothSides(props: { cause: RankedCause; of: (item: Item) => number; group: Findings; words: Dictionary; all: boolean }) {
  const { cause, of, group, words, all } = props;
  // the split is by log10 ratio; the runner-up view splits its own numbers the same way
  const { speaksFor, speaksAgainst } = splitEvidence({
    evidence: cause.evidence.map((each) => ({ ...each, log10LikelihoodRatio: of(each) })),
  });
  const own = (item: Item): number => item.log10LikelihoodRatio;
  return (
    <div className="sides">
      <Side items={speaksFor} of={own} group={group} words={words} side="for" all={all} />
      <Side items={speaksAgainst} of={own} group={group} words={words} side="against" all={all} />
    </div>
  );
}

/** Step by step from the cause's chance before any finding to where it stands; the steps add up. */
function Waterfall({ cause, group, groupId, words }: { cause: RankedCause; group: Findings; groupId: string | null; words: Dictionary }) {
  const base = useContext(BaseContext);
  const order = cause.evidence
    .toSorted((a, b) => Math.abs(b.log10LikelihoodRatio) - Math.abs(a.log10LikelihoodRatio))
    .map((each) => each.finding);
  const steps = useAnswer('steps', base && { base: { ...base, groupId }, diagnosis: cause.diagnosis, order });
  if (!base) return <p className="soft">Steps can be worked out where the facts can be changed.</p>;
  if (!steps?.length) return <p className="soft">Working it out …</p>;
  const all = steps.map((each) => each.log10Odds);
  const [least, most] = [Math.min(...all, -1), Math.max(...all, 1)];
  const at = (odds: number): number => (odds - least) / (most - least);
  return (
    <figure className="waterfall">
      <ul>
        {steps.map((step, index) => {
          const from = index === 0 ? step.log10Odds : step.log10Odds - step.change;
          const [left, right] = [at(Math.min(from, step.log10Odds)), at(Math.max(from, step.log10Odds))];
          const name = step.fact === null ? 'before any finding' : findingWords(words.labels, group, step.fact);
          return (
            <li key={step.fact ?? 'start'}>
              <span className="name">{name}</span>
              <span className="fall" aria-hidden="true">
                <i className="even" style={{ left: percent(at(0)) }} />
                {index > 0 && (
                  <i className={step.change >= 0 ? 'up' : 'down'} style={{ left: percent(left), width: percent(right - left) }} />
                )}
                <i className="here" style={{ left: percent(at(step.log10Odds)) }} />
              </span>
              <span className="factor">{index === 0 ? '' : factorWords(step.change)}</span>
              <span className="factor">{percentWords(step.probability)}</span>
            </li>
          );
        })}
      </ul>
      <figcaption className="soft">
        Odds on a log scale; the dashed line is one to one. Each row adds one fact to those above it, the strongest first, so a fact that
        repeats an earlier one moves little.
      </figcaption>
    </figure>
  );
}

const VIEWS = [
  ['all', 'Against all others'],
  ['runner-up', 'Against the runner-up'],
  ['steps', 'Step by step'],
] as const;

/** Why one cause stands where it stands. */
export function CauseDetail(props: {
  cause: RankedCause;
  rival: RankedCause | null;
  group: Findings;
  groupId: string | null;
  words: Dictionary;
}) {
  const { cause, rival, group, groupId, words } = props;
  const [view, setView] = useState<(typeof VIEWS)[number][0]>('all');
  const [all, setAll] = useState(false);
  const long = cause.evidence.length > 2 * SHORT;
  return (
    <section className="detail" aria-label={`Evidence on ${cause.label}`}>
      <div className="headline">
        <h4>{cause.label}</h4>
        {cause.diagnosis !== 'none-of-these' && (
          <a href={`#/knowledge/${cause.diagnosis}`} className="small">
            all that is known of it
          </a>
        )}
      </div>
      <fieldset className="segments" aria-label="Evidence compared">
        {VIEWS.map(([id, name]) => (
          <button key={id} type="button" aria-pressed={view === id} onClick={() => setView(id)} disabled={id === 'runner-up' && !rival}>
            {name}
          </button>
        ))}
      </fieldset>
      {view === 'all' && <BothSides cause={cause} of={(each) => each.log10LikelihoodRatio} group={group} words={words} all={all} />}
      {view === 'runner-up' && rival && (
        <>
          <p className="soft">
            {cause.label} against <b>{rival.label}</b> ({percentWords(cause.probability)} to {percentWords(rival.probability)}).{' '}
            <a href={`#/compare/${cause.diagnosis}/${rival.diagnosis}`}>Compare their numbers</a>
          </p>
          <BothSides cause={cause} of={(each) => each.log10VersusRunnerUp} group={group} words={words} all={all} />
        </>
      )}
      {view === 'steps' && <Waterfall cause={cause} group={group} groupId={groupId} words={words} />}
      {view !== 'steps' && (
        <p className="soft small">
          Bars: how many times the finding alone changes the odds, all else known (full bar ×100). The small number opens its sources.{' '}
          {long && (
            <button type="button" className="quiet" onClick={() => setAll(!all)}>
              {all ? 'Only the strongest' : 'All evidence'}
            </button>
          )}
        </p>
      )}
    </section>
  );
}
