import type { Vector3 } from '../../core/index.ts';
import { type Ball, closeMask, createBall, dilateMask, erodeMask, openMask } from '../ball/index.ts';
import { tailBits } from '../mask/index.ts';
import type { BitMask } from '../types.ts';
import type { Engine } from './engine.ts';
import { maskIn, maskOut } from './masks.ts';
import { withBlocks } from './memory.ts';

export type BallOptions = { radiusMm: number; spacingMm: Vector3 };
type Pass = 'dilate' | 'erode';

const PLAIN = { dilate: dilateMask, erode: erodeMask, close: closeMask, open: openMask };
const PASSES: Readonly<Record<keyof typeof PLAIN, readonly Pass[]>> = {
  dilate: ['dilate'],
  erode: ['erode'],
  close: ['dilate', 'erode'],
  open: ['erode', 'dilate'],
};
/** Occupied rows are kept as two 16-bit numbers, the upper one signed. */
export const MOST_ROWS = 32767;
/** Lead and trail of a widened slice, bytes: room for its guard words. */
const GUARD_BYTES = 16;

/** The ball's tables in memory: per slice its half-height and first entry; per entry where its widened row lies. */
function ballIn(
  engine: Engine,
  shape: { ball: Ball; widths: number; rowBytes: number; widenedBytes: number },
  take: (bytes: number) => number,
) {
  const { ball, widths, rowBytes, widenedBytes } = shape;
  const reach = ball.reach[2];
  const slices = take((2 * reach + 1) * 8);
  const offsets = take(ball.rows.length * 4);
  const sliceTable = engine.memory.i32(slices, 2 * (2 * reach + 1));
  const offsetTable = engine.memory.i32(offsets, ball.rows.length);
  ball.rows.forEach(({ dy, dz, width }, entry) => {
    if (entry === 0 || ball.rows[entry - 1].dz !== dz) sliceTable.set([-dy, entry], 2 * (dz + reach));
    offsetTable[entry] = Math.min(width, widths - 1) * widenedBytes - dy * rowBytes;
  });
  return { slices, offsets };
}

export function fastBall(engine: Engine, name: keyof typeof PLAIN, mask: BitMask, options: BallOptions): BitMask {
  const [nx, ny, nz] = mask.size;
  const ball = createBall({ ...options, size: mask.size });
  if (ny > MOST_ROWS || mask.words.length === 0) return PLAIN[name](mask, options);
  const wpr = mask.wordsPerRow;
  const widths = Math.min(ball.reach[0], nx - 1) + 1;
  const rowBytes = (wpr + 1) * 4;
  const widenedBytes = rowBytes * ny + GUARD_BYTES;
  const scratchBytes = Math.ceil((widths * widenedBytes + 2 * GUARD_BYTES) / 64) * 64;
  return withBlocks(
    engine.memory,
    (take) => {
      let source = maskIn(engine, mask, take);
      let destination = take(mask.words.byteLength);
      const scratch = take(scratchBytes * engine.threads);
      engine.memory.u8(scratch, scratchBytes * engine.threads).fill(0);
      const { slices, offsets } = ballIn(engine, { ball, widths, rowBytes, widenedBytes }, take);
      const chunk = engine.share(nz, 2 * ball.reach[2] + 1);
      for (const pass of PASSES[name]) {
        const complement = pass === 'erode' ? 1 : 0;
        const shape = [ny, nz, wpr, tailBits(nx), widths, ball.reach[2], slices, offsets, chunk, complement, complement];
        engine.run('dilate', { args: [source, destination, scratch, scratchBytes, ...shape], chunks: Math.ceil(nz / chunk) });
        [source, destination] = [destination, source];
      }
      return maskOut(engine, mask, source);
    },
    () => PLAIN[name](mask, options),
  );
}
