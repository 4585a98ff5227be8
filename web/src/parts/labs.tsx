import { addLab, changeLab, type EnteredLab, type Entry, removeLab } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import { convertShown, shortNumber } from '../model/units.ts';
import { useAnswer } from '../thinking/ask.tsx';
import type { Range } from '../thinking/messages.ts';

const FLAGS = ['', 'low', 'normal', 'high', 'positive', 'negative'] as const;

/** The interval lies between these shares of the bar, so that as much room is left below as above. */
const LOW_AT = 30;
const HIGH_AT = 70;

/** Where a value lies on the bar, percent; the ends hold what lies beyond. */
function placeOf(value: number, low: number | null, high: number | null): number {
  const bottom = low ?? 0;
  const top = high ?? bottom * 2;
  if (!(top > bottom)) return 50;
  const at = LOW_AT + ((value - bottom) / (top - bottom)) * (HIGH_AT - LOW_AT);
  return Math.min(98, Math.max(2, at));
}

const numberOf = (text: string): number | null => {
  const value = Number(
    text
      .trim()
      .replace(',', '.')
      .replace(/^[<>]=?/, ''),
  );
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
};

/** The value on the interval of this age and sex; in words too, so that nothing hangs on the picture. */
function RangeBar({ lab, range }: { lab: EnteredLab; range: Range }) {
  const unit = lab.unit || range.unit || '';
  const shown = (bound: number | null): number | null =>
    bound === null || range.unit === null ? null : convertShown(bound, { from: range.unit, to: unit, molarMass: lab.molarMass });
  const [low, high] = [shown(range.low), shown(range.high)];
  const value = lab.unit ? numberOf(lab.value) : null;
  if (low === null && high === null) return null;
  const grade = value === null ? null : low !== null && value < low ? 'low' : high !== null && value > high ? 'high' : 'in range';
  const other = lab.units.find((each) => each !== lab.unit);
  const converted = value === null || !other ? null : convertShown(value, { from: lab.unit, to: other, molarMass: lab.molarMass });
  const interval =
    low === null ? `up to ${shortNumber(high!)}` : high === null ? `from ${shortNumber(low)}` : `${shortNumber(low)}–${shortNumber(high)}`;
  return (
    <div className="range-bar" title={range.source}>
      <span className="track" aria-hidden="true">
        <i className="interval" style={{ left: low === null ? '0' : `${LOW_AT}%`, right: high === null ? '0' : `${100 - HIGH_AT}%` }} />
        {value !== null && <i className={`value ${grade === 'in range' ? '' : 'out'}`} style={{ left: `${placeOf(value, low, high)}%` }} />}
      </span>
      <span className="soft">
        {grade && <b>{grade}</b>} {interval} {unit}
        {range.assumed && ' (adults)'}
        {converted !== null && `; ${shortNumber(converted)} ${other}`}
      </span>
    </div>
  );
}

function LabRow(props: { lab: EnteredLab; range: Range | null; onChange: (change: Partial<EnteredLab>) => void; onRemove: () => void }) {
  const { lab, range, onChange } = props;
  const numeric = lab.units.length > 0;
  return (
    <li className="lab" title={lab.words ? `Read from: ${lab.words}` : undefined}>
      <span className="lab-name">{lab.label}</span>
      {numeric && (
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
      <button type="button" className="plain" onClick={props.onRemove}>
        ✕<span className="hidden">Remove {lab.label}</span>
      </button>
      {numeric && range && <RangeBar lab={lab} range={range} />}
    </li>
  );
}

export const labOfWord = (word: Word): EnteredLab => ({
  test: word.id,
  label: word.label,
  value: '',
  unit: word.units.length === 1 ? word.units[0] : '',
  units: word.units,
  flag: '',
  ...(word.molarMass === undefined ? {} : { molarMass: word.molarMass }),
});

/** Asked of nearly every calcinosis: serum chemistry first, then the muscle and connective tissue tests. */
const COMMON = ['calcium', 'phosphate', 'albumin', 'creatinine', 'pth', '25-oh-d', 'alp', 'ck', 'urate', 'ana'] as const;

/** Laboratory results with their units, each on its interval. */
export function LabList(props: {
  entry: Entry;
  /** Of the record, where the reader entered none. */
  known: { readonly ageYears: number | null; readonly sex: string | null } | null;
  words: readonly Word[] | null;
  onChange: (entry: Entry, typingIn?: string) => void;
}) {
  const { entry, known, words, onChange } = props;
  const age = entry.ageYears || (known?.ageYears === null || known === null ? '' : String(known.ageYears));
  const ranges = useAnswer(
    'ranges',
    entry.labs.length ? { tests: entry.labs.map((each) => each.test), age, sex: entry.sex || known?.sex || '' } : null,
  );
  const quick = COMMON.flatMap((id) => words?.filter((each) => each.category === 'test' && each.id === id) ?? []).filter(
    (word) => !entry.labs.some((each) => each.test === word.id),
  );
  return (
    <div className="labs-part">
      {entry.labs.length > 0 && (
        <ul className="labs-entered" aria-label="Entered laboratory results">
          {entry.labs.map((lab) => (
            <LabRow
              key={lab.test}
              lab={lab}
              range={ranges?.[lab.test] ?? null}
              onChange={(change) => onChange(changeLab(entry, lab.test, change), `lab ${lab.test}`)}
              onRemove={() => onChange(removeLab(entry, lab.test))}
            />
          ))}
        </ul>
      )}
      {quick.length > 0 && (
        <div className="quick">
          <span className="soft">Add result:</span>
          {quick.map((word) => (
            <button key={word.id} type="button" onClick={() => onChange(addLab(entry, labOfWord(word)))}>
              {word.label.replace(/[,(].*$/, '')}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
