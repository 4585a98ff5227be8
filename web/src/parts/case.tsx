import type { RefObject } from 'react';
import type { Entry } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import type { Ranking } from '../model/workbench.ts';
import { EntryForm } from './entry.tsx';
import { Issues } from './issues.tsx';
import { HiddenReasoning, Reasoning } from './reasoning.tsx';

/** A case without images: facts left, the live differential right. */
export function CaseView(props: {
  entry: Entry;
  words: readonly Word[] | null;
  field: RefObject<HTMLInputElement | null>;
  reasons: RefObject<HTMLElement | null>;
  ranking: Ranking | null;
  busy: boolean;
  hidden: boolean;
  onShow: () => void;
  onEnter: (entry: Entry, typingIn?: string) => void;
}) {
  const { entry, words, field, reasons, ranking, busy, hidden, onShow, onEnter } = props;
  const answer = ranking?.caseAnswer ?? null;
  return (
    <main className="case">
      <section className="left" aria-label="Case">
        <h2>A case without images</h2>
        <EntryForm entry={entry} words={words} field={field} onChange={onEnter} />
        {answer && answer.clinical.labs.length + answer.clinical.derived.length > 0 && (
          <>
            <h3>Laboratory, as understood</h3>
            <ul className="understood">
              {answer.clinical.labs.map((each) => (
                <li key={each.test + each.where}>
                  {answer.labels[each.test] ?? each.test}: <b>{each.grade}</b>{' '}
                  <span className="soft">{each.normalized ? `${each.normalized.value} ${each.normalized.unit}` : ''}</span>
                </li>
              ))}
              {answer.clinical.derived.map((each) => (
                <li key={each.id}>
                  {each.label}: <b>{each.value.toPrecision(3)}</b> {each.unit} <span className="soft">{each.grade}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        <Issues issues={ranking?.issues ?? []} title="Issues" />
      </section>
      <section className="right" ref={reasons} tabIndex={-1} aria-label="Reasoning" aria-busy={busy} aria-live="polite">
        {hidden ? (
          <HiddenReasoning group={answer} words={answer} onShow={onShow} />
        ) : answer ? (
          <Reasoning group={answer} words={answer} before={null} />
        ) : (
          <p className="soft">Nothing entered yet. What is not entered is unknown, not absent.</p>
        )}
      </section>
    </main>
  );
}
