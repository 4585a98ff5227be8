import type { LesionEdit, LesionShape } from '../../../src/lesions/index.ts';
import type { DemoName } from '../model/demos.ts';
import type {
  AnalyzeEvent,
  AnalyzeRequest,
  DroppedFile,
  EditAnswer,
  ObjectsAnswer,
  ObjectsRequest,
  ReasonAnswer,
  ReasonRequest,
} from './messages.ts';

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

/** A scan in a worker of its own: analysed there, or taken up; edits are measured there for as long as it is open. */
export interface Scan {
  /** Asks a run to stop; a stage that does not listen within the grace is ended with its worker. */
  cancel(): void;
  /** @throws Error in words when the worker is gone or failed. */
  edit(shapes: readonly LesionShape[], edit: LesionEdit): Promise<EditAnswer>;
  /** @throws Error in words, as {@link edit}. */
  objects(request: ObjectsRequest): Promise<ObjectsAnswer>;
  close(): void;
}

const GRACE_MS = 1500;

type Question = Omit<Extract<AnalyzeRequest, { kind: 'edit' }>, 'ticket'> | Omit<Extract<AnalyzeRequest, { kind: 'objects' }>, 'ticket'>;
type Beginning = Extract<AnalyzeRequest, { kind: 'analyze' | 'adopt' }>;

export function openScan(request: Beginning, tell: (event: AnalyzeEvent) => void): Scan {
  const worker = new Worker(new URL('./analyze.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (answer: EditAnswer | ObjectsAnswer) => void; reject: (cause: Error) => void }>();
  let ticket = 0;
  let over = false;
  const finish = (event: AnalyzeEvent): void => {
    if (over) return;
    over = true;
    worker.terminate();
    for (const each of waiting.values()) each.reject(new Error(event.kind === 'failed' ? event.message : 'the scan was closed'));
    waiting.clear();
    tell(event);
  };
  worker.onmessage = ({ data }: MessageEvent<AnalyzeEvent>) => {
    if (data.kind === 'edited' || data.kind === 'objects') {
      waiting.get(data.ticket)?.resolve(data);
      waiting.delete(data.ticket);
    } else if (data.kind === 'cancelled' || data.kind === 'failed' || (data.kind === 'done' && !data.analysis)) finish(data);
    else if (!over) tell(data);
  };
  worker.onerror = (event) => finish({ kind: 'failed', message: event.message || 'the analysis worker could not be started' });
  worker.postMessage(request);
  /** Each kind of question has its own kind of answer, under the question's ticket. */
  const ask = (question: Question): Promise<EditAnswer | ObjectsAnswer> =>
    new Promise((resolve, reject) => {
      if (over) return reject(new Error('the scan is no longer open'));
      ticket++;
      waiting.set(ticket, { resolve, reject });
      worker.postMessage({ ...question, ticket } satisfies AnalyzeRequest);
    });
  return {
    cancel: () => {
      worker.postMessage({ kind: 'cancel' } satisfies AnalyzeRequest);
      setTimeout(() => finish({ kind: 'cancelled' }), GRACE_MS);
    },
    edit: async (shapes, edit) => (await ask({ kind: 'edit', shapes, edit })) as EditAnswer,
    objects: async (request) => (await ask({ kind: 'objects', ...request })) as ObjectsAnswer,
    close: () => {
      over = true;
      worker.terminate();
      for (const each of waiting.values()) each.reject(new Error('the scan was closed'));
      waiting.clear();
    },
  };
}

/** A demo study as files, made in a worker of its own. */
export function makeDemo(name: DemoName): Promise<readonly DroppedFile[]> {
  const worker = new Worker(new URL('./demo.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<readonly { path: string; bytes: Uint8Array<ArrayBuffer> }[]>) => {
      worker.terminate();
      resolve(data.map(({ path, bytes }) => ({ path, file: new File([bytes], path.split('/').at(-1) ?? path) })));
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(new Error(event.message || 'the demo could not be made'));
    };
    worker.postMessage({ name });
  });
}
