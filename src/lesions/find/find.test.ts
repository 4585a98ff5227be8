import { beforeAll, describe, expect, it } from 'vitest';
import { type Anatomy, buildAnatomy } from '../../anatomy/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { makePhantom, type Phantom } from '../../phantom/index.ts';
import { findLesions } from '../index.ts';
import type { LesionReading } from '../types.ts';

const kernels = createPlainKernels();
const person = { ageYears: 40, sex: 'female' } as const;

describe('finding lesions in a phantom with subcutaneous nodules', () => {
  let phantom: Phantom;
  let anatomy: Anatomy;
  let reading: LesionReading;
  beforeAll(async () => {
    phantom = makePhantom('circumscripta', { seed: 3, size: [192, 192, 80] });
    anatomy = await buildAnatomy(phantom.volume, kernels, {});
    reading = await findLesions(phantom.volume, anatomy, kernels, person);
  }, 60_000);

  it('finds every lesion that shines, and nothing else', () => {
    const labels = new Set(reading.lesions.flatMap((lesion) => [...lesion.voxels].map((offset) => phantom.labels[offset])));
    for (const truth of phantom.truth.lesions) if (truth.peakHu >= 200) expect(labels.has(truth.label), truth.id).toBe(true);
    const empty = reading.lesions.filter((lesion) => [...lesion.voxels].every((offset) => phantom.labels[offset] === 0));
    expect(empty.length).toBeLessThanOrEqual(1);
  });

  it('calls the pattern circumscripta, with the counts that fired the rule', () => {
    const main = reading.groups[0];
    expect(main.pattern).toBe('circumscripta');
    const rule = main.patternRules.find((each) => each.rule.startsWith('circumscripta'));
    expect(rule?.fired).toBe(true);
    expect(rule?.counts['superficial']).toBeGreaterThan(0.6 * main.lesionIds.length);
    const names = main.findings.map((each) => each.finding);
    expect(names).toContain('compartment-subcutaneous');
    expect(names).toContain('dist-circumscripta');
    expect(names.some((name) => name.startsWith('site-'))).toBe(true);
    for (const finding of main.findings) expect(finding.probability).toBeLessThanOrEqual(0.98);
  });

  it('gives the same bytes again, ascending voxels and probabilities that sum to 1', async () => {
    const again = await findLesions(phantom.volume, anatomy, kernels, person);
    expect(JSON.stringify(again)).toBe(JSON.stringify(reading));
    for (const lesion of reading.lesions) {
      expect([...lesion.voxels]).toEqual([...lesion.voxels].sort((a, b) => a - b));
      for (const distribution of [lesion.compartmentProbability, lesion.morphologyProbability, lesion.mineralProbability])
        expect(Object.values(distribution).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(lesion.volumeIntervalMm3[0]).toBeLessThanOrEqual(lesion.volumeMm3);
      expect(lesion.volumeIntervalMm3[1]).toBeGreaterThanOrEqual(lesion.volumeMm3);
    }
  });

  it('stops when asked to', async () => {
    const control = new AbortController();
    control.abort(new Error('enough'));
    await expect(findLesions(phantom.volume, anatomy, kernels, { ...person, signal: control.signal })).rejects.toThrow('enough');
  });
});
