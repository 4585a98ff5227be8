import { useContext, useState } from 'react';
import { MECHANISMS } from '../../../src/core/index.ts';
import { type AnalysisGroup, percentWords, plainWords } from '../../../src/report/index.ts';
import type { ReaderAnswer } from '../model/casework.ts';
import { useAnswer } from '../thinking/ask.tsx';
import { ReaderContext } from '../thinking/context.tsx';
import { CausePicker, type PickedCause } from './cause-picker.tsx';

const CONFIDENCE = ['low', 'moderate', 'high'] as const;

/** Mechanism, cause and confidence as the reader sees them. */
export function AnswerFields(props: {
  mechanism: string;
  cause: PickedCause;
  confidence: ReaderAnswer['confidence'];
  onMechanism: (mechanism: string) => void;
  onCause: (cause: PickedCause) => void;
  /** Null: not asked for. */
  onConfidence: ((confidence: ReaderAnswer['confidence']) => void) | null;
}) {
  const catalog = useAnswer('catalog', {});
  return (
    <div className="answer-fields">
      <label>
        Mechanism
        <select value={props.mechanism} onChange={(event) => props.onMechanism(event.target.value)}>
          <option value="">not said</option>
          {MECHANISMS.map((each) => (
            <option key={each} value={each}>
              {plainWords(each)}
            </option>
          ))}
        </select>
      </label>
      <CausePicker label="Cause" entries={catalog?.entries ?? null} value={props.cause} onValue={props.onCause} />
      {props.onConfidence && (
        <fieldset className="segments">
          <legend>Confidence</legend>
          {CONFIDENCE.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={props.confidence === each}
              onClick={() => props.onConfidence?.(props.confidence === each ? '' : each)}
            >
              {each}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** The reader's own answer, before the ranking is shown. */
export function ReaderForm({ ready }: { ready: boolean }) {
  const { record } = useContext(ReaderContext);
  const [mechanism, setMechanism] = useState('');
  const [cause, setCause] = useState<PickedCause>({ id: null, words: '' });
  const [confidence, setConfidence] = useState<ReaderAnswer['confidence']>('');
  const said = mechanism !== '' || cause.words.trim() !== '';
  return (
    <form
      className="reader-form"
      aria-label="Your answer"
      onSubmit={(event) => {
        event.preventDefault();
        if (said && ready) record({ mechanism, diagnosis: cause.id, words: cause.words.trim(), confidence, at: new Date().toISOString() });
      }}
    >
      <h4>Your answer</h4>
      <AnswerFields
        mechanism={mechanism}
        cause={cause}
        confidence={confidence}
        onMechanism={setMechanism}
        onCause={setCause}
        onConfidence={setConfidence}
      />
      <button type="submit" className="main" disabled={!said || !ready}>
        Record it and show the ranking
      </button>
      {!ready && <p className="soft">The ranking follows once findings are entered.</p>}
    </form>
  );
}

/** Both answers side by side, without a verdict. */
export function ReaderAnswered({ answer, group }: { answer: ReaderAnswer; group: Pick<AnalysisGroup, 'differential' | 'mechanism'> }) {
  const at = group.differential.findIndex((each) => each.diagnosis === answer.diagnosis);
  const found = at < 0 ? null : group.differential[at];
  return (
    <section className="reader-answered" aria-label="Your answer and the ranking">
      <h5>Your answer</h5>
      <p>
        {[answer.words || null, answer.mechanism ? plainWords(answer.mechanism) : null].filter(Boolean).join('; ')}
        {answer.confidence && <span className="soft"> (confidence {answer.confidence})</span>}
      </p>
      <p className="soft">
        {found
          ? `The ranking has it at place ${at + 1}, ${percentWords(found.probability)}.`
          : answer.words
            ? 'The ranking does not name it.'
            : ''}{' '}
        {group.differential[0] &&
          `First in the ranking: ${group.differential[0].label}, ${percentWords(group.differential[0].probability)}.`}
      </p>
    </section>
  );
}
