import { type RefObject, useEffect, useState } from 'react';
import type { Incoming } from '../hooks/use-reader.ts';
import type { CaseAction, CaseWork } from '../model/casework.ts';
import { cycleItem, type Entry, isEmptyEntry, stateOf } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import { shortNumber } from '../model/units.ts';
import type { Ranking } from '../model/workbench.ts';
import { BodyMap } from './body-map.tsx';
import { EntryForm } from './entry.tsx';
import { FormPicker } from './form-picker.tsx';
import { Issues } from './issues.tsx';
import { LetterReader } from './letter.tsx';
import { HiddenReasoning, Reasoning } from './reasoning.tsx';
import { Tabs } from './tabs.tsx';

/** Results as the reader of clinical files understood them; the ranking rests on these. */
function Understood({ answer }: { answer: NonNullable<Ranking['caseAnswer']> }) {
  const { labs, derived } = answer.clinical;
  if (!labs.length && !derived.length) return null;
  return (
    <>
      <h3>Laboratory, as understood</h3>
      <ul className="understood">
        {labs.map((each) => (
          <li key={each.test + each.where}>
            {answer.labels[each.test] ?? each.test}: <b>{each.grade}</b>{' '}
            <span className="soft">{each.normalized ? `${shortNumber(each.normalized.value)} ${each.normalized.unit}` : ''}</span>
          </li>
        ))}
        {derived.map((each) => (
          <li key={each.id}>
            {each.label}: <b>{each.value.toPrecision(3)}</b> {each.unit} <span className="soft">{each.grade}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A case without images: facts left, the live differential right. */
export function CaseView(props: {
  work: CaseWork;
  dispatch: (action: CaseAction) => void;
  words: readonly Word[] | null;
  field: RefObject<HTMLInputElement | null>;
  reasons: RefObject<HTMLElement | null>;
  ranking: Ranking | null;
  busy: boolean;
  incoming: Incoming | null;
  readerFirst: boolean;
}) {
  const { work, dispatch, words, ranking, busy, incoming } = props;
  const entry = work.history.present;
  const answer = ranking?.caseAnswer ?? null;
  const [tab, setTab] = useState('facts');
  useEffect(() => {
    if (incoming) setTab('letter');
  }, [incoming]);
  const enter = (next: Entry, typingIn?: string): void => dispatch({ kind: 'enter', entry: next, typingIn });
  const letter = <LetterReader key={incoming?.at ?? 0} entry={entry} incoming={incoming} onChange={enter} />;
  return (
    <main className="case" id="main" tabIndex={-1}>
      <section className="left" aria-label="Case">
        <div className="headline">
          <h2>Case without images</h2>
          {!isEmptyEntry(entry) && (
            <button type="button" className="quiet" onClick={() => dispatch({ kind: 'clear', hidden: props.readerFirst })}>
              Clear the case
            </button>
          )}
        </div>
        <Tabs
          label="Ways to enter"
          at={tab}
          onTab={setTab}
          tabs={[
            {
              id: 'facts',
              words: 'Facts and results',
              panel: <EntryForm withoutLetter entry={entry} words={words} field={props.field} onChange={enter} />,
            },
            {
              id: 'body',
              words: 'Body map',
              panel: (
                <BodyMap
                  stateOf={(id) => stateOf(entry, id)}
                  onSite={({ id, label }) =>
                    enter(cycleItem(entry, { id, label: words?.find((each) => each.id === id)?.label ?? label, kind: 'finding' }))
                  }
                />
              ),
            },
            { id: 'form', words: 'Form and extent', panel: <FormPicker entry={entry} words={words} onChange={enter} /> },
            { id: 'letter', words: 'Letter or file', panel: letter },
          ]}
        />
        {tab !== 'facts' && entry.items.length > 0 && (
          <p className="entered soft">
            Entered: {entry.items.map((each) => `${each.state === 'absent' ? 'no ' : ''}${each.label}`).join('; ')}
          </p>
        )}
        {answer && <Understood answer={answer} />}
        <Issues issues={ranking?.issues ?? []} title="Issues" />
        <p className="hint">What is entered is kept in this browser until you clear it, and goes nowhere.</p>
      </section>
      <section className="right" ref={props.reasons} tabIndex={-1} aria-label="Reasoning" aria-busy={busy}>
        {work.hidden ? (
          <HiddenReasoning group={answer} words={answer} onShow={() => dispatch({ kind: 'hide', hidden: false })} />
        ) : answer ? (
          <Reasoning group={answer} words={answer} before={null} />
        ) : (
          <div className="empty">
            <p>
              <b>Nothing entered yet.</b>
            </p>
            <p className="soft">
              Enter what is known: findings by name, sites on the body map, the form by its picture, results with their units, or paste a
              letter. What is not entered is unknown, not absent.
            </p>
          </div>
        )}
      </section>
    </main>
  );
}
