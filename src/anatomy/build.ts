import { breathe, checkAborted, type Issue, issue, type RunOptions, type Vector3, type Volume } from '../core/index.ts';
import type { BitMask, Kernels } from '../kernels/types.ts';
import { type Aorta, findAorta } from './artery/index.ts';
import { airSpaces, findBody, fineBody } from './body/index.ts';
import { enhancedVoxels, findBone, type PartMeasures } from './bone/index.ts';
import { contrastPieces, findEnhancement, type Pool, undilutedContrast } from './enhancement/index.ts';
import { insideDeepFascia, measureSkin, type SkinLayer } from './fascia/index.ts';
import { type Coarse, coarsen, forEachSet, frameVolume, quietened, refine } from './frame/index.ts';
import { findJoints, type JointPlace } from './joint/index.ts';
import { applyLabels, type ExternalLabels, readLabels } from './labels/index.ts';
import {
  findCavity,
  findLandmarks,
  findSpine,
  locator,
  profileSlices,
  regionsSeen,
  type Segment,
  type SliceProfile,
  segmentSlices,
  vertebralBodies,
} from './region/index.ts';
import { fasciaSurface, surroundingsOf } from './surroundings/index.ts';
import { candidateThresholds, contrastPhase, measureBlur, measureNoise, measureTissueModes } from './technique/index.ts';
import { METAL_HU, paintTissue, ZONES, zoneMap } from './tissue/index.ts';
import type { Anatomy, Technique } from './types.ts';

export interface BuildOptions extends RunOptions {
  /** A segmentation made elsewhere; what it names takes precedence. */
  readonly labels?: ExternalLabels;
}

export interface Details {
  readonly parts: readonly PartMeasures[];
  readonly pools: readonly Pool[];
  readonly segments: readonly Segment[];
  readonly skin: SkinLayer;
  readonly aorta: Aorta;
  readonly joints: readonly JointPlace[];
  readonly slices: readonly SliceProfile[];
}

/** Used, with an issue, where the scan holds none of the tissue (Hounsfield scale, 120 kVp). */
const TEXTBOOK = { fatHu: -105, muscleHu: 50, noiseHu: 15, psfSigmaMm: 0.7 };
/** Metal smaller than this is one clipped voxel of noise. */
const METAL_LEAST_MM3 = 4;
/** Cortex denser than contrast medium in the heart and the aorta usually is. */
const DENSE_CORTEX_HU = 450;
const DENSE_SHARE = 0.1;
/** A coarse voxel is artery when a label fills this share of it. */
const LABEL_SHARE = 0.3;
/** From the lung to the outer side of the ribs. */
const CHEST_WALL_MM = 18;

/**
 * Anatomy of a CT volume, worked out on its canonical grid (axes +L, +P, +S) from voxels alone.
 * @throws the signal's reason when aborted.
 */
export async function buildAnatomy(volume: Volume, kernels: Kernels, options: BuildOptions = {}): Promise<Anatomy> {
  return (await buildDetailed(volume, kernels, options)).anatomy;
}

/** The same with what was concluded on the way, for this room's tests and figures. */
export async function buildDetailed(
  volume: Volume,
  kernels: Kernels,
  options: BuildOptions = {},
): Promise<{ anatomy: Anatomy; details: Details }> {
  const issues: Issue[] = [];
  const stage = async (name: string, fraction: number): Promise<void> => {
    options.progress?.({ stage: 'anatomy', fraction, note: name });
    await breathe();
    checkAborted(options.signal);
  };
  await stage('frame', 0);
  const frame = frameVolume(volume, kernels);
  const { grid, hu } = frame;
  const { size, spacingMm } = grid;
  await stage('body', 0.08);
  const found = findBody(frame.coarse, kernels);
  issues.push(...found.issues);
  const up = (mask: BitMask): BitMask => refine(mask, frame.coarse, size);
  const body = fineBody({ hu, size, coarse: frame.coarse, body: found.body, kernels, refine: up });
  const air = airSpaces(frame.coarse, found.innerAir, kernels);

  await stage('technique', 0.2);
  const measured = measuredOrTextbook(
    { noise: measureNoise(frame, found.body), blur: measureBlur(frame, body), ...measureTissueModes(frame.coarse, found.body) },
    issues,
  );
  const { noiseHu, psfSigmaMm, fatHu, muscleHu } = measured;
  const thresholds = candidateThresholds({ muscleHu, noiseHu });
  const coarse = quietened(frame.coarse, noiseHu);

  await stage('contrast', 0.28);
  // Dense cortex alone shows the spine, and the spine where to look for the aorta, before bone and blood are told apart.
  const dense = kernels.and(kernels.threshold(hu, { size, low: DENSE_CORTEX_HU, high: 32767 }), body);
  const firstSpine = findSpine(coarse, { body: found.body, bone: coarsen(dense, coarse, DENSE_SHARE) });
  const trunkLike = wideSlices(coarse, found.body);
  const firstAorta = findAorta(coarse, { spine: firstSpine, body: found.body, slices: (k) => trunkLike[k] });
  const enhancement = findEnhancement(coarse, {
    body: found.body,
    gas: air.gas,
    noiseHu,
    aortaHu: firstAorta.meanHu,
    agentStated: volume.source.acquisition.contrastBolusAgent !== null,
    kernels,
  });
  const enhanced = enhancedVoxels({
    hu,
    size,
    factor: coarse.factor,
    coarseSize: coarse.size,
    levelHu: enhancement.levelHu,
    noiseHu,
    into: kernels.emptyMask(size),
  });

  if (enhancement.firstPass) kernels.or(enhanced, undilutedContrast({ hu, size, spacingMm, body, enhanced, kernels }));

  await stage('bone', 0.36);
  const skeleton = findBone({
    hu,
    size,
    spacingMm,
    body,
    enhanced,
    thresholdHu: thresholds.candidateHu,
    noiseHu,
    contrastCeilingHu: enhancement.ceilingHu,
    aorta: { wall: up(firstAorta.mask), lumen: up(firstAorta.lumen) },
    nearLung: up(kernels.dilate(air.lung, { radiusMm: CHEST_WALL_MM, spacingMm: coarse.spacingMm })),
    vertebrae: (cortex) => up(vertebralBodies(coarse, findSpine(coarse, { body: found.body, bone: coarsen(cortex, coarse, 0.1) }))),
    kernels,
  });
  const given = options.labels ? readLabels(options.labels, { source: volume.grid, grid, kernels }) : null;
  issues.push(...(given?.issues ?? []));
  const labels = given?.masks ?? null;
  if (labels) kernels.andNot(kernels.or(skeleton.bone, labels.bone), labels.notBone);
  const coarseBone = coarsen(skeleton.bone, coarse, 0.5);
  const anyBone = coarsen(skeleton.bone, coarse, 0.15);

  await stage('fascia', 0.6);
  const skin = measureSkin(frame, { body, fatHu, muscleHu });
  if (skin.profiles === 0) issues.push(notMeasured('skin thickness', `${skin.thicknessMm} mm`));
  const insideMasks = kernels.or(kernels.or(kernels.copy(found.innerAir), enhancement.mask), coarseBone);
  const inner = insideDeepFascia({
    coarse,
    body: found.body,
    bone: coarseBone,
    inside: insideMasks,
    fatHu,
    muscleHu,
    skinMm: skin.thicknessMm,
    kernels,
  });
  const radiusMm = Math.max(skin.thicknessMm, 0.51 * spacingMm[0]);
  const underSkin = kernels.erode(body, { radiusMm, spacingMm });

  await stage('regions', 0.7);
  const spine = findSpine(coarse, { body: found.body, bone: coarseBone });
  const enclosed = enclosedByBone(anyBone, found.body, kernels, coarse.spacingMm);
  const { slices, pieceOf } = profileSlices(coarse, { body: found.body, bone: coarseBone, lung: air.lung, enclosed });
  const segmentation = segmentSlices(slices, {
    spine,
    sliceMm: coarse.spacingMm[2],
    airwayMm2: kernels.count(found.innerAir) * coarse.spacingMm[0] * coarse.spacingMm[1],
    bodyPart: volume.source.acquisition.bodyPartExamined,
  });
  const segments = segmentation.levels;
  const landmarks = findLandmarks(coarse, { slices, segments, spine });
  const { cavity, interior } = findCavity({
    coarse,
    inner,
    bone: coarseBone,
    lung: air.lung,
    pieceOf,
    slices,
    segments,
    spine,
    fatBelowHu: (fatHu + muscleHu) / 2,
    kernels,
  });

  if (enhancement.ceilingHu !== null)
    kernels.or(
      enhanced,
      contrastPieces({
        hu,
        size,
        spacingMm,
        pieces: skeleton.notBone,
        ceilingHu: enhancement.ceilingHu,
        coarse,
        cavity,
        kernels,
      }),
    );

  await stage('arteries', 0.8);
  const holdsAorta = (k: number): boolean => segments[k] === 'chest' || segments[k] === 'abdomen';
  const aorta = findAorta(coarse, { spine, body: found.body, slices: holdsAorta });
  const joints = findJoints(coarse, coarseBone, kernels);
  const metal = metalVolume(hu, body, kernels, size) * spacingMm[0] * spacingMm[1] * spacingMm[2] > METAL_LEAST_MM3;
  const technique: Technique = {
    noiseHu,
    psfSigmaMm,
    muscleHu,
    fatHu,
    candidateThresholdHu: thresholds.candidateHu,
    seedThresholdHu: thresholds.seedHu,
    contrast: contrastPhase({ aortaHu: aorta.meanHu, pools: enhancement.pools }),
    metal,
    truncated: found.truncated,
  };
  issues.push(...techniqueIssues(technique));

  await stage('tissue', 0.9);
  const zones = zoneMap(coarse, {
    inner,
    cavity,
    lung: air.lung,
    airway: air.airway,
    gas: air.gas,
    joint: joints.gap,
    cartilage: kernels.emptyMask(coarse.size),
    artery: aorta.mask,
    brain: insideSkull(enclosed, { segments, coarse, kernels }),
  });
  const tissue = paintTissue({
    hu,
    size,
    coarse,
    zones,
    body,
    underSkin,
    bone: skeleton.bone,
    enhanced,
    table: found.table,
    thresholdHu: thresholds.candidateHu,
    leanFromHu: (fatHu + muscleHu) / 2,
  });
  if (labels) applyLabels(tissue, labels);
  const artery = labels ? kernels.or(coarsen(labels.artery, coarse, LABEL_SHARE), aorta.mask) : aorta.mask;
  const surroundings = surroundingsOf({
    size,
    spacingMm,
    tissue,
    body,
    bone: skeleton.bone,
    coarse,
    coarseBody: found.body,
    coarseBone,
    joint: joints.gap,
    artery,
    fascia: fasciaSurface(coarse, zones, ZONES.fascia),
    kernels,
  });
  options.progress?.({ stage: 'anatomy', fraction: 1 });
  const anatomy: Anatomy = {
    grid,
    tissue,
    body,
    bone: skeleton.bone,
    technique,
    bodyRegions: regionsSeen(segments, coarse.spacingMm[2]),
    locate: locator({
      grid,
      coarse,
      zones,
      interior,
      pieceOf,
      slices,
      segments: segmentation,
      spine,
      landmarks,
      female: volume.source.patient.sex === 'female',
    }),
    surroundings,
    issues,
  };
  return { anatomy, details: { parts: skeleton.parts, pools: enhancement.pools, segments, skin, aorta, joints: joints.places, slices } };
}

function measuredOrTextbook(
  measured: { noise: number | null; blur: number | null; fatHu: number | null; muscleHu: number | null },
  issues: Issue[],
): { noiseHu: number; psfSigmaMm: number; fatHu: number; muscleHu: number } {
  const { noise, blur, fatHu, muscleHu } = measured;
  if (noise === null) issues.push(notMeasured('image noise', `${TEXTBOOK.noiseHu} HU`));
  if (blur === null) issues.push(notMeasured('image blur', `${TEXTBOOK.psfSigmaMm} mm`));
  if (fatHu === null) issues.push(notMeasured('HU of fat', `${TEXTBOOK.fatHu} HU`));
  if (muscleHu === null) issues.push(notMeasured('HU of muscle', `${TEXTBOOK.muscleHu} HU`));
  return {
    noiseHu: noise ?? TEXTBOOK.noiseHu,
    psfSigmaMm: blur ?? TEXTBOOK.psfSigmaMm,
    fatHu: fatHu ?? TEXTBOOK.fatHu,
    muscleHu: muscleHu ?? TEXTBOOK.muscleHu,
  };
}

const notMeasured = (what: string, value: string): Issue =>
  issue('warning', {
    code: 'anatomy-not-measured',
    where: what,
    expected: 'enough of the tissue in the scan to measure it',
    received: `too little; ${value} was used`,
    fix: 'Thresholds and depths that rest on it are less certain.',
  });

function techniqueIssues(technique: Technique): Issue[] {
  const found: Issue[] = [];
  if (['arterial', 'portal', 'delayed'].includes(technique.contrast.value))
    found.push(
      issue('warning', {
        code: 'anatomy-intravenous-contrast',
        where: 'volume',
        expected: 'a scan without intravenous contrast medium',
        received: `${technique.contrast.value} phase (probability ${technique.contrast.probability})`,
        fix: 'Small calcifications of vessel walls may be hidden by the bright blood.',
      }),
    );
  if (technique.metal)
    found.push(
      issue('warning', {
        code: 'anatomy-metal',
        where: 'volume',
        expected: 'no metal',
        received: `voxels above ${METAL_HU} HU`,
        fix: 'Streaks near the metal can hide or imitate calcification.',
      }),
    );
  return found;
}

const metalVolume = (hu: Int16Array, body: BitMask, kernels: Kernels, size: Vector3): number =>
  kernels.count(kernels.and(kernels.threshold(hu, { size, low: METAL_HU, high: 32767 }), body));

/** Soft tissue that bone encloses in a slice, once gaps of a few mm are bridged: brain, spinal canal. */
function enclosedByBone(bone: BitMask, body: BitMask, kernels: Kernels, spacingMm: Vector3): BitMask {
  const closed = kernels.close(bone, { radiusMm: 4, spacingMm });
  const filled = kernels.fillHoles(closed, { mode: 'slices' });
  return kernels.and(kernels.andNot(filled, closed), body);
}

/** Spinal canals and sinuses are smaller. */
const SKULL_LEAST_MM3 = 100_000;

/** What the skull encloses: the largest closed space of the head's slices. New mask. */
function insideSkull(
  enclosed: BitMask,
  { segments, coarse, kernels }: { segments: readonly Segment[]; coarse: Coarse; kernels: Kernels },
): BitMask {
  const [sx, sy, sz] = coarse.spacingMm;
  const inHead = kernels.copy(enclosed);
  const words = enclosed.size[1] * enclosed.wordsPerRow;
  for (let k = 0; k < enclosed.size[2]; k++)
    if (segments[k] !== 'cranium' && segments[k] !== 'face') inHead.words.fill(0, k * words, (k + 1) * words);
  const spaces = kernels.components(inHead, { connectivity: 6 });
  const largest = spaces.voxels.reduce((best, count, c) => (count > (spaces.voxels[best] ?? 0) ? c : best), 0);
  const wide = (spaces.voxels[largest] ?? 0) * sx * sy * sz >= SKULL_LEAST_MM3;
  return kernels.select(spaces, (c) => wide && c === largest);
}

/** Slices whose body is as thick as a child's trunk; an aorta is not sought in an arm. */
const TRUNK_LEAST_RADIUS_MM = 65;

function wideSlices(coarse: Coarse, body: BitMask): boolean[] {
  const voxels = new Float64Array(coarse.size[2]);
  forEachSet(body, (_i, _j, k) => {
    voxels[k]++;
  });
  return Array.from(voxels, (count) => count * coarse.spacingMm[0] * coarse.spacingMm[1] >= Math.PI * TRUNK_LEAST_RADIUS_MM ** 2);
}
