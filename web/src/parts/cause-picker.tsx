import { useId, useMemo, useState } from 'react';
import { searchWords, type Word } from '../model/search.ts';
import type { CatalogEntry } from '../thinking/messages.ts';

export interface PickedCause {
  readonly id: string | null;
  readonly words: string;
}

const MOST_SHOWN = 7;

/** A cause of the knowledge by name or synonym; own words stay as they are. */
export function CausePicker(props: {
  label: string;
  entries: readonly CatalogEntry[] | null;
  value: PickedCause;
  onValue: (value: PickedCause) => void;
}) {
  const { label, entries, value, onValue } = props;
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const list = useId();
  const words = useMemo(
    (): Word[] =>
      (entries ?? [])
        .filter((each) => each.kind === 'diagnosis')
        .map(({ id, label: name, synonyms, codes }) => ({ id, label: name, category: 'diagnosis', synonyms, codes, units: [] })),
    [entries],
  );
  const found = open && value.id === null ? searchWords(words, value.words, MOST_SHOWN) : [];
  const choose = (index: number): void => {
    const chosen = found[index];
    if (!chosen) return;
    onValue({ id: chosen.word.id, words: chosen.word.label });
    setOpen(false);
    setAt(0);
  };
  return (
    <div className="find picker">
      <label>
        {label}
        <input
          type="search"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-activedescendant={found.length ? `${list}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={value.words}
          onChange={(event) => {
            onValue({ id: null, words: event.target.value });
            setOpen(true);
            setAt(0);
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
            else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
            else if (event.key === 'Enter' && found.length) choose(at);
            else if (event.key === 'Escape' && found.length) setOpen(false);
            else return;
            event.preventDefault();
          }}
        />
      </label>
      {found.length > 0 && (
        <div className="choices" id={list} role="listbox" aria-label={`${label}, matches`}>
          {found.map(({ word, by }, index) => (
            <div
              key={word.id}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(index);
              }}
            >
              <span>
                {word.label}
                {by !== word.label && <span className="soft"> ({by})</span>}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
