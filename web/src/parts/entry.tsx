import { type RefObject, useState } from 'react';
import type { Analysis } from '../../../src/report/index.ts';
import { addItem, addLab, type Entry } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import { FactList } from './facts.tsx';
import { FindBox } from './find-box.tsx';
import { LabList, labOfWord } from './labs.tsx';
import { LetterReader } from './letter.tsx';

function Who({
  entry,
  known,
  onChange,
}: {
  entry: Entry;
  known?: Analysis['clinical']['patient'];
  onChange: (entry: Entry, typingIn?: string) => void;
}) {
  return (
    <div className="who">
      <label>
        Age
        <input
          type="text"
          size={5}
          placeholder={known && known.ageYears !== null ? `${known.ageYears} y` : '34 y'}
          value={entry.ageYears}
          onChange={(event) => onChange({ ...entry, ageYears: event.target.value }, 'age')}
        />
      </label>
      <label>
        Sex
        <select value={entry.sex} onChange={(event) => onChange({ ...entry, sex: event.target.value as Entry['sex'] })}>
          <option value="">{known?.sex ? `${known.sex} (record)` : 'not known'}</option>
          <option value="female">female</option>
          <option value="male">male</option>
          <option value="other">other</option>
        </select>
      </label>
      <label>
        Setting
        <select value={entry.setting} onChange={(event) => onChange({ ...entry, setting: event.target.value as Entry['setting'] })}>
          <option value="">not said</option>
          <option value="incidental">incidental on imaging</option>
          <option value="referral">referred for it</option>
          <option value="paediatric">paediatric</option>
        </select>
      </label>
    </div>
  );
}

/** Facts as the reader knows them. `typingIn` names the field, so that a word typed is one step of undo. */
export function EntryForm(props: {
  entry: Entry;
  /** What the record says already; an empty field leaves it standing. */
  known?: Analysis['clinical']['patient'];
  words: readonly Word[] | null;
  field: RefObject<HTMLInputElement | null>;
  onChange: (entry: Entry, typingIn?: string) => void;
  /** The page around it has a place for letters of its own. */
  withoutLetter?: boolean;
}) {
  const { entry, known, words, field, onChange } = props;
  const [letter, setLetter] = useState(false);
  const choose = (word: Word, state: 'present' | 'absent' | 'unknown'): void => {
    if (word.category === 'test') onChange(addLab(entry, labOfWord(word)));
    else onChange(addItem(entry, { id: word.id, label: word.label, kind: word.category === 'condition' ? 'condition' : 'finding', state }));
  };
  return (
    <form className="entry" onSubmit={(event) => event.preventDefault()} aria-label="Clinical facts">
      <Who entry={entry} known={known} onChange={onChange} />
      <FindBox words={words} field={field} onChoose={choose} />
      <FactList entry={entry} onChange={onChange} />
      <LabList entry={entry} known={known ?? null} words={words} onChange={onChange} />
      {!props.withoutLetter && (
        <details className="letter-fold" open={letter} onToggle={(event) => setLetter(event.currentTarget.open)}>
          <summary>Paste a letter or a lab print-out</summary>
          {letter && <LetterReader entry={entry} incoming={null} onChange={onChange} />}
        </details>
      )}
    </form>
  );
}
