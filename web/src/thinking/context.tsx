import { createContext } from 'react';
import type { ReaderAnswer } from '../model/casework.ts';
import type { Base } from './question.ts';

/** What the page's questions are about; a group's id is added by the part that asks. Null: nothing can be tried out. */
export const BaseContext = createContext<Omit<Base, 'groupId'> | null>(null);

/** The reader's own answer, given before the ranking was shown. */
export interface ReaderDesk {
  readonly answer: ReaderAnswer | null;
  /** Keeps the answer and shows the ranking. */
  readonly record: (answer: ReaderAnswer) => void;
}
export const ReaderContext = createContext<ReaderDesk>({ answer: null, record: () => {} });
