/** Undo and redo over immutable states. The past is kept whole: edits are small. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** A new state; what had been undone is given up. An equal state is no step. */
export const remember = <T>(history: History<T>, next: T): History<T> =>
  next === history.present ? history : { past: [...history.past, history.present], present: next, future: [] };

/** A new state that takes the place of the present one: typing in one field is one step, not one per letter. */
export const amend = <T>(history: History<T>, next: T): History<T> => ({ ...history, present: next, future: [] });

export function undo<T>(history: History<T>): History<T> {
  if (!history.past.length) return history;
  return { past: history.past.slice(0, -1), present: history.past[history.past.length - 1], future: [history.present, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
  if (!history.future.length) return history;
  return { past: [...history.past, history.present], present: history.future[0], future: history.future.slice(1) };
}
