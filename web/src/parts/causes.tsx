import { useState } from 'react';
import { percentRangeWords, percentWords, plainWords, type RankedCause } from '../../../src/report/index.ts';
import { keepStop, moveInList } from '../hooks/roving.ts';
import type { Standing } from '../thinking/messages.ts';
import { MOVED, Scale } from './scale.tsx';

const FIRST_SHOWN = 5;
/** Causes rarer than this are shown only when all are asked for. */
const MOST_SHOWN = 25;

/** The ranking: one row per cause. The chosen row is explained beside it. */
export function CauseList(props: {
  causes: readonly RankedCause[];
  before: readonly RankedCause[] | null;
  instead: Standing | null;
  chosen: string | null;
  onChoose: (diagnosis: string) => void;
}) {
  const { causes, before, instead, chosen, onChoose } = props;
  const [all, setAll] = useState(false);
  const shown = causes.slice(0, all ? MOST_SHOWN : FIRST_SHOWN);
  return (
    <section aria-label="Differential">
      <ol className="causes" data-arrows onKeyDown={(event) => void moveInList(event, 'vertical')} onFocus={keepStop}>
        {shown.map((cause, index) => {
          const was = before?.find((each) => each.diagnosis === cause.diagnosis)?.probability ?? null;
          const moved = was !== null && Math.abs(was - cause.probability) >= MOVED;
          const would = instead?.causes.find((each) => each.diagnosis === cause.diagnosis)?.probability ?? null;
          return (
            <li key={cause.diagnosis} className={`cause ${cause.diagnosis === chosen ? 'chosen' : ''}`}>
              <button
                type="button"
                className="cause-head"
                data-stop
                tabIndex={cause.diagnosis === chosen || (chosen === null && index === 0) ? 0 : -1}
                aria-pressed={cause.diagnosis === chosen}
                onClick={() => onChoose(cause.diagnosis)}
              >
                <span className="rank">{index + 1}</span>
                <span className="cause-name">
                  {cause.label} <span className="soft">{plainWords(cause.mechanism)}</span>
                </span>
                <span className="chance">
                  {percentWords(cause.probability)} <span className="soft">{percentRangeWords(cause.interval)}</span>
                </span>
                <Scale probability={cause.probability} interval={cause.interval} before={moved ? was : null} instead={would} />
                {moved && <span className="soft moved">before your edits {percentWords(was)}</span>}
                {would !== null && <span className="would moved">what if: {percentWords(would)}</span>}
              </button>
            </li>
          );
        })}
      </ol>
      {causes.length > FIRST_SHOWN && (
        <button type="button" className="quiet" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${Math.min(MOST_SHOWN, causes.length)} of ${causes.length}`}
        </button>
      )}
    </section>
  );
}
