import { type DistanceOptions, type DistancePlan, distanceField, planDistance } from '../distance/index.ts';
import type { BitMask, DistanceField } from '../types.ts';
import { MOST_ROWS } from './balls.ts';
import type { Engine } from './engine.ts';
import { withBlocks } from './memory.ts';

/** Lanes that the sweeps take at once, and the bytes of one place of a line. */
const LANES = 8;
const PLACE_BYTES = 4 * LANES;

/** The rows and slices of a mask that can matter, one slice after another. */
function windowIn(engine: Engine, mask: BitMask, plan: DistancePlan, take: (bytes: number) => number): number {
  const { rows, slices } = plan;
  const sliceWords = (rows.high - rows.low + 1) * mask.wordsPerRow;
  const address = take(4 * sliceWords * (slices.high - slices.low + 1));
  const target = engine.memory.u32(address, sliceWords * (slices.high - slices.low + 1));
  for (let k = slices.low; k <= slices.high; k++) {
    const from = (rows.low + mask.size[1] * k) * mask.wordsPerRow;
    target.set(mask.words.subarray(from, from + sliceWords), (k - slices.low) * sliceWords);
  }
  return address;
}

function tableIn(engine: Engine, table: Float32Array, take: (bytes: number) => number): number {
  const address = take(table.byteLength);
  engine.memory.f32(address, table.length).set(table);
  return address;
}

/** Samples out of planes whose rows are padded to whole vectors. */
function samplesOut(engine: Engine, plan: DistancePlan, stack: { address: number; padded: number }): Float32Array {
  const [bx, by, bz] = plan.size;
  const source = engine.memory.f32(stack.address, stack.padded * by * bz);
  if (stack.padded === bx) return source.slice();
  const mm = new Float32Array(bx * by * bz);
  for (let row = 0; row < by * bz; row++) mm.set(source.subarray(row * stack.padded, row * stack.padded + bx), row * bx);
  return mm;
}

/** Peak: one float32 per sample of a slice (rows padded to 8) and full-resolution slice of the box grown by the cap. */
export function fastDistance(engine: Engine, mask: BitMask, options: DistanceOptions): DistanceField {
  const plan = planDistance(mask, options);
  const [bx, by, bz] = plan.size;
  const [nx] = mask.size;
  const height = plan.rows.high - plan.rows.low + 1;
  const depth = plan.slices.high - plan.slices.low + 1;
  if (height > MOST_ROWS || depth > MOST_ROWS) return distanceField(mask, options);
  const padded = Math.ceil(bx / LANES) * LANES;
  return withBlocks(
    engine.memory,
    (take) => {
      const words = windowIn(engine, mask, plan, take);
      const squares = plan.squares.map((table, axis) =>
        tableIn(engine, axis === 0 ? table.map((value) => Math.min(value, plan.capSquared)) : table, take),
      );
      const stack = take(padded * by * depth * 4);
      const planeScratch = padded * height * 4 + height * PLACE_BYTES;
      const share = engine.share(depth, 1);
      const place = [plan.box.low[0], plan.step, bx, padded, 0, height, 0, depth, plan.box.low[1] - plan.rows.low, by];
      engine.run('distancePlanes', {
        args: [
          ...[words, mask.wordsPerRow, nx, height, ...place, squares[0], squares[1], 0, stack],
          ...[take(planeScratch * engine.threads), planeScratch, share],
        ],
        floats: { 16: plan.capSquared },
        chunks: Math.ceil(depth / share),
      });
      const lineBytes = depth * PLACE_BYTES;
      engine.run('distanceColumns', {
        args: [
          ...[stack, padded, by, depth, plan.box.low[2] - plan.slices.low, plan.step, bz, squares[2], 0, 0],
          ...[take(lineBytes * engine.threads), lineBytes],
        ],
        floats: { 8: plan.capSquared, 9: plan.capMm },
        chunks: by,
      });
      return { box: plan.box, step: plan.step, size: plan.size, mm: samplesOut(engine, plan, { address: stack, padded }) };
    },
    () => distanceField(mask, options),
  );
}
