import { readInto, type SourceFile } from '../../core/index.ts';
import type { FrameProblem } from '../codec/index.ts';
import type { Frame, Instance } from '../instance/index.ts';
import { formatProblem, frameBytes } from './format.ts';
import { type FrameTarget, writeValuesInPlace } from './values.ts';

/** Frames that lie in the file as they will lie in the volume: 16-bit words, little endian, one sample. */
export const isPlain = ({ syntax, inflated, pixels, format }: Instance): boolean =>
  pixels !== null &&
  pixels.length >= 0 &&
  !inflated &&
  syntax.codec === 'native' &&
  syntax.littleEndian &&
  format?.bitsAllocated === 16 &&
  format.samplesPerPixel === 1;

/** Reads a plain frame straight into the volume and turns its words into values there: no copy in between. */
export async function readPlain(
  file: SourceFile,
  { instance, frame }: { instance: Instance; frame: Frame },
  target: FrameTarget,
): Promise<FrameProblem | null> {
  const format = instance.format!;
  const problem = formatProblem(format);
  if (problem) return { code: 'dicom-bad-format', received: problem };
  const length = frameBytes(format);
  const start = frame.index * length;
  const { length: present, offset } = instance.pixels!;
  if (start + length > present)
    return { code: 'dicom-truncated', received: `${present} bytes of pixel data for a frame that ends at ${start + length}` };
  const bytes = new Uint8Array(target.out.buffer, target.out.byteOffset + 2 * target.offset, length);
  const got = await readInto(file, bytes, offset + start);
  if (got < length) return { code: 'dicom-truncated', received: `${got} of ${length} bytes of the frame` };
  writeValuesInPlace({ format, transform: frame.transform, padding: instance.padding }, target);
  return null;
}
