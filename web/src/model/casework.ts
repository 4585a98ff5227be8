import { EMPTY_ENTRY, type Entry } from './entry.ts';
import { amend, type History, redo, remember, startHistory, undo } from './history.ts';

/** What the reader thought before the ranking was shown. */
export interface ReaderAnswer {
  readonly mechanism: string;
  /** Id of the cause, or null when it was named in own words or not at all. */
  readonly diagnosis: string | null;
  readonly words: string;
  readonly confidence: '' | 'low' | 'moderate' | 'high';
  /** ISO 8601. */
  readonly at: string;
}

/** A case without images as it stands in the page. */
export interface CaseWork {
  readonly history: History<Entry>;
  readonly typingIn: string | null;
  readonly hidden: boolean;
  readonly answer: ReaderAnswer | null;
}

export type CaseAction =
  | { readonly kind: 'enter'; readonly entry: Entry; readonly typingIn?: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'hide'; readonly hidden: boolean }
  | { readonly kind: 'answer'; readonly answer: ReaderAnswer }
  | { readonly kind: 'clear'; readonly hidden: boolean };

export const startCase = (entry: Entry, hidden: boolean): CaseWork => ({
  history: startHistory(entry),
  typingIn: null,
  hidden,
  answer: null,
});

export function reduceCase(work: CaseWork, action: CaseAction): CaseWork {
  switch (action.kind) {
    case 'enter': {
      // letters after the first in one field belong to the step that the first began
      const same = action.typingIn !== undefined && action.typingIn === work.typingIn;
      const history = same ? amend(work.history, action.entry) : remember(work.history, action.entry);
      return { ...work, history, typingIn: action.typingIn ?? null };
    }
    case 'undo':
      return { ...work, history: undo(work.history), typingIn: null };
    case 'redo':
      return { ...work, history: redo(work.history), typingIn: null };
    case 'hide':
      return { ...work, hidden: action.hidden };
    case 'answer':
      return { ...work, answer: action.answer, hidden: false };
    case 'clear':
      return { ...work, history: remember(work.history, EMPTY_ENTRY), typingIn: null, answer: null, hidden: action.hidden };
  }
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' &&
  value !== null &&
  'ageYears' in value &&
  typeof value.ageYears === 'string' &&
  'items' in value &&
  Array.isArray(value.items) &&
  'labs' in value &&
  Array.isArray(value.labs);

/** The entry that was being worked on, from storage; an unreadable one is none. */
export function entryFrom(stored: string | null): Entry {
  if (stored === null) return EMPTY_ENTRY;
  try {
    const value: unknown = JSON.parse(stored);
    return isEntry(value) ? value : EMPTY_ENTRY;
  } catch {
    return EMPTY_ENTRY;
  }
}
