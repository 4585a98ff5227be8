import { describe, expect, it } from 'vitest';
import { voxelsOfMask } from '../../kernels/index.ts';
import { ballOnShaft, RIDGE, scanOfShaft, sharesOfCut } from '../testing/shaft.ts';
import { proudDeposits } from './proud.ts';

describe('deposits that lean on bone', () => {
  it.each([
    [1.6, 900],
    [2.5, 600],
    [4, 700],
  ])('a ball of radius %s mm and %s HU is cut from the shaft, which keeps its cortex', (radius, depositHu) => {
    const deposit = ballOnShaft(radius);
    const cut = proudDeposits(scanOfShaft(deposit, depositHu));
    expect(cut).not.toBeNull();
    if (cut === null) return;
    const { taken, cortex } = sharesOfCut([...voxelsOfMask(cut)], deposit);
    expect(taken).toBeGreaterThan(0.75);
    expect(cortex).toBeLessThan(0.06);
  });

  it('a shaft alone, and a ridge of cortex along it, stay bone', () => {
    expect(proudDeposits(scanOfShaft(null, 0))).toBeNull();
    expect(proudDeposits(scanOfShaft(RIDGE, 1200))).toBeNull();
  });

  it('nothing is cut where there is no bone', () => {
    const scan = scanOfShaft(null, 0);
    expect(proudDeposits({ ...scan, bone: scan.kernels.emptyMask(scan.size) })).toBeNull();
  });
});
