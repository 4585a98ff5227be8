import { type FrameProblem, loadCodecs, setCodecWasmUrl } from '../codec/index.ts';
import { decodeSlice, type SliceJob } from '../pixels/index.ts';

/** A slice that a worker decodes: into shared memory, or into an array that it sends back. */
export interface SliceTask {
  /** `out` and `offset` say where; `out` is null when memory cannot be shared, and the values come back. */
  readonly job: Omit<SliceJob, 'out'> & { readonly out: Int16Array | null };
  /** Where a page serves the codec library's WASM from. */
  readonly wasmUrl: string | null;
}

export interface SliceDone {
  readonly problem: FrameProblem | null;
  readonly values: Int16Array<ArrayBuffer> | null;
}

async function decode({ job, wasmUrl }: SliceTask): Promise<SliceDone> {
  if (wasmUrl !== null) setCodecWasmUrl(wasmUrl);
  if (job.out) return { problem: await decodeSlice({ ...job, out: job.out }), values: null };
  const values = new Int16Array(job.format.rows * job.format.columns);
  return { problem: await decodeSlice({ ...job, out: values, offset: 0 }), values };
}

/** Loads the codec library ahead of the first slice. */
export interface LoadTask {
  readonly wasmUrl: string | null;
}

async function load({ wasmUrl }: LoadTask): Promise<SliceDone> {
  if (wasmUrl !== null) setCodecWasmUrl(wasmUrl);
  await loadCodecs();
  return { problem: null, values: null };
}

/** What a worker of the pool is asked, by name. */
export type TaskMessage = { readonly id: number } & (
  | { readonly task: 'decode-slice'; readonly input: SliceTask }
  | { readonly task: 'load-codecs'; readonly input: LoadTask }
);

export type TaskAnswer = { readonly id: number; readonly value: SliceDone } | { readonly id: number; readonly failure: string };

/** Answers one message; the same in a Node worker and in a page's worker. */
export async function answer(message: TaskMessage): Promise<TaskAnswer> {
  const { id } = message;
  try {
    if (message.task === 'decode-slice') return { id, value: await decode(message.input) };
    if (message.task === 'load-codecs') return { id, value: await load(message.input) };
    return { id, failure: `no task ${(message as { task: string }).task}` };
  } catch (thrown) {
    return { id, failure: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

export const transfers = (reply: TaskAnswer): ArrayBuffer[] => ('value' in reply && reply.value.values ? [reply.value.values.buffer] : []);
