import type { FrameProblem } from '../codec/index.ts';
import type { ModalityTransform, Padding, PixelFormat } from '../instance/index.ts';
import { syntaxOf } from '../syntax/index.ts';
import { samplesOf } from './samples.ts';
import { writeValues } from './values.ts';

/** One slice to decode; plain data, so that it can go to a worker thread. */
export interface SliceJob {
  readonly stored: Uint8Array;
  readonly format: PixelFormat;
  readonly syntaxUid: string;
  readonly vr: string;
  readonly transform: ModalityTransform;
  readonly padding: Padding | null;
  /** Where the values go; on shared memory a worker writes straight into the volume. */
  readonly out: Int16Array;
  readonly offset: number;
}

/** Null when the slice was written, else what was wrong with it. */
export type SliceDecoder = (job: SliceJob) => Promise<FrameProblem | null>;

/** Decodes a slice in this thread. */
export const decodeSlice: SliceDecoder = async (job) => {
  const { format, transform, padding } = job;
  const samples = await samplesOf(job.stored, { format, syntax: syntaxOf(job.syntaxUid), vr: job.vr });
  if ('problem' in samples) return samples.problem;
  writeValues(samples.bytes, { format, transform, padding }, { out: job.out, offset: job.offset, count: format.rows * format.columns });
  return null;
};
