import { createHash } from 'node:crypto';
import type { SourceFile } from '../../src/core/index.ts';
import { type Instance, loadHeader, openPixels } from '../../src/dicom/index.ts';

/** What Calcimap makes of a file. */
export interface Outcome {
  readonly path: string;
  readonly kind: 'pixels' | 'refused' | 'no image' | 'not DICOM';
  readonly syntax: string;
  readonly format: string;
  /** SHA-256 of the stored values as little endian int32; of pixels only. */
  readonly sha256: string | null;
  /** Issue code and words, of a refusal. */
  readonly code: string | null;
  readonly received: string | null;
}

/** Stored values of one frame: bits above HighBit cut away, sign extended. */
function storedValues(bytes: Uint8Array, instance: Instance): Int32Array {
  const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored, highBit, signed } = instance.format!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: rows * columns * samplesPerPixel }, (_, at) => {
    const word = bitsAllocated <= 8 ? bytes[at] : bitsAllocated === 16 ? view.getUint16(2 * at, true) : view.getUint32(4 * at, true);
    const stored = bitsStored === 32 ? word : (word >>> (highBit + 1 - bitsStored)) & (2 ** bitsStored - 1);
    return signed && stored >= 2 ** (bitsStored - 1) ? stored - 2 ** bitsStored : stored;
  });
}

const words = ({ format }: Instance): string =>
  format
    ? `${format.columns}x${format.rows}${format.frames > 1 ? `x${format.frames}` : ''}, ${format.bitsStored}/${format.bitsAllocated} bit${format.signed ? ' signed' : ''}, ${format.photometric}`
    : '';

export async function outcomeOf(file: SourceFile): Promise<Outcome> {
  const { instance, issues } = await loadHeader(file);
  const none = { path: file.path, syntax: instance?.syntax.name ?? '', format: '', sha256: null, code: null, received: null };
  if (!instance) return { ...none, kind: 'not DICOM' };
  if (!instance.format || !instance.pixels) {
    const [broken] = issues;
    return broken && instance.format
      ? { ...none, kind: 'refused', format: words(instance), code: broken.code, received: broken.received }
      : { ...none, kind: 'no image', format: instance.modality };
  }
  const pixels = openPixels(file, instance);
  const hash = createHash('sha256');
  for (let frame = 0; frame < instance.format.frames; frame++) {
    const got = await pixels.samples(frame);
    if ('problem' in got)
      return { ...none, kind: 'refused', format: words(instance), code: got.problem.code, received: got.problem.received };
    const values = storedValues(got.bytes, instance);
    hash.update(new Uint8Array(values.buffer));
  }
  return { ...none, kind: 'pixels', format: words(instance), sha256: hash.digest('hex') };
}
