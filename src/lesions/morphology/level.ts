import type { Patch } from '../patch/index.ts';

/** Signs of calcium that has settled in fluid: a flat, horizontal upper face with fluid above. */
export interface LevelMeasures {
  /** Standard deviation of the upper face's height after a tilt-free fit, mm. */
  readonly roughnessMm: number;
  /** The same of the lower face; a level is flat above and round below. */
  readonly belowMm: number;
  /** Share of the columns whose upper face lies within one voxel of the plane. */
  readonly flatShare: number;
  /** Mean HU just above the face. */
  readonly aboveHu: number;
  readonly columns: number;
}

/** Columns along the anterior-posterior axis; `down` is +1 when posterior is dependent (supine). */
export function measureLevel(values: Float32Array, options: { patch: Patch; half: Uint8Array; down: 1 | -1 }): LevelMeasures | null {
  const { patch, half, down } = options;
  const [nx, ny, nz] = patch.size;
  const dy = patch.spacingMm[1];
  const tops: number[] = [];
  const bottoms: number[] = [];
  let above = 0;
  let aboveCount = 0;
  for (let k = 0; k < nz; k++)
    for (let i = 0; i < nx; i++) {
      let top = -1;
      let bottom = -1;
      for (let step = 0; step < ny; step++) {
        const j = down === 1 ? step : ny - 1 - step;
        if (half[i + nx * (j + ny * k)] === 0) continue;
        if (top < 0) top = j;
        bottom = j;
      }
      if (top < 0) continue;
      tops.push(top * dy * down);
      bottoms.push(bottom * dy * down);
      for (let step = 3; step <= 4; step++) {
        const j = top - down * step;
        if (j < 0 || j >= ny) continue;
        above += values[i + nx * (j + ny * k)];
        aboveCount++;
      }
    }
  if (tops.length < 12) return null;
  const middle = [...tops].sort((a, b) => a - b)[tops.length >> 1];
  const flat = tops.filter((top) => Math.abs(top - middle) <= 1.01 * dy).length / tops.length;
  return {
    roughnessMm: deviation(tops),
    belowMm: deviation(bottoms),
    flatShare: flat,
    aboveHu: aboveCount > 0 ? above / aboveCount : 0,
    columns: tops.length,
  };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}
