import { describe, expect, it } from 'vitest';
import type { Compartment, Region, Side, Vector3 } from '../../core/index.ts';
import type { Lesion, LesionGroup } from '../types.ts';
import { groupLesions } from './index.ts';

interface Made {
  readonly compartment: Compartment;
  readonly region: Region;
  readonly side?: Side;
  readonly at: Vector3;
  readonly lengthMm?: number;
  readonly expected?: Lesion['expected'];
}

const lesion = (made: Made, n: number): Lesion => {
  const half = (made.lengthMm ?? 4) / 2;
  const corner = (sign: number): Vector3 => made.at.map((mm) => mm + sign * half) as unknown as Vector3;
  return {
    id: `L${n + 1}`,
    number: n + 1,
    centroidMm: made.at,
    boundingBoxMm: [corner(-1), corner(1)],
    volumeMm3: 4 * half ** 3,
    volumeIntervalMm3: [3 * half ** 3, 5 * half ** 3],
    thresholdVolumeMm3: 5 * half ** 3,
    massMg: 20,
    agatston: 10,
    meanHu: 400,
    maxHu: 700,
    longestDiameterMm: 2 * half,
    surfaceMm2: 12 * half ** 2,
    depthFromSkinMm: 8,
    distanceToBoneMm: 20,
    distanceToJointMm: null,
    compartment: made.compartment,
    compartmentProbability: { [made.compartment]: 0.9, other: 0.1 },
    surroundings: {
      depthFromSkinMm: 8,
      distanceToBoneMm: 20,
      distanceToJointMm: null,
      distanceToArteryMm: null,
      distanceToFasciaMm: 5,
      tissueShare: {},
    },
    region: made.region,
    side: made.side ?? 'midline',
    morphology: 'nodular',
    morphologyProbability: { nodular: 1 },
    morphologyMeasures: {},
    mineral: 'calcification',
    mineralProbability: { calcification: 1 },
    expected: made.expected ?? null,
    voxels: new Int32Array([n]),
  };
};

const grouped = (...made: Made[]): LesionGroup[] => groupLesions(made.map(lesion));
const plaque = (z: number): Made => ({ compartment: 'artery', region: 'abdominal-wall', at: [5, 10, z], lengthMm: 9 });
const nodule = (x: number, y: number): Made => ({
  compartment: 'subcutaneous',
  region: 'buttock',
  side: x > 0 ? 'left' : 'right',
  at: [x, y, 0],
});
const groupOf = (groups: readonly LesionGroup[], id: string): LesionGroup | undefined => groups.find((each) => each.lesionIds.includes(id));
const fired = (group: LesionGroup | undefined): string[] =>
  (group?.patternRules ?? []).filter((each) => each.fired).map((each) => each.rule.split(':')[0]);

describe('two processes in one scan are two groups', () => {
  it('plaques of the aorta (vascular) and nodules of both buttocks (circumscripta)', () => {
    const groups = grouped(plaque(120), plaque(150), plaque(190), nodule(80, 90), nodule(70, 100), nodule(-75, 95), nodule(-60, 92));
    expect(groups).toHaveLength(2);
    const [aorta, buttocks] = [groupOf(groups, 'L1'), groupOf(groups, 'L4')];
    expect(aorta).toMatchObject({ pattern: 'vascular', lesionIds: ['L1', 'L2', 'L3'] });
    expect(buttocks).toMatchObject({ pattern: 'circumscripta', lesionIds: ['L4', 'L5', 'L6', 'L7'] });
    expect(fired(aorta)).toEqual(['vascular']);
    expect(fired(buttocks)).toEqual(['circumscripta']);
    expect(aorta?.patternRules.find((each) => each.rule.startsWith('vascular'))?.counts).toMatchObject({ vascular: 2.7, lesions: 3 });
    expect(buttocks?.patternRules.find((each) => each.rule.startsWith('circumscripta'))?.counts).toMatchObject({
      superficial: 3.6,
      regions: 1,
    });
  });

  it('costal cartilage (expected, last) and the breast', () => {
    const rib = (x: number): Made => ({
      compartment: 'cartilage',
      region: 'chest-wall',
      at: [x, -90, 20],
      lengthMm: 14,
      expected: 'costal-cartilage',
    });
    const breast = (y: number): Made => ({ compartment: 'subcutaneous', region: 'breast', side: 'left', at: [70, y, 10] });
    const groups = grouped(rib(-40), rib(38), breast(-110), breast(-118));
    expect(groups.map((each) => [each.expected, each.lesionIds.length])).toEqual([
      [false, 2],
      [true, 2],
    ]);
    expect(groups[0].lesionIds).toEqual(['L3', 'L4']);
    expect(groups[0].pattern).toBe('circumscripta');
  });

  it('a mass about the hip (tumoral) and sheets of fat and muscle over the body (universalis)', () => {
    const spread: Made[] = (['thigh', 'buttock', 'abdominal-wall', 'upper-arm'] as const).flatMap((region, n) => [
      { compartment: 'subcutaneous', region, side: 'left', at: [120, 0, 300 * n], lengthMm: 12 },
      { compartment: 'muscle', region, side: 'left', at: [100, 5, 300 * n], lengthMm: 12 },
    ]);
    const mass: Made = { compartment: 'periarticular', region: 'hip', side: 'right', at: [-120, 40, -150], lengthMm: 60 };
    const groups = grouped(mass, ...spread);
    expect(groups).toHaveLength(2);
    expect(groupOf(groups, 'L1')).toMatchObject({ pattern: 'tumoral', lesionIds: ['L1'] });
    const widespread = groupOf(groups, 'L2');
    expect(widespread).toMatchObject({ pattern: 'universalis', extent: 'widespread' });
    expect(widespread?.lesionIds).toHaveLength(8);
    expect(fired(widespread)).toContain('universalis');
  });
});
