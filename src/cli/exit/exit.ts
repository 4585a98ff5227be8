/** Exit codes of docs/contract.md. */
export const EXIT = { done: 0, ourFault: 1, wrongUse: 2, refused: 3, nothing: 4, part: 8 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
