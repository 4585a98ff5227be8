import { type ImageEdits, NO_IMAGE_EDITS } from './image-edits.ts';

/** What the reader has typed in, as typed: it becomes a case file, and is judged by the same reader as every other one. */
export interface Entry {
  readonly ageYears: string;
  readonly sex: '' | 'female' | 'male' | 'other';
  readonly setting: '' | 'incidental' | 'referral' | 'paediatric';
  readonly items: readonly EnteredItem[];
  readonly labs: readonly EnteredLab[];
}

export interface EnteredItem {
  readonly id: string;
  readonly label: string;
  readonly kind: 'finding' | 'condition';
  /** `unknown`: asked and not known; it stays in the list and says nothing. */
  readonly state: EnteredState;
  /** Of the finding, where it is not certain (a letter's "possible"). */
  readonly probability?: number;
  /** The words it was read from. */
  readonly words?: string;
}

export type EnteredState = 'present' | 'absent' | 'unknown';

export interface EnteredLab {
  readonly test: string;
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** Units to choose from; empty for a test that is positive or negative. */
  readonly units: readonly string[];
  readonly flag: '' | 'positive' | 'negative' | 'low' | 'normal' | 'high';
  /** g/mol, where the test is reported by mass and by substance. */
  readonly molarMass?: number;
  readonly words?: string;
}

export type Decision = 'accepted' | 'rejected';

/** All that can be undone. */
export interface Edits {
  readonly entry: Entry;
  readonly decisions: Readonly<Record<string, Decision>>;
  readonly image: ImageEdits;
}

export const EMPTY_ENTRY: Entry = { ageYears: '', sex: '', setting: '', items: [], labs: [] };
export const NO_EDITS: Edits = { entry: EMPTY_ENTRY, decisions: {}, image: NO_IMAGE_EDITS };

export const isEmptyEntry = (entry: Entry): boolean =>
  entry.ageYears.trim() === '' &&
  !entry.sex &&
  !entry.setting &&
  !entry.items.some((each) => each.state !== 'unknown') &&
  !entry.labs.some(isComplete);

const isComplete = (lab: EnteredLab): boolean => lab.value.trim() !== '' || lab.flag !== '';

/** Adds what was chosen; chosen again, it is set to the state asked for. */
export function addItem(entry: Entry, item: EnteredItem): Entry {
  const known = entry.items.findIndex((each) => each.id === item.id);
  if (known < 0) return { ...entry, items: [...entry.items, item] };
  if (entry.items[known].state === item.state) return entry;
  return { ...entry, items: entry.items.map((each, index) => (index === known ? item : each)) };
}

export const removeItem = (entry: Entry, id: string): Entry => ({ ...entry, items: entry.items.filter((each) => each.id !== id) });

/** States a known item anew; certain from then on. */
export const setItemState = (entry: Entry, id: string, state: EnteredState): Entry => ({
  ...entry,
  items: entry.items.map((each) => {
    if (each.id !== id) return each;
    const { probability: _, ...certain } = each;
    return { ...certain, state };
  }),
});

/** A site or form that is clicked: not entered, present, absent, and away again. */
export function cycleItem(entry: Entry, item: Omit<EnteredItem, 'state'>): Entry {
  const known = entry.items.find((each) => each.id === item.id);
  if (!known || known.state === 'unknown') return addItem(entry, { ...item, state: 'present' });
  return known.state === 'present' ? setItemState(entry, item.id, 'absent') : removeItem(entry, item.id);
}

export const stateOf = (entry: Entry, id: string): EnteredState => entry.items.find((each) => each.id === id)?.state ?? 'unknown';

export const toggleItem = (entry: Entry, id: string): Entry => ({
  ...entry,
  items: entry.items.map((each) => (each.id === id ? { ...each, state: each.state === 'present' ? 'absent' : 'present' } : each)),
});

export const addLab = (entry: Entry, lab: EnteredLab): Entry =>
  entry.labs.some((each) => each.test === lab.test) ? entry : { ...entry, labs: [...entry.labs, lab] };

export const changeLab = (entry: Entry, test: string, change: Partial<EnteredLab>): Entry => ({
  ...entry,
  labs: entry.labs.map((each) => (each.test === test ? { ...each, ...change } : each)),
});

export const removeLab = (entry: Entry, test: string): Entry => ({ ...entry, labs: entry.labs.filter((each) => each.test !== test) });

/** Accept or reject; the same decision again takes it back. */
export function decide(decisions: Edits['decisions'], lesionId: string, decision: Decision): Edits['decisions'] {
  const { [lesionId]: before, ...others } = decisions;
  return before === decision ? others : { ...others, [lesionId]: decision };
}

/** The entry as a case file of docs/contract.md (JSON is YAML). Fields left empty are not written: unknown is not absent. */
export function caseFileText(entry: Entry): string {
  const age = entry.ageYears.trim();
  const patient = { ...(age ? { age: /[a-z]/i.test(age) ? age : `${age} y` } : {}), ...(entry.sex ? { sex: entry.sex } : {}) };
  const of = (kind: EnteredItem['kind']): object[] =>
    entry.items
      .filter((each) => each.kind === kind && each.state !== 'unknown')
      .map((each) =>
        kind === 'finding' && each.probability !== undefined
          ? { [kind]: each.id, probability: each.probability }
          : { [kind]: each.id, state: each.state },
      );
  const labs = entry.labs.filter(isComplete).map((lab) => {
    const value = lab.value.trim().replace(',', '.');
    const number = value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
    return {
      test: lab.test,
      ...(value !== '' ? { value: number, ...(lab.unit ? { unit: lab.unit } : {}) } : {}),
      ...(lab.flag ? { flag: lab.flag } : {}),
    };
  });
  const file = {
    ...(Object.keys(patient).length ? { patient } : {}),
    ...(entry.setting ? { setting: entry.setting } : {}),
    ...(of('finding').length ? { findings: of('finding') } : {}),
    ...(of('condition').length ? { conditions: of('condition') } : {}),
    ...(labs.length ? { labs } : {}),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
