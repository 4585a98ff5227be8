import { describe, expect, it } from 'vitest';
import type { Compartment, Distribution, Region, Side, Vector3 } from '../../core/index.ts';
import { likeliest } from '../../core/index.ts';
import { findingsOf } from '../evidence/index.ts';
import type { Lesion } from '../types.ts';
import { namePattern } from './index.ts';

interface Made {
  readonly compartment: Distribution<Compartment>;
  readonly region: Region;
  readonly side: Side;
  readonly at: Vector3;
  readonly lengthMm?: number;
}

const lesion = (made: Made, n: number): Lesion => ({
  id: `L${n + 1}`,
  number: n + 1,
  centroidMm: made.at,
  boundingBoxMm: [made.at, made.at],
  volumeMm3: 50,
  volumeIntervalMm3: [45, 55],
  thresholdVolumeMm3: 60,
  massMg: 20,
  agatston: 10,
  meanHu: 400,
  maxHu: 700,
  longestDiameterMm: made.lengthMm ?? 5,
  surfaceMm2: 70,
  depthFromSkinMm: 8,
  distanceToBoneMm: 20,
  distanceToJointMm: null,
  compartment: likeliest(made.compartment),
  compartmentProbability: made.compartment,
  surroundings: {
    depthFromSkinMm: 8,
    distanceToBoneMm: 20,
    distanceToJointMm: null,
    distanceToArteryMm: null,
    distanceToFasciaMm: 5,
    tissueShare: {},
  },
  region: made.region,
  side: made.side,
  morphology: 'nodular',
  morphologyProbability: { nodular: 0.9, lobulated: 0.1 },
  morphologyMeasures: {},
  mineral: 'calcification',
  mineralProbability: { calcification: 0.9, ossification: 0.1 },
  expected: null,
  voxels: Int32Array.of(n),
});

const verdictOf = (made: readonly Made[]) => {
  const lesions = made.map(lesion);
  const verdict = namePattern(lesions);
  return { verdict, pattern: likeliest(verdict.probability), findings: findingsOf(lesions, verdict).map((each) => each.finding) };
};

const nodule = (region: Region, side: Side, at: Vector3): Made => ({ compartment: { subcutaneous: 0.9, fascia: 0.1 }, region, side, at });
const deep = (region: Region, side: Side, at: Vector3): Made => ({ compartment: { muscle: 0.7, fascia: 0.3 }, region, side, at });

describe('pattern from counts', () => {
  it('is circumscripta for a few nodules of skin and fat in one place', () => {
    const { verdict, pattern, findings } = verdictOf([
      nodule('buttock', 'left', [80, 60, 0]),
      nodule('buttock', 'left', [90, 60, 10]),
      nodule('buttock', 'left', [85, 66, 20]),
    ]);
    expect(pattern).toBe('circumscripta');
    expect(verdict.extent).toBe('localized');
    expect(findings).toEqual(expect.arrayContaining(['compartment-subcutaneous', 'dist-circumscripta', 'dist-localized', 'site-buttock']));
    expect(findings).not.toContain('compartment-muscle');
  });

  it('stays circumscripta, regional, when the regions run into each other', () => {
    const { verdict, pattern } = verdictOf([
      nodule('buttock', 'left', [80, 60, 0]),
      nodule('buttock', 'right', [-80, 60, 0]),
      nodule('hip', 'left', [170, 20, 10]),
      nodule('pelvis', 'left', [120, 50, 40]),
    ]);
    expect(pattern).toBe('circumscripta');
    expect(verdict.extent).toBe('regional');
  });

  it('is universalis when skin or fat and muscle are affected over three regions', () => {
    const { verdict, pattern, findings } = verdictOf([
      nodule('buttock', 'left', [80, 60, 0]),
      nodule('thigh', 'right', [-90, 40, -200]),
      nodule('abdominal-wall', 'left', [70, -60, 150]),
      deep('thigh', 'left', [90, 20, -220]),
      deep('buttock', 'right', [-70, 50, 10]),
      deep('abdominal-wall', 'right', [-60, -50, 140]),
    ]);
    expect(pattern).toBe('universalis');
    expect(verdict.extent).toBe('widespread');
    expect(findings).toEqual(expect.arrayContaining(['compartment-subcutaneous', 'compartment-muscle', 'dist-universalis']));
  });

  it('is tumoral for a periarticular mass, and periarticular without the mass', () => {
    const about = (lengthMm: number): Made => ({
      compartment: { periarticular: 0.9, muscle: 0.1 },
      region: 'hip',
      side: 'left',
      at: [100, 0, 0],
      lengthMm,
    });
    expect(verdictOf([about(45)]).pattern).toBe('tumoral');
    expect(verdictOf([about(6)]).pattern).toBe('periarticular');
  });

  it('is vascular for arterial walls, and prints the counts of every rule', () => {
    const { verdict, pattern } = verdictOf([
      { compartment: { artery: 0.9, viscera: 0.1 }, region: 'abdomen', side: 'midline', at: [0, 0, 0] },
      { compartment: { artery: 0.8, viscera: 0.2 }, region: 'pelvis', side: 'left', at: [20, 0, -90] },
    ]);
    expect(pattern).toBe('vascular');
    for (const rule of verdict.rules) expect(Object.keys(rule.counts).length).toBeGreaterThan(0);
  });
});
