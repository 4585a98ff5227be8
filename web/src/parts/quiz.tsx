import { useState } from 'react';
import { percentWords, plainWords } from '../../../src/report/index.ts';
import { go } from '../hooks/use-route.ts';
import { keep, kept } from '../hooks/use-theme.ts';
import { BODY } from '../model/body.ts';
import { EMPTY_ENTRY, type EnteredState, type Entry } from '../model/entry.ts';
import { hashOf } from '../model/route.ts';
import { SCORE_KEY, scoreFrom, withPlayed } from '../model/score.ts';
import { useAnswer } from '../thinking/ask.tsx';
import type { LibraryAnswer, Reading } from '../thinking/messages.ts';
import { BodyMap } from './body-map.tsx';
import type { PickedCause } from './cause-picker.tsx';
import { AnswerFields } from './reader.tsx';

const KINDS: readonly (readonly [string, RegExp])[] = [
  ['Where', /^(site|compartment)-/],
  ['Form and extent', /^(morph|dist)-/],
  ['Imaging', /^img-/],
  ['History', /^(hx|fam)-/],
  ['Examination', /^ex-/],
  ['Drugs and procedures', /^(drug|proc)-/],
];

const wordsOf = ({ state, label, probability }: Reading['items'][number]): string =>
  `${state === 'absent' ? 'no ' : ''}${label}${probability === undefined ? '' : ' (possible)'}`;

/** The facts of a case in the order in which a clinician tells them. */
function Told({ reading }: { reading: Reading }) {
  const conditions = reading.items.filter((each) => each.kind === 'condition');
  const findings = reading.items.filter((each) => each.kind === 'finding');
  const lines = [
    ['Known conditions', conditions.map(wordsOf)] as const,
    ...KINDS.map(([name, pattern]) => [name, findings.filter((each) => pattern.test(each.id)).map(wordsOf)] as const),
    ['Other', findings.filter((each) => !KINDS.some(([, pattern]) => pattern.test(each.id))).map(wordsOf)] as const,
    ['Laboratory', reading.labs.map((each) => [each.label, each.value, each.unit, each.flag].filter(Boolean).join(' '))] as const,
  ];
  return (
    <dl className="told">
      {lines
        .filter(([, said]) => said.length > 0)
        .map(([name, said]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <ul>
                {said.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
    </dl>
  );
}

const DRAWN = new Set([...BODY.front, ...BODY.back].map((each) => each.id));

/** Sites that name no side are drawn on both. */
function siteStates(reading: Reading): (id: string) => EnteredState {
  const states = new Map(reading.items.map((each) => [each.id, each.state]));
  return (id) => states.get(id) ?? states.get(id.replace(/-(left|right)$/, '')) ?? 'unknown';
}

const entryOf = (reading: Reading): Entry => ({
  ...EMPTY_ENTRY,
  ...reading.patient,
  setting: reading.setting,
  items: reading.items.map(({ key: _k, span: _s, words: _w, ...item }) => item),
  labs: reading.labs.map(({ key: _k, span: _s, words: _w, ...lab }) => lab),
});

function Revealed(props: { answer: LibraryAnswer; text: string; mine: PickedCause; mechanism: string; onCase: () => void }) {
  const { answer, mine, mechanism } = props;
  const ranking = useAnswer('what-if', { base: { text: props.text, study: null, groupId: null }, changes: {} });
  const accepted = new Set(answer.accepted.map((each) => each.id));
  const right = mine.id !== null && accepted.has(mine.id);
  const [first] = ranking?.mechanism ?? [];
  return (
    <section className="revealed" aria-label="Answer">
      <h3>Published diagnosis</h3>
      <p className="lead">{answer.published}</p>
      <p className="soft">{answer.citation}</p>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">Whose answer</span>
            </th>
            <th scope="col">Cause</th>
            <th scope="col">Mechanism</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Published</th>
            <td>{answer.accepted.map((each) => each.label).join(', or ')}</td>
            <td>{plainWords(answer.mechanism)}</td>
          </tr>
          <tr>
            <th scope="row">You</th>
            <td>
              {mine.words || 'not said'} {mine.words && <b>{right ? '— right' : '— another one'}</b>}
            </td>
            <td>
              {mechanism ? plainWords(mechanism) : 'not said'}{' '}
              {mechanism && <b>{mechanism === answer.mechanism ? '— right' : '— another one'}</b>}
            </td>
          </tr>
          <tr>
            <th scope="row">Ranking</th>
            <td>
              {ranking ? (
                <ol>
                  {ranking.causes.slice(0, 5).map((each) => (
                    <li key={each.diagnosis}>
                      {each.label} {percentWords(each.probability)} {accepted.has(each.diagnosis) && <b>— published</b>}
                    </li>
                  ))}
                </ol>
              ) : (
                'ranking …'
              )}
            </td>
            <td>{first ? `${plainWords(first.mechanism)} ${percentWords(first.probability)}` : ''}</td>
          </tr>
        </tbody>
      </table>
      <p className="row">
        <button type="button" onClick={props.onCase}>
          Open as a case, with all the reasons
        </button>
        <a href={hashOf({ page: 'library' })}>Back to the library</a>
      </p>
    </section>
  );
}

/** One published case: facts, the reader's answer, then what it was. */
export function QuizView({ id, onOpen }: { id: string; onOpen: (entry: Entry) => void }) {
  const found = useAnswer('library-case', { id });
  const [mechanism, setMechanism] = useState('');
  const [cause, setCause] = useState<PickedCause>({ id: null, words: '' });
  const [revealed, setRevealed] = useState(false);
  const [played, setPlayed] = useState(() => scoreFrom(kept(SCORE_KEY))[id] !== undefined);
  if (!found)
    return (
      <main className="quiz" id="main" tabIndex={-1}>
        <p className="soft">Opening the case …</p>
      </main>
    );
  const { reading, answer, text } = found;
  const said = cause.words.trim() !== '' || mechanism !== '';
  const reveal = (): void => {
    if (said && !played) {
      const right = { cause: answer.accepted.some((each) => each.id === cause.id), mechanism: mechanism === answer.mechanism };
      keep(SCORE_KEY, JSON.stringify(withPlayed(scoreFrom(kept(SCORE_KEY)), id, right)));
      setPlayed(true);
    }
    setRevealed(true);
  };
  const drawn = reading.items.some((each) => DRAWN.has(each.id) || DRAWN.has(`${each.id}-left`));
  return (
    <main className="quiz" id="main" tabIndex={-1}>
      <section className="left" aria-label="The case">
        <div className="headline">
          <h2>
            Case {id.toUpperCase()}{' '}
            <span className="soft">{[reading.patient.sex, reading.patient.ageYears].filter(Boolean).join(', ')}</span>
          </h2>
          <a href={hashOf({ page: 'library' })}>Library</a>
        </div>
        <Told reading={reading} />
        {drawn && <BodyMap stateOf={siteStates(reading)} onSite={null} />}
      </section>
      <section className="right" aria-label="Your answer and the published one" tabIndex={-1}>
        {!revealed && (
          <form
            aria-label="Your answer"
            onSubmit={(event) => {
              event.preventDefault();
              if (said) reveal();
            }}
          >
            <h3>What is it?</h3>
            <AnswerFields
              mechanism={mechanism}
              cause={cause}
              confidence=""
              onMechanism={setMechanism}
              onCause={setCause}
              onConfidence={null}
            />
            <p className="row">
              <button type="submit" className="main" disabled={!said}>
                Answer
              </button>
              <button type="button" className="quiet" onClick={reveal}>
                Show it without an answer
              </button>
            </p>
            {played && <p className="soft">Played before: the first answer counts.</p>}
          </form>
        )}
        {revealed && (
          <Revealed
            answer={answer}
            text={text}
            mine={cause}
            mechanism={mechanism}
            onCase={() => {
              onOpen(entryOf(reading));
              go({ page: 'case' });
            }}
          />
        )}
      </section>
    </main>
  );
}
