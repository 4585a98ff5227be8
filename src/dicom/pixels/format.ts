import type { PixelFormat } from '../instance/index.ts';

/** Rows and Columns are US (PS3.3 C.7.6.3.1); a larger number is a lie told through another VR. */
const MOST_SIDE = 65535;
/** 1 is for masks (Segmentation Storage). */
const ALLOCATIONS = new Set([1, 8, 16, 32]);
/** Largest frame that is decoded: a 16-bit radiograph of 8192 x 8192 is a quarter of it. */
const MOST_FRAME_BYTES = 512 * 2 ** 20;

/** Bytes of one uncompressed frame; a fraction for 1-bit frames, which follow one another without a gap (PS3.5 8.1.1). Every factor has passed {@link formatProblem}, so the product is exact. */
export const frameBytes = (format: PixelFormat): number =>
  (format.rows * format.columns * format.samplesPerPixel * format.bitsAllocated) / 8;

/** Why samples stored so cannot be read; null when they can. */
export function formatProblem(format: PixelFormat): string | null {
  const whole = [format.rows, format.columns, format.samplesPerPixel, format.bitsAllocated, format.bitsStored, format.highBit];
  if (!whole.every((value) => Number.isInteger(value) && value >= 0)) return 'an image description that is no whole number';
  if (format.rows < 1 || format.columns < 1 || format.rows > MOST_SIDE || format.columns > MOST_SIDE)
    return `${format.columns}x${format.rows} pixels`;
  if (format.samplesPerPixel !== 1 && format.samplesPerPixel !== 3 && format.samplesPerPixel !== 4)
    return `${format.samplesPerPixel} samples per pixel`;
  if (!ALLOCATIONS.has(format.bitsAllocated)) return `${format.bitsAllocated} bits allocated`;
  if (format.bitsStored < 1 || format.bitsStored > format.bitsAllocated)
    return `${format.bitsStored} bits stored in ${format.bitsAllocated}`;
  if (format.highBit < format.bitsStored - 1 || format.highBit >= format.bitsAllocated)
    return `high bit ${format.highBit} with ${format.bitsStored} bits stored`;
  return frameBytes(format) > MOST_FRAME_BYTES ? `${frameBytes(format)} bytes a frame` : null;
}
