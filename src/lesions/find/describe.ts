import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';
import type { Compartment, Vector3, Volume } from '../../core/index.ts';
import { indexToPatient, likeliest } from '../../core/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import type { Bounds, Cord } from '../compartment/index.ts';
import { boundsOf, fieldAbout, findCord, nameCompartment, outweighed, widestCordMm } from '../compartment/index.ts';
import { expectedName } from '../expected/index.ts';
import type { ContrastPrior } from '../measure/index.ts';
import { agatstonScore, massMg, measureVolume } from '../measure/index.ts';
import { nameMineral } from '../mineral/index.ts';
import type { LevelMeasures, PocketMeasures, ShapeMeasures } from '../morphology/index.ts';
import { measureLevel, measurePockets, measureShape, nameMorphology } from '../morphology/index.ts';
import { crop, maskOf, patchAround } from '../patch/index.ts';
import { measureSurface } from '../surface/index.ts';
import type { Lesion } from '../types.ts';
import { nearestTissue } from './nearest.ts';
import type { Kind } from './other.ts';
import { otherThings } from './other.ts';
import { bodySection } from './section.ts';
import type { Kept } from './sift.ts';
import { boxMm } from './sift.ts';

/** Room to see what a lesion lies in or on. */
const MARGIN_MM = 8;
/** Share of the rays from a lesion that meet soft tissue before fat. */
const LEAN_LEAST = 0.025;
const AIRWAY: readonly number[] = [TISSUES.airway];
const AIRWAY_REACH_MM = 25;
const CAVITY: readonly number[] = [TISSUES.lung, TISSUES.cavitySoftTissue, TISSUES.cavityFat];
/** Rib cartilage is about a centimetre thick and lies on the pleura or peritoneum. */
const CAVITY_REACH_MM = 12;

export interface DescribeInput {
  readonly kept: Kept;
  readonly volume: Volume;
  readonly hu: Int16Array;
  readonly anatomy: Anatomy;
  readonly sigmaMm: Vector3;
  readonly prior: ContrastPrior;
  readonly kernels: Kernels;
  readonly kindOf: (offset: number) => Kind;
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  /** What a reader says it lies in; stands instead of what was measured. */
  readonly compartment?: Compartment | null;
}

/** Everything about one lesion but its number. */
export type Described = Omit<Lesion, 'id' | 'number'>;

export function describeLesion(input: DescribeInput): Described {
  const { kept, anatomy, hu, sigmaMm } = input;
  const { candidate, context } = kept;
  const { grid, technique } = anatomy;
  const widest = Math.max(...sigmaMm);
  const patch = patchAround(grid, { low: candidate.low, high: candidate.high, marginMm: Math.max(2.6 * widest + 3, MARGIN_MM) });
  const values = crop(hu, patch);
  const object = maskOf(patch, candidate.voxels);
  const reachMm = sigmaMm.map((each) => 1.3 * each) as unknown as Vector3;
  const { other, doubtful, air } = otherThings({ patch, object, kindOf: input.kindOf, reachMm });
  const estimate = measureVolume({
    patch,
    values,
    object,
    other,
    doubtful,
    air,
    sigmaMm,
    noiseHu: technique.noiseHu,
    prior: input.prior,
    kernels: input.kernels,
  });
  const masked = estimate.contrast.slice();
  for (let at = 0; at < masked.length; at++) if (estimate.region[at] === 0) masked[at] = 0;
  const surface = measureSurface(masked, { patch, level: estimate.contrastHu / 2 });
  // A surface at half maximum stands as far off as the half-maximum volume; corrected to the measured volume.
  const scale = surface.volumeMm3 > 0 ? Math.min(2, Math.max(0.5, Math.cbrt(estimate.volumeMm3 / surface.volumeMm3))) : 1;
  const ball = Math.cbrt((6 * estimate.volumeMm3) / Math.PI);
  const surfaceMm2 = surface.areaMm2 > 0 ? Math.max(surface.areaMm2 * scale * scale, Math.PI * ball * ball) : Math.PI * ball * ball;
  const longest = Math.max(surface.longestMm * scale, ball);
  const shape = measureShape({
    patch,
    values,
    contrast: estimate.contrast,
    half: estimate.half,
    share: estimate.share,
    region: estimate.region,
    sigmaMm,
    volumeMm3: estimate.volumeMm3,
    surfaceMm2,
    contrastHu: estimate.contrastHu,
    kernels: input.kernels,
  });
  const centroid = estimate.moments.centreMm.map((mm, axis) => patch.low[axis] + mm / patch.spacingMm[axis]) as unknown as Vector3;
  const centroidMm = indexToPatient(grid, within(centroid, candidate));
  const surroundings = anatomy.surroundings(candidate.voxels);
  const { region, side } = anatomy.locate(centroidMm);
  const field = fieldAbout(hu, {
    grid,
    voxels: candidate.voxels,
    index: within(centroid, candidate),
    lesionReachMm: longest / 2,
    sigmaMm,
    isBright: (offset) => input.kindOf(offset) === 'bright',
  });
  const bounds = boundsOf(field, (technique.fatHu + technique.muscleHu) / 2);
  // In fat alone there is no cord to look for.
  const cord = bounds.lean < LEAN_LEAST ? null : findCord(field, { noiseHu: technique.noiseHu, widestMm: widestCordMm(region) });
  const measured = nameCompartment({
    cord,
    bounds,
    muscleHu: technique.muscleHu,
    aroundHu: context.aroundHu,
    surroundings,
    region,
    equivalentDiameterMm: ball,
    elongation: shape.elongation,
    flatness: shape.flatness,
    thicknessMm: shape.thicknessMm,
  });
  const section = bodySection(anatomy, centroid);
  const believed: Lesion['compartmentProbability'] = input.compartment ? { [input.compartment]: 1 } : measured;
  const expected = expectedName({
    region,
    side,
    compartment: believed,
    shape,
    centroidMm,
    aroundHu: context.aroundHu,
    muscleHu: technique.muscleHu,
    frontToBack: section?.frontToBack ?? null,
    offMidlineMm: section?.offMidlineMm ?? null,
    depthFromSkinMm: surroundings.depthFromSkinMm,
    // Sought only where a rule asks: the boxes are large.
    get distanceToAirwayMm() {
      return nearestTissue(anatomy, candidate, { codes: AIRWAY, reachMm: AIRWAY_REACH_MM });
    },
    get distanceToCavityMm() {
      return nearestTissue(anatomy, candidate, { codes: CAVITY, reachMm: CAVITY_REACH_MM });
    },
    ribsInScan: anatomy.bodyRegions.includes('lung') || anatomy.bodyRegions.includes('mediastinum'),
    subcutaneousShare: surroundings.tissueShare.subcutaneousFat ?? 0,
    ageYears: input.ageYears,
    sex: input.sex,
  });
  // Rib, thyroid and tracheal cartilage.
  const seen = context.aroundHu >= technique.muscleHu + CARTILAGE_OVER_HU / 2;
  const cartilaginous = !input.compartment && expected?.endsWith('-cartilage') === true && (believed.fascia ?? 0) < 0.5;
  const compartmentProbability = cartilaginous
    ? outweighed(believed, { cartilage: seen ? CARTILAGE_WEIGHT.seen : CARTILAGE_WEIGHT.byPlace })
    : believed;
  const voxelMm = Math.cbrt(patch.spacingMm[0] * patch.spacingMm[1] * patch.spacingMm[2]);
  const down = downOf(input.volume.source.acquisition.patientPosition);
  const level = down === 0 ? null : measureLevel(values, { patch, half: estimate.half, down });
  const pockets = down === 0 ? null : measurePockets(values, { patch, mineral: object, down });
  const morphologyProbability = nameMorphology(shape, {
    level,
    pockets,
    spacingMm: patch.spacingMm,
    compartment: compartmentProbability,
    noiseShare: technique.noiseHu / Math.max(1, estimate.contrastHu),
    distanceToBoneMm: surroundings.distanceToBoneMm,
  });
  const mineral = nameMineral(shape, { voxelMm, maxHu: candidate.maxHu });
  return {
    centroidMm,
    boundingBoxMm: boxMm(candidate, anatomy),
    volumeMm3: estimate.volumeMm3,
    volumeIntervalMm3: estimate.intervalMm3,
    thresholdVolumeMm3: candidate.voxels.length * patch.spacingMm[0] * patch.spacingMm[1] * patch.spacingMm[2],
    massMg: massMg({ volumeMm3: estimate.volumeMm3, contrastHu: estimate.contrastHu, kvp: input.volume.source.acquisition.kvp }),
    agatston: agatstonScore(values, { patch, object }),
    meanHu: candidate.meanHu,
    maxHu: candidate.maxHu,
    longestDiameterMm: longest,
    surfaceMm2,
    depthFromSkinMm: surroundings.depthFromSkinMm,
    distanceToBoneMm: surroundings.distanceToBoneMm,
    distanceToJointMm: surroundings.distanceToJointMm,
    compartment: likeliest(compartmentProbability),
    compartmentProbability,
    surroundings,
    region,
    side,
    morphology: likeliest(morphologyProbability),
    morphologyProbability,
    morphologyMeasures: measuresOf(
      shape,
      {
        ...estimate,
        resolved: mineral.resolved,
        aroundHu: context.aroundHu,
        peakSigmas: context.peakSigmas,
        noiseHu: technique.noiseHu,
        cord,
        bounds,
      },
      { level, pockets },
    ),
    mineral: likeliest(mineral.probability),
    mineralProbability: mineral.probability,
    expected,
    voxels: candidate.voxels,
  };
}

/** By its place alone, and where tissue denser than muscle is seen about it. */
const CARTILAGE_WEIGHT = { byPlace: 0.4, seen: 0.8 };
/** Cartilage is 90 to 130 HU, muscle 45 to 65. */
const CARTILAGE_OVER_HU = 21;
/** The centroid of noisy contrast stays inside the voxels that were found. */
const within = (index: Vector3, box: { low: Vector3; high: Vector3 }): Vector3 =>
  index.map((each, axis) => Math.min(box.high[axis], Math.max(box.low[axis], each))) as unknown as Vector3;

/** +1 when posterior is dependent, -1 when anterior is; 0 for a patient on the side, where levels stand upright. */
function downOf(position: string | null): 1 | -1 | 0 {
  if (position === null) return 1;
  if (position.endsWith('P')) return -1;
  return position.endsWith('S') ? 1 : 0;
}

function measuresOf(
  shape: ShapeMeasures,
  more: {
    contrastHu: number;
    backgroundHu: number;
    residualHu: number;
    repeatsWithin: number;
    resolved: number;
    aroundHu: number;
    peakSigmas: number;
    noiseHu: number;
    cord: Cord | null;
    bounds: Bounds;
  },
  { level, pockets }: { level: LevelMeasures | null; pockets: PocketMeasures | null },
): Record<string, number> {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const out: Record<string, number> = {};
  for (const [name, value] of Object.entries(shape)) out[name] = round(value);
  out['contrastHu'] = round(more.contrastHu);
  out['backgroundHu'] = round(more.backgroundHu);
  out['noiseHu'] = round(more.noiseHu);
  out['misfitHu'] = round(more.residualHu);
  out['volumeRepeatsWithin'] = round(more.repeatsWithin);
  out['insideResolved'] = round(more.resolved);
  out['aroundHu'] = round(more.aroundHu);
  out['peakSigmas'] = round(more.peakSigmas);
  const named = (prefix: string, numbers: Readonly<Record<string, number>>): void => {
    for (const [name, value] of Object.entries(numbers))
      if (Number.isFinite(value)) out[prefix + name.charAt(0).toUpperCase() + name.slice(1)] = round(value);
  };
  if (more.cord !== null) named('cord', { ...more.cord });
  named('bounds', { ...more.bounds });
  if (level !== null) {
    out['levelRoughnessMm'] = round(level.roughnessMm);
    out['levelBelowMm'] = round(level.belowMm);
    out['levelFlatShare'] = round(level.flatShare);
    out['levelAboveHu'] = round(level.aboveHu);
    out['levelColumns'] = level.columns;
  }
  if (pockets !== null) {
    out['pockets'] = pockets.pockets;
    out['pocketLevelShare'] = round(pockets.levelShare);
    out['pocketFloorMm'] = round(pockets.floorMm);
    out['pocketCeilingMm'] = round(pockets.ceilingMm);
    out['pocketFluidHu'] = round(pockets.fluidHu);
  }
  return out;
}
