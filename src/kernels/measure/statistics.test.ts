import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { randomMask, randomVoxels } from '../proof/brute.ts';
import { labelComponents, voxelsOf } from '../runs/index.ts';
import { componentStatistics } from './index.ts';

describe('component statistics', () => {
  it('sums, squares and bounds the values of each component', () => {
    const size: Vector3 = [40, 9, 7];
    const voxels = randomVoxels({ size, seed: 3, low: -32768, high: 32767 });
    const components = labelComponents(randomMask({ size, seed: 4, fill: 0.2 }), { connectivity: 6 });
    const found = componentStatistics(voxels, components);
    expect(components.count).toBeGreaterThan(50);
    for (let component = 0; component < components.count; component++) {
      const values = Array.from(voxelsOf(components, component), (offset) => voxels[offset]);
      expect(found.sum[component]).toBe(values.reduce((sum, value) => sum + value, 0));
      expect(found.sumOfSquares[component]).toBe(values.reduce((sum, value) => sum + value * value, 0));
      expect(found.minimum[component]).toBe(Math.min(...values));
      expect(found.maximum[component]).toBe(Math.max(...values));
    }
  });
});
