import { describe, expect, it } from 'vitest';
import { voxelsOfMask } from '../../kernels/index.ts';
import { ballOnShaft, RIDGE, scanOfShaft, sharesOfCut } from '../testing/shaft.ts';
import { bumps } from './bump.ts';

describe('small deposits on a smooth bone', () => {
  it.each([
    [1, 1100],
    [1.4, 800],
    [2, 600],
  ])('a ball of radius %s mm and %s HU is cut from the shaft, which keeps its cortex', (radius, depositHu) => {
    const deposit = ballOnShaft(radius);
    const cut = bumps(scanOfShaft(deposit, depositHu));
    expect(cut).not.toBeNull();
    if (cut === null) return;
    const { taken, cortex } = sharesOfCut([...voxelsOfMask(cut)], deposit);
    expect(taken).toBeGreaterThan(0.75);
    expect(cortex).toBeLessThan(0.06);
  });

  it('a shaft alone, and a ridge of cortex along it, stay bone', () => {
    expect(bumps(scanOfShaft(null, 0))).toBeNull();
    expect(bumps(scanOfShaft(RIDGE, 1200))).toBeNull();
  });

  it('nothing is cut where there is no bone', () => {
    const scan = scanOfShaft(null, 0);
    expect(bumps({ ...scan, bone: scan.kernels.emptyMask(scan.size) })).toBeNull();
  });

  it('nothing is cut where voxels are too large to show the ball', () => {
    expect(bumps({ ...scanOfShaft(ballOnShaft(1.4), 800), spacingMm: [0.8, 0.8, 2.5] })).toBeNull();
  });
});
