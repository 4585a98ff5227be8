import type { Surroundings } from '../../anatomy/types.ts';
import { COMPARTMENTS, MINERALS, MORPHOLOGIES, type Region, uidFromName, type Vector3 } from '../../core/index.ts';
import type { Excluded, Lesion } from '../../lesions/types.ts';
import type { AnalysisParts, Decision } from './parts.ts';
import { orderedDistribution, round, roundOrNull, roundShare, sortedMeasures } from './round.ts';
import type { Analysis, AnalysisLesion } from './schema.ts';

type Point = [number, number, number];
const pointOf = (p: Vector3): Point => [round('mm', p[0], 'x'), round('mm', p[1], 'y'), round('mm', p[2], 'z')];
const boxOf = (box: readonly [Vector3, Vector3]): [Point, Point] => [pointOf(box[0]), pointOf(box[1])];

/** What was scanned: as the file states it, on the input's own grid. */
export function studyOf(parts: AnalysisParts): Analysis['study'] {
  const volume = parts.reading.volume;
  const source = volume?.source;
  const patient = source?.patient;
  return {
    modality: source?.modality ?? null,
    studyInstanceUid: source?.studyInstanceUid ?? null,
    seriesInstanceUid: source?.seriesInstanceUid ?? null,
    frameOfReferenceUid: source?.frameOfReferenceUid ?? null,
    seriesDescription: source?.seriesDescription ?? null,
    studyDate: source?.acquisition.studyDate ?? null,
    patient: {
      patientId: patient?.patientId ?? null,
      patientName: patient?.patientName ?? null,
      birthDate: patient?.birthDate ?? null,
      sex: patient?.sex ?? null,
      ageYears: patient?.ageYears ?? null,
    },
    format: source?.format ?? null,
    lossy: source?.lossy ?? false,
    bodyRegions: [...(parts.anatomy?.bodyRegions ?? [])] as Region[],
    grid: volume
      ? {
          size: [...volume.grid.size] as Point,
          spacingMm: [...volume.grid.spacingMm] as Point,
          originMm: [...volume.grid.originMm] as Point,
          direction: volume.grid.direction.map((each) => each + 0),
        }
      : null,
  };
}

export function techniqueOf(parts: AnalysisParts): Analysis['technique'] {
  const measured = parts.anatomy?.technique;
  if (!measured) return null;
  const stated = parts.reading.volume?.source.acquisition;
  return {
    kvp: stated?.kvp ?? null,
    sliceThicknessMm: stated?.sliceThicknessMm ?? null,
    kernel: stated?.convolutionKernel ?? null,
    manufacturer: stated?.manufacturer ?? null,
    manufacturerModelName: stated?.manufacturerModelName ?? null,
    contrast: { value: measured.contrast.value, probability: roundShare(measured.contrast.probability, 'contrast') },
    contrastBolusAgent: stated?.contrastBolusAgent ?? null,
    noiseHu: round('hu', measured.noiseHu, 'noiseHu'),
    psfSigmaMm: round('mm', measured.psfSigmaMm, 'psfSigmaMm'),
    muscleHu: round('hu', measured.muscleHu, 'muscleHu'),
    fatHu: round('hu', measured.fatHu, 'fatHu'),
    candidateThresholdHu: round('hu', measured.candidateThresholdHu, 'candidateThresholdHu'),
    seedThresholdHu: round('hu', measured.seedThresholdHu, 'seedThresholdHu'),
    metal: measured.metal,
    truncated: measured.truncated,
    gantryTiltDegrees: stated?.gantryTiltDegrees ?? null,
  };
}

const surroundingsOf = (around: Surroundings): AnalysisLesion['surroundings'] => ({
  depthFromSkinMm: roundOrNull('mm', around.depthFromSkinMm),
  distanceToBoneMm: roundOrNull('mm', around.distanceToBoneMm),
  distanceToJointMm: roundOrNull('mm', around.distanceToJointMm),
  distanceToArteryMm: roundOrNull('mm', around.distanceToArteryMm),
  distanceToFasciaMm: roundOrNull('mm', around.distanceToFasciaMm),
  tissueShare: sortedMeasures(around.tissueShare as Record<string, number>),
});

/**
 * @param about.scan what the UID is made from besides the lesion: the series UID, or the input's hash where a file has none.
 * The whole millimetre of the centroid keeps two lesions apart that swapped their numbers under other settings.
 */
export function lesionOf(lesion: Lesion, about: { scan: string; groupId: string | null; decision: Decision | null }): AnalysisLesion {
  const near = lesion.centroidMm.map((each) => Math.round(each) + 0).join(',');
  return {
    id: lesion.id,
    number: lesion.number,
    trackingUid: uidFromName(`calcimap lesion ${about.scan} ${lesion.id} ${near}`),
    groupId: about.groupId,
    centroidMm: pointOf(lesion.centroidMm),
    boundingBoxMm: boxOf(lesion.boundingBoxMm),
    volumeMm3: round('mm3', lesion.volumeMm3, 'volumeMm3'),
    volumeIntervalMm3: [
      round('mm3', lesion.volumeIntervalMm3[0], 'volumeInterval'),
      round('mm3', lesion.volumeIntervalMm3[1], 'volumeInterval'),
    ],
    thresholdVolumeMm3: round('mm3', lesion.thresholdVolumeMm3, 'thresholdVolumeMm3'),
    massMg: round('mg', lesion.massMg, 'massMg'),
    agatston: round('score', lesion.agatston, 'agatston'),
    meanHu: round('hu', lesion.meanHu, 'meanHu'),
    maxHu: round('hu', lesion.maxHu, 'maxHu'),
    longestDiameterMm: round('mm', lesion.longestDiameterMm, 'longestDiameterMm'),
    surfaceMm2: round('mm2', lesion.surfaceMm2, 'surfaceMm2'),
    depthFromSkinMm: roundOrNull('mm', lesion.depthFromSkinMm),
    distanceToBoneMm: roundOrNull('mm', lesion.distanceToBoneMm),
    distanceToJointMm: roundOrNull('mm', lesion.distanceToJointMm),
    compartment: lesion.compartment,
    compartmentProbability: orderedDistribution(COMPARTMENTS, lesion.compartmentProbability),
    region: lesion.region,
    side: lesion.side,
    morphology: lesion.morphology,
    morphologyProbability: orderedDistribution(MORPHOLOGIES, lesion.morphologyProbability),
    morphologyMeasures: sortedMeasures(lesion.morphologyMeasures),
    mineral: lesion.mineral,
    mineralProbability: orderedDistribution(MINERALS, lesion.mineralProbability),
    expected: lesion.expected,
    surroundings: surroundingsOf(lesion.surroundings),
    voxelCount: lesion.voxels.length,
    decision: about.decision,
  };
}

export const excludedOf = (each: Excluded): Analysis['excluded'][number] => ({
  reason: each.reason,
  centroidMm: pointOf(each.centroidMm),
  boundingBoxMm: boxOf(each.boundingBoxMm),
  volumeMm3: round('mm3', each.volumeMm3, 'excluded volumeMm3'),
  maxHu: round('hu', each.maxHu, 'excluded maxHu'),
  measures: sortedMeasures(each.measures),
});

/** Sums per compartment, region and side over the lesions of the question; each lesion counts where it likeliest lies. */
export function burdenOf(lesions: readonly AnalysisLesion[]): Analysis['burden'] {
  const asked = lesions.filter((each) => each.expected === null && each.decision !== 'rejected');
  const expected = lesions.filter((each) => each.expected !== null && each.decision !== 'rejected');
  const sum = (of: readonly AnalysisLesion[], value: (each: AnalysisLesion) => number): number =>
    of.reduce((total, each) => total + value(each), 0);
  const by = (key: (each: AnalysisLesion) => string): Record<string, number> => {
    const totals = new Map<string, number>();
    for (const each of asked) totals.set(key(each), (totals.get(key(each)) ?? 0) + each.volumeMm3);
    return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, round('mm3', value, name)]));
  };
  return {
    lesionCount: asked.length,
    totalVolumeMm3: round(
      'mm3',
      sum(asked, (each) => each.volumeMm3),
    ),
    totalMassMg: round(
      'mg',
      sum(asked, (each) => each.massMg),
    ),
    totalAgatston: round(
      'score',
      sum(asked, (each) => each.agatston),
    ),
    byCompartment: by((each) => each.compartment),
    byRegion: by((each) => each.region),
    bySide: by((each) => each.side),
    expectedVolumeMm3: round(
      'mm3',
      sum(expected, (each) => each.volumeMm3),
    ),
  };
}
