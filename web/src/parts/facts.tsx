import type { KeyboardEvent } from 'react';
import { percentWords } from '../../../src/report/index.ts';
import { keepStop, moveInList } from '../hooks/roving.ts';
import { type EnteredItem, type EnteredState, type Entry, removeItem, setItemState } from '../model/entry.ts';

const STATES: readonly { readonly state: EnteredState; readonly sign: string; readonly words: string; readonly key: string }[] = [
  { state: 'present', sign: '+', words: 'present', key: 'p' },
  { state: 'absent', sign: '−', words: 'absent', key: 'a' },
  { state: 'unknown', sign: '?', words: 'not known', key: 'u' },
];

/** The three states of a finding, one key or one click each. */
export function StateButtons(props: {
  label: string;
  state: EnteredState | null;
  onState: (state: EnteredState) => void;
  /** Not stops of the Tab key: the row around them has the keys. */
  quiet?: boolean;
}) {
  return (
    <fieldset className="states" aria-label={props.label}>
      {STATES.map(({ state, sign, words }) => (
        <button
          key={state}
          type="button"
          className={state}
          tabIndex={props.quiet ? -1 : undefined}
          aria-pressed={props.state === state}
          title={words}
          onClick={() => props.onState(state)}
        >
          <span aria-hidden="true">{sign}</span>
          <span className="hidden">{words}</span>
        </button>
      ))}
    </fieldset>
  );
}

const saidOf = (item: EnteredItem): string =>
  item.state === 'unknown' ? 'not known' : item.probability !== undefined ? `possible, ${percentWords(item.probability)}` : item.state;

/** What was entered. On a row: P present, A absent, U not known, Delete takes it out, arrows go on. */
export function FactList({ entry, onChange }: { entry: Entry; onChange: (entry: Entry) => void }) {
  if (!entry.items.length) return null;
  const press = (event: KeyboardEvent<HTMLElement>, item: EnteredItem): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const state = STATES.find((each) => each.key === key)?.state;
    if (state) onChange(setItemState(entry, item.id, state));
    else if (key === 'delete' || key === 'backspace') onChange(removeItem(entry, item.id));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <ul
        className="facts"
        aria-label="Entered findings and conditions"
        data-arrows
        onKeyDown={(event) => void moveInList(event, 'vertical')}
        onFocus={keepStop}
      >
        {entry.items.map((item, index) => (
          <li key={item.id} className={item.state}>
            <button
              type="button"
              className="fact"
              data-stop
              tabIndex={index === 0 ? 0 : -1}
              title={item.words ? `Read from: ${item.words}` : undefined}
              onKeyDown={(event) => press(event, item)}
              onClick={() => onChange(setItemState(entry, item.id, item.state === 'present' ? 'absent' : 'present'))}
            >
              {item.state === 'absent' ? 'no ' : ''}
              {item.label}
              <span className="soft">
                {item.state === 'absent' || (item.state === 'present' && item.probability === undefined) ? '' : ` ${saidOf(item)}`}
                {item.kind === 'condition' ? ' · condition' : ''}
              </span>
            </button>
            <StateButtons quiet label={item.label} state={item.state} onState={(state) => onChange(setItemState(entry, item.id, state))} />
            <button type="button" className="plain" tabIndex={-1} onClick={() => onChange(removeItem(entry, item.id))}>
              ✕<span className="hidden">Remove {item.label}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="hint">
        On a row: <kbd>P</kbd> present <kbd>A</kbd> absent <kbd>U</kbd> not known <kbd>Del</kbd> remove
      </p>
    </>
  );
}
