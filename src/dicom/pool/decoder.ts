import { decodeSlice, type SliceDecoder } from '../pixels/index.ts';
import type { BuildOptions } from '../volume/index.ts';
import type { SliceDone, SliceTask } from './tasks.ts';
import type { TaskPool } from './types.ts';

/** Syntaxes whose decoding is a copy: cheaper here than the way to another thread. */
const PLAIN = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99']);
/** Slices in flight per thread: one decoding, one waiting, one being read. */
const IN_FLIGHT = 3;

const isShared = (array: Int16Array): boolean => typeof SharedArrayBuffer !== 'undefined' && array.buffer instanceof SharedArrayBuffer;

/** The bytes alone in their buffer, so that they can be moved and not copied. */
const alone = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();

/**
 * Decoding on the threads of a pool, for `readInput`: workers write straight into the volume where memory can be shared,
 * and send the slice back where it cannot (a page that is not cross-origin isolated).
 */
export function pooledDecoding(
  pool: TaskPool,
  options: { wasmUrl?: string } = {},
): Pick<BuildOptions, 'decode' | 'parallel' | 'allocate' | 'prepare'> {
  const decode: SliceDecoder = async (job) => {
    if (PLAIN.has(job.syntaxUid)) return decodeSlice(job);
    const stored = alone(job.stored);
    const task: SliceTask = { job: { ...job, stored, out: isShared(job.out) ? job.out : null }, wasmUrl: options.wasmUrl ?? null };
    try {
      const { problem, values } = await pool.run<SliceTask, SliceDone>('decode-slice', task, [stored.buffer]);
      if (values && !problem) job.out.set(values, job.offset);
      return problem;
    } catch (thrown) {
      return {
        code: 'dicom-undecodable',
        received: `a frame that its decoder did not survive (${thrown instanceof Error ? thrown.message : 'no reason given'})`,
      };
    }
  };
  let prepared = false;
  const prepare = (syntaxUid: string): void => {
    if (prepared || PLAIN.has(syntaxUid)) return;
    prepared = true;
    // A thread that cannot start says so at its first slice.
    for (let thread = 0; thread < pool.threads; thread++) pool.run('load-codecs', { wasmUrl: options.wasmUrl ?? null }).catch(() => {});
  };
  const shares = typeof SharedArrayBuffer !== 'undefined';
  return {
    decode,
    prepare,
    parallel: IN_FLIGHT * pool.threads,
    allocate: (voxels) => (shares ? new Int16Array(new SharedArrayBuffer(2 * voxels)) : new Int16Array(voxels)),
  };
}
