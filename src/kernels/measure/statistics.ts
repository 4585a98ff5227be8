import { fitsSize } from '../mask/index.ts';
import type { Components } from '../types.ts';

export interface ComponentStatistics {
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
  readonly minimum: Int16Array;
  readonly maximum: Int16Array;
}

/** Value sum, sum of squares (both exact: integers below 2^53), minimum and maximum per component. */
export function componentStatistics(voxels: Int16Array, components: Components): ComponentStatistics {
  fitsSize(voxels, components.size);
  const { count, row, start, end, label } = components;
  const nx = components.size[0];
  const sum = new Float64Array(count);
  const sumOfSquares = new Float64Array(count);
  const minimum = new Int16Array(count).fill(32767);
  const maximum = new Int16Array(count).fill(-32768);
  for (let run = 0; run < row.length; run++) {
    const last = row[run] * nx + end[run];
    let total = 0;
    let squares = 0;
    let low = 32767;
    let high = -32768;
    for (let at = row[run] * nx + start[run]; at <= last; at++) {
      const value = voxels[at];
      total += value;
      squares += value * value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const component = label[run];
    sum[component] += total;
    sumOfSquares[component] += squares;
    if (low < minimum[component]) minimum[component] = low;
    if (high > maximum[component]) maximum[component] = high;
  }
  return { sum, sumOfSquares, minimum, maximum };
}
