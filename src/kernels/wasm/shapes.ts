import { checkBands } from '../separable/index.ts';
import { deconvolve, withShapeModel } from '../shape/index.ts';
import type { DeconvolveInput, ShapeInput, ShapeModel } from '../types.ts';
import type { Engine } from './engine.ts';
import { withBlocks } from './memory.ts';
import { placeBands } from './separables.ts';

type Take = (bytes: number) => number;
/** Arrays of cells are rounded up to vectors of four. */
const whole = (length: number): number => Math.ceil(length / 4) * 4;
/** A field this low draws nothing at any level. */
const NEVER = -1e30;

function cellsIn(engine: Engine, values: Float32Array, options: { beyond: number; take: Take }): number {
  const address = options.take(4 * whole(values.length));
  const view = engine.memory.f32(address, whole(values.length));
  view.set(values);
  view.fill(options.beyond, values.length);
  return address;
}

function voxelsIn(engine: Engine, values: Float32Array | Uint8Array, take: Take): number {
  const address = take(values.byteLength);
  engine.memory.u8(address, values.byteLength).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return address;
}

export function withFastShape<T>(engine: Engine, input: ShapeInput, use: (model: ShapeModel) => T): T {
  checkBands(input.field, input.bands);
  const cells = input.field.length;
  const voxels = input.contrast.length;
  return withBlocks(
    engine.memory,
    (take) => {
      const field = cellsIn(engine, input.field, { beyond: NEVER, take });
      const slope = cellsIn(engine, input.slope, { beyond: 1, take });
      const contrast = voxelsIn(engine, input.contrast, take);
      const region = voxelsIn(engine, input.region, take);
      const occupancy = take(4 * whole(cells));
      const seen = take(4 * voxels);
      const sums = take(16);
      const bands = placeBands(engine, input.bands, take);
      const result = engine.memory.f64(sums, 2);
      return use({
        score(level) {
          engine.note('shape');
          const drawn = engine.exports.drawShape(field, slope, level, occupancy, whole(cells));
          bands.apply(occupancy, seen);
          engine.exports.scoreShape(seen, contrast, region, voxels, sums);
          return { cells: drawn, product: result[0], power: result[1] };
        },
        occupancy: () => engine.memory.f32(occupancy, cells).slice(),
      });
    },
    () => withShapeModel(input, use),
  );
}

export function fastDeconvolve(engine: Engine, input: DeconvolveInput): Float32Array {
  checkBands(input.start, input.forward);
  const cells = input.start.length;
  const voxels = input.contrast.length;
  const floor = Math.fround(input.floor);
  return withBlocks(
    engine.memory,
    (take) => {
      engine.note('deconvolve');
      const estimate = cellsIn(
        engine,
        input.start.map((value) => Math.max(value, floor)),
        { beyond: 0, take },
      );
      const contrast = voxelsIn(engine, input.contrast, take);
      const region = voxelsIn(engine, input.region, take);
      const [norm, back] = [take(4 * whole(cells)), take(4 * whole(cells))];
      const [seen, ratio] = [voxelsIn(engine, Float32Array.from(input.region), take), take(4 * voxels)];
      const forward = placeBands(engine, input.forward, take);
      const backward = placeBands(engine, input.backward, take);
      backward.apply(seen, norm);
      engine.memory.f32(norm, whole(cells)).fill(0, cells);
      for (let turn = 0; turn < input.iterations; turn++) {
        forward.apply(estimate, seen);
        engine.exports.ratioOf(contrast, seen, region, ratio, voxels, floor);
        backward.apply(ratio, back);
        engine.exports.raiseEstimate(estimate, back, norm, whole(cells), floor);
      }
      return engine.memory.f32(estimate, cells).slice();
    },
    () => deconvolve(input),
  );
}
