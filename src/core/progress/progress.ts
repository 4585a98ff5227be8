/** Progress of one stage; anything that may take over a second reports it. `fraction` 0..1 within the stage. */
export interface ProgressEvent {
  readonly stage: string;
  readonly fraction: number;
  readonly note?: string;
}
export type Progress = (event: ProgressEvent) => void;

/** What a long call may be given: where to report, and how to be stopped. */
export interface RunOptions {
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export const quiet: Progress = () => {};

/** Lets other work (a cancel button, a progress line) run between two stages. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** @throws the signal's reason when it was aborted. */
export const checkAborted = (signal: AbortSignal | undefined): void => signal?.throwIfAborted();
