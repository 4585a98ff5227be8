import type { AnalyzeEvent, AnalyzeRequest, ReasonAnswer, ReasonRequest } from './messages.ts';

/** The worker that ranks. Every question is answered, in order. */
export interface Reasoner {
  ask(request: ReasonRequest): Promise<ReasonAnswer>;
  close(): void;
}

export function startReasoner(): Reasoner {
  const worker = new Worker(new URL('./reason.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (answer: ReasonAnswer) => void>();
  let ticket = 0;
  worker.onmessage = (message: MessageEvent<{ ticket: number; answer: ReasonAnswer }>) => {
    waiting.get(message.data.ticket)?.(message.data.answer);
    waiting.delete(message.data.ticket);
  };
  worker.onerror = (event) => {
    for (const settle of waiting.values())
      settle({ kind: 'failed', message: event.message || 'the reasoning worker could not be started' });
    waiting.clear();
  };
  return {
    ask: (request) =>
      new Promise((resolve) => {
        ticket++;
        waiting.set(ticket, resolve);
        worker.postMessage({ ticket, request });
      }),
    close: () => worker.terminate(),
  };
}

/** One run of the pipeline in a worker of its own. */
export interface Run {
  /** Asks it to stop; a stage that does not listen within the grace is ended with its worker. */
  cancel(): void;
}

const GRACE_MS = 1500;

export function startRun(request: Extract<AnalyzeRequest, { kind: 'analyze' }>, tell: (event: AnalyzeEvent) => void): Run {
  const worker = new Worker(new URL('./analyze.worker.ts', import.meta.url), { type: 'module' });
  let over = false;
  const finish = (event: AnalyzeEvent): void => {
    if (over) return;
    over = true;
    worker.terminate();
    tell(event);
  };
  worker.onmessage = (message: MessageEvent<AnalyzeEvent>) => {
    const event = message.data;
    if (event.kind === 'progress' || event.kind === 'volume') tell(event);
    else finish(event);
  };
  worker.onerror = (event) => finish({ kind: 'failed', message: event.message || 'the analysis worker could not be started' });
  worker.postMessage(request);
  return {
    cancel: () => {
      worker.postMessage({ kind: 'cancel' } satisfies AnalyzeRequest);
      setTimeout(() => finish({ kind: 'cancelled' }), GRACE_MS);
    },
  };
}
