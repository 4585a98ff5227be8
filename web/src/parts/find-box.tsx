import { type RefObject, useId, useState } from 'react';
import { searchWords, type Word } from '../model/search.ts';

const MOST_SHOWN = 9;
const CATEGORY_NAMES: Readonly<Record<string, string>> = {
  site: 'site',
  compartment: 'compartment',
  morph: 'form',
  dist: 'distribution',
  img: 'imaging',
  hx: 'history',
  ex: 'examination',
  lab: 'laboratory',
  drug: 'drug',
  proc: 'procedure',
  fam: 'family',
  condition: 'condition',
  test: 'test, with value',
};

/** One box for everything: findings, conditions, drugs, tests. `no fever` and Shift+Enter enter it as absent, Alt+Enter as not known. */
export function FindBox(props: {
  words: readonly Word[] | null;
  field: RefObject<HTMLInputElement | null>;
  onChoose: (word: Word, state: 'present' | 'absent' | 'unknown') => void;
}) {
  const { words, field, onChoose } = props;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const negated = /^(no|not|without)\s+/i.test(text);
  const found = words ? searchWords(words, text.replace(/^(no|not|without)\s+/i, ''), MOST_SHOWN) : [];
  const choose = (index: number, state: 'present' | 'absent' | 'unknown'): void => {
    const chosen = found[index];
    if (!chosen) return;
    onChoose(chosen.word, negated ? 'absent' : state);
    setText('');
    setAt(0);
  };
  return (
    <div className="find">
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label="Add a finding, condition, drug or test"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found.length ? `${list}-${at}` : undefined}
        placeholder={words ? 'Add finding, condition, drug, test …  (F)' : 'Loading the vocabulary …'}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
          else if (event.key === 'Enter') choose(at, event.altKey ? 'unknown' : event.shiftKey ? 'absent' : 'present');
          else if (event.key === 'Escape' && text) setText('');
          else return;
          event.preventDefault();
        }}
      />
      {found.length > 0 && (
        <div className="choices" id={list} role="listbox" aria-label="Matches">
          {found.map(({ word, by }, index) => (
            <div
              key={`${word.category}-${word.id}`}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(index, event.altKey ? 'unknown' : event.shiftKey ? 'absent' : 'present');
              }}
            >
              <span>
                {negated ? 'no ' : ''}
                {word.label}
                {by !== word.label && <span className="soft"> ({by})</span>}
              </span>
              <span className="soft">{CATEGORY_NAMES[word.category] ?? word.category}</span>
            </div>
          ))}
        </div>
      )}
      {text.length > 1 && words && found.length === 0 && <p className="soft">No word like “{text}” is in the vocabulary.</p>}
    </div>
  );
}
