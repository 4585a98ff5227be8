import type { RefObject } from 'react';
import type { Analysis } from '../../../src/report/index.ts';
import { addItem, addLab, changeLab, type EnteredLab, type Entry, removeItem, removeLab, toggleItem } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import { FindBox } from './find-box.tsx';

const FLAGS = ['', 'low', 'normal', 'high', 'positive', 'negative'] as const;

function LabRow({ lab, onChange, onRemove }: { lab: EnteredLab; onChange: (change: Partial<EnteredLab>) => void; onRemove: () => void }) {
  return (
    <div className="lab">
      <span>{lab.label}</span>
      {lab.units.length > 0 && (
        <>
          <input
            type="text"
            inputMode="decimal"
            aria-label={`${lab.label}, value`}
            value={lab.value}
            onChange={(event) => onChange({ value: event.target.value })}
          />
          <select aria-label={`${lab.label}, unit`} value={lab.unit} onChange={(event) => onChange({ unit: event.target.value })}>
            <option value="">unit …</option>
            {lab.units.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </>
      )}
      <select
        aria-label={`${lab.label}, flag`}
        value={lab.flag}
        onChange={(event) => onChange({ flag: event.target.value as EnteredLab['flag'] })}
      >
        {FLAGS.map((each) => (
          <option key={each} value={each}>
            {each || 'flag …'}
          </option>
        ))}
      </select>
      <button type="button" className="plain" onClick={onRemove}>
        ✕<span className="hidden">Remove {lab.label}</span>
      </button>
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
}) {
  const { entry, known, words, field, onChange } = props;
  const choose = (word: Word, state: 'present' | 'absent'): void => {
    if (word.category === 'test')
      onChange(
        addLab(entry, {
          test: word.id,
          label: word.label,
          value: '',
          unit: word.units.length === 1 ? word.units[0] : '',
          units: word.units,
          flag: '',
        }),
      );
    else onChange(addItem(entry, { id: word.id, label: word.label, kind: word.category === 'condition' ? 'condition' : 'finding', state }));
  };
  return (
    <form className="entry" onSubmit={(event) => event.preventDefault()} aria-label="Clinical facts">
      <div className="who">
        <label>
          Age
          <input
            type="text"
            inputMode="numeric"
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
      <FindBox words={words} field={field} onChoose={choose} />
      <ul className="items" aria-label="Entered findings and conditions">
        {entry.items.map((item) => (
          <li key={item.id} className={item.state}>
            <button type="button" title="present or absent" onClick={() => onChange(toggleItem(entry, item.id))}>
              {item.state === 'absent' ? 'no ' : ''}
              {item.label}
            </button>
            <button type="button" className="plain" onClick={() => onChange(removeItem(entry, item.id))}>
              ✕<span className="hidden">Remove {item.label}</span>
            </button>
          </li>
        ))}
      </ul>
      {entry.labs.map((lab) => (
        <LabRow
          key={lab.test}
          lab={lab}
          onChange={(change) => onChange(changeLab(entry, lab.test, change), `lab ${lab.test}`)}
          onRemove={() => onChange(removeLab(entry, lab.test))}
        />
      ))}
    </form>
  );
}
