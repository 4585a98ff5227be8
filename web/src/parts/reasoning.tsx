import { useState } from 'react';
import {
  type Analysis,
  type AnalysisGroup,
  findingWords,
  labelOf,
  likelihoodWords,
  percentRangeWords,
  plainWords,
} from '../../../src/report/index.ts';
import { Cause } from './evidence.tsx';

type Reasoned = Pick<
  AnalysisGroup,
  | 'verdict'
  | 'pattern'
  | 'findings'
  | 'mechanism'
  | 'differential'
  | 'systematicPath'
  | 'disagreement'
  | 'nextTests'
  | 'safetyGates'
  | 'unexplained'
>;
type Dictionary = Pick<Analysis, 'labels' | 'references'>;

const FIRST_SHOWN = 5;

function Gates({ group, words }: { group: Reasoned; words: Dictionary }) {
  if (!group.safetyGates.length) return null;
  return (
    <section className="gates" aria-label="Not to be missed">
      <h4>Not to be missed</h4>
      <ul>
        {group.safetyGates.map((each) => (
          <li key={each.gate}>
            <b>{labelOf(words.labels, each.gate)}</b>: {each.action}{' '}
            <span className="soft">({each.why.map((id) => findingWords(words.labels, group, id)).join(', ')})</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Ranking, evidence both ways, the systematic path and what to ask next, of one group or case. */
export function Reasoning({ group, words, before }: { group: Reasoned; words: Dictionary; before: Reasoned | null }) {
  const [open, setOpen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const causes = all ? group.differential : group.differential.slice(0, FIRST_SHOWN);
  const first = group.mechanism[0];
  if (group.verdict === 'not-asked') return <p className="soft">Expected calcification: no cause is asked for.</p>;
  return (
    <div className="reasoning">
      <Gates group={group} words={words} />
      {group.verdict === 'not-enough-information' && (
        <p className="notice">Not enough information to rank causes: what follows leans on how common they are.</p>
      )}
      <p>
        Pattern <b>{group.pattern}</b>
        {first && (
          <>
            ; mechanism <b>{plainWords(first.mechanism)}</b>, {likelihoodWords(first.probability)} ({percentRangeWords(first.interval)})
          </>
        )}
        .
      </p>
      <ol className="causes" aria-label="Differential">
        {causes.map((cause, index) => (
          <Cause
            key={cause.diagnosis}
            cause={cause}
            rank={index + 1}
            group={group}
            words={words}
            open={open === cause.diagnosis}
            before={before?.differential.find((each) => each.diagnosis === cause.diagnosis)?.probability ?? null}
            onToggle={() => setOpen(open === cause.diagnosis ? null : cause.diagnosis)}
          />
        ))}
      </ol>
      {group.differential.length > FIRST_SHOWN && (
        <button type="button" className="quiet" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${group.differential.length}`}
        </button>
      )}
      {group.disagreement && (
        <p className="notice">
          <b>Path and ranking differ:</b> {group.disagreement}
        </p>
      )}
      <h4>Systematic path</h4>
      {group.systematicPath.length === 0 && <p className="soft">No step could be taken.</p>}
      <ol className="path">
        {group.systematicPath.map((each) => (
          <li key={each.step + each.answer}>
            <b>{each.step}</b> {each.answer}{' '}
            {each.because.length > 0 && (
              <span className="soft">({each.because.map((id) => findingWords(words.labels, group, id)).join(', ')})</span>
            )}
          </li>
        ))}
      </ol>
      <h4>What to ask next</h4>
      {group.nextTests.length === 0 && <p className="soft">Nothing known would tell the causes apart.</p>}
      <ol className="path">
        {group.nextTests.slice(0, FIRST_SHOWN).map((each) => (
          <li key={each.test}>
            {labelOf(words.labels, each.test)}{' '}
            <span className="soft">
              {each.costTier}, {each.expectedInformationBits.toFixed(2)} bit
            </span>
          </li>
        ))}
      </ol>
      {group.unexplained.length > 0 && (
        <p className="soft">No cause says anything about: {group.unexplained.map((id) => labelOf(words.labels, id)).join(', ')}.</p>
      )}
    </div>
  );
}

/** In place of the ranking while it is hidden. Safety gates are not hidden: they say what must not wait. */
export function HiddenReasoning({ group, words, onShow }: { group: Reasoned | null; words: Dictionary | null; onShow: () => void }) {
  return (
    <div>
      {group && words && <Gates group={group} words={words} />}
      <p className="notice">
        The ranking is hidden, so that it does not steer what you see. Look, decide on the lesions and enter what you know first.
      </p>
      <button type="button" onClick={onShow}>
        Show the ranking <kbd>D</kbd>
      </button>
    </div>
  );
}
