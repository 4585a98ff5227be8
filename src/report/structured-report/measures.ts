import type { Attributes } from '../../dicom/index.ts';
import type { AnalysisLesion } from '../analysis/index.ts';
import { type Code, code, dcm, own, sct, ucum } from '../codes/index.ts';
import { coded, numeric } from './content.ts';

/** A measurement of a lesion as the SR states it; `recompute` reads it back by its id. */
export interface Measure {
  readonly id: string;
  readonly name: Code;
  readonly unit: Code;
  readonly derivation?: Code;
  readonly method?: Code;
  /** null = not known: no item is written. */
  readonly value: (lesion: AnalysisLesion) => number | null;
  /** Lower and upper bound of the 95 % interval of the true volume. */
  readonly interval?: (lesion: AnalysisLesion) => readonly [number, number];
}

export const MM3 = ucum('mm3', 'cubic millimeter');
export const MG = ucum('mg', 'milligram');
export const NO_UNITS = ucum('1', 'no units');
const MM2 = ucum('mm2', 'square millimeter');
const MM = ucum('mm', 'millimeter');
const HU = ucum("[hnsf'U]", 'Hounsfield unit');

export const VOLUME = sct('118565006', 'Volume');
export const MASS = sct('118538004', 'Mass');
export const CALCIUM_SCORE = dcm('112058', 'Calcium score');
export const AGATSTON_METHOD = dcm('112055', 'Agatston scoring method');
export const MASS_METHOD = dcm('112057', 'Mass scoring method');
export const PARTIAL_VOLUME_METHOD = own('partial-volume', 'Partial-volume corrected volume (docs/method.md)');
const ATTENUATION = dcm('112031', 'Attenuation Coefficient');
const MEAN = sct('373098007', 'Mean');
const MAXIMUM = sct('56851009', 'Maximum');

/** In the order they are written. Names: PS3.16 CID 218 and IBSI where they have them. */
export const MEASURES: readonly Measure[] = [
  {
    id: 'volumeMm3',
    name: VOLUME,
    unit: MM3,
    method: PARTIAL_VOLUME_METHOD,
    value: (each) => each.volumeMm3,
    interval: (each) => each.volumeIntervalMm3,
  },
  {
    id: 'thresholdVolumeMm3',
    name: VOLUME,
    unit: MM3,
    method: own('voxel-sum', 'Sum of the voxels above the threshold'),
    value: (each) => each.thresholdVolumeMm3,
  },
  { id: 'massMg', name: MASS, unit: MG, method: MASS_METHOD, value: (each) => each.massMg },
  { id: 'agatston', name: CALCIUM_SCORE, unit: NO_UNITS, method: AGATSTON_METHOD, value: (each) => each.agatston },
  { id: 'meanHu', name: ATTENUATION, unit: HU, derivation: MEAN, value: (each) => each.meanHu },
  { id: 'maxHu', name: ATTENUATION, unit: HU, derivation: MAXIMUM, value: (each) => each.maxHu },
  { id: 'longestDiameterMm', name: code('L0JK', 'IBSI', 'Maximum 3D Diameter'), unit: MM, value: (each) => each.longestDiameterMm },
  { id: 'surfaceMm2', name: code('C0JK', 'IBSI', 'Surface Area of Mesh'), unit: MM2, value: (each) => each.surfaceMm2 },
  { id: 'depthFromSkinMm', name: own('skin-depth', 'Depth from skin'), unit: MM, value: (each) => each.depthFromSkinMm },
  { id: 'distanceToBoneMm', name: own('bone-distance', 'Distance to bone'), unit: MM, value: (each) => each.distanceToBoneMm },
  { id: 'distanceToJointMm', name: own('joint-distance', 'Distance to joint'), unit: MM, value: (each) => each.distanceToJointMm },
];

export const METHOD = sct('370129005', 'Measurement Method');
export const DERIVATION = dcm('121401', 'Derivation');
/** PS3.16 CID 225, within TID 310 Measurement Properties. */
export const LOWER = sct('371885007', '-, range of lower measurement uncertainty');
export const UPPER = sct('371886008', '+, range of upper measurement uncertainty');

/** Rounded as `analysis.json` rounds, so that a difference carries no tail of binary digits. */
const rounded = (value: number): number => Number(value.toPrecision(12));

export function measureItem(
  measure: Pick<Measure, 'name' | 'unit' | 'method' | 'derivation'>,
  value: number,
  interval?: readonly [number, number],
): Attributes {
  const { name, unit, method, derivation } = measure;
  const bounds = interval
    ? [
        numeric('HAS PROPERTIES', { name: LOWER, value: rounded(Math.max(0, value - interval[0])), unit }),
        numeric('HAS PROPERTIES', { name: UPPER, value: rounded(Math.max(0, interval[1] - value)), unit }),
      ]
    : [];
  return numeric('CONTAINS', {
    name,
    value,
    unit,
    children: [
      ...(method ? [coded('HAS CONCEPT MOD', METHOD, method)] : []),
      ...(derivation ? [coded('HAS CONCEPT MOD', DERIVATION, derivation)] : []),
      ...bounds,
    ],
  });
}

/** Measurements of one lesion (PS3.16 TID 1419). */
export const measureItems = (lesion: AnalysisLesion): Attributes[] =>
  MEASURES.flatMap((measure) => {
    const value = measure.value(lesion);
    return value === null ? [] : [measureItem(measure, value, measure.interval?.(lesion))];
  });
