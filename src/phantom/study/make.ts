import {
  createRandom,
  type Grid,
  IDENTITY,
  type Issue,
  indexToPatient,
  issue,
  type Progress,
  UNKNOWN_ACQUISITION,
  uidFromName,
  type Vector3,
  type VolumeSource,
} from '../../core/index.ts';
import { prepareSite, type Site } from '../lesion/index.ts';
import { type DrawnLesion, render, type Scan, type Scene } from '../render/index.ts';
import type { Bounds } from '../shape/index.ts';
import type { Phantom, TrueLesion } from '../types.ts';
import type { Plan } from './plan.ts';

export interface PhantomOptions {
  /** Places the lesions; the same seed gives the same patient. */
  readonly seed: number;
  /** Voxels per axis; alone, the plan's field is cut into so many. */
  readonly size?: Vector3;
  /** Alone, the plan's field is covered; with `size`, a field of its own about the plan's middle. */
  readonly spacingMm?: Vector3;
  readonly noiseHu?: number;
  readonly psfSigmaMm?: number;
  /** Standard deviation of the noise grain in plane, 0 = white. */
  readonly noiseGrainMm?: number;
  /** A rescan: the same patient, the grid moved by this much and the noise drawn anew. */
  readonly shiftMm?: Vector3;
  readonly noiseSeed?: number;
  readonly progress?: Progress;
}

const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
/** Lesions keep this far from the edge of the scan. */
const MARGIN_MM = 3;
const STUDY_DATE = '20240601';

function gridOf(plan: Plan, options: PhantomOptions): Grid {
  const spacing = options.spacingMm ?? (options.size ? plan.fieldMm.map((field, a) => field / options.size![a]) : plan.spacingMm);
  const size = options.size ?? plan.fieldMm.map((field, a) => Math.max(1, Math.round(field / spacing[a])));
  const shift = options.shiftMm ?? [0, 0, 0];
  const originMm = plan.centreMm.map((centre, a) => centre - ((size[a] - 1) / 2) * spacing[a] + shift[a]);
  return { size: size as Vector3, spacingMm: spacing as Vector3, originMm: originMm as unknown as Vector3, direction: IDENTITY };
}

/** Where lesions may lie: the plan's field, or the grid where it is clearly smaller. Rescans of one plan share it. */
function boxOf(plan: Plan, grid: Grid): Bounds {
  const half = plan.fieldMm.map((field, a) => {
    const scanned = grid.size[a] * grid.spacingMm[a];
    return (scanned < field - 2 * grid.spacingMm[a] ? scanned : field) / 2 - MARGIN_MM;
  });
  const edge = (sign: number): Vector3 => plan.centreMm.map((centre, a) => centre + sign * half[a]) as unknown as Vector3;
  return { low: edge(-1), high: edge(1) };
}

const lies = (lesion: DrawnLesion, box: Bounds): boolean =>
  [0, 1, 2].every((a) => lesion.shape.bounds.low[a] >= box.low[a] && lesion.shape.bounds.high[a] <= box.high[a]);

function sourceOf(plan: Plan, options: { grid: Grid; key: string; patientKey: string }): VolumeSource {
  const { grid, key } = options;
  return {
    format: 'phantom',
    modality: 'CT',
    studyInstanceUid: uidFromName(`${options.patientKey} study`),
    seriesInstanceUid: uidFromName(`${key} series`),
    frameOfReferenceUid: uidFromName(`${options.patientKey} frame of reference`),
    seriesDescription: `Digital phantom ${plan.name}`,
    patient: plan.patient,
    acquisition: {
      ...UNKNOWN_ACQUISITION,
      sliceThicknessMm: grid.spacingMm[2],
      manufacturer: 'Calcimap',
      manufacturerModelName: 'digital phantom',
      studyDate: STUDY_DATE,
      ...plan.acquisition,
    },
    slices: Array.from({ length: grid.size[2] }, (_, k) => ({
      sopClassUid: CT_IMAGE_STORAGE,
      sopInstanceUid: uidFromName(`${key} series slice ${k + 1}`),
      frame: 0,
      positionMm: indexToPatient(grid, [0, 0, k]),
    })),
    lossy: false,
  };
}

const truthOf = (lesion: DrawnLesion, n: number, peakHu: number): TrueLesion => ({
  id: `T${n + 1}`,
  label: n + 1,
  centroidMm: lesion.centroidMm,
  volumeMm3: lesion.volumeMm3,
  diameterMm: Math.cbrt((6 / Math.PI) * lesion.volumeMm3),
  materialHu: lesion.materialHu,
  peakHu,
  compartment: lesion.compartment,
  morphology: lesion.morphology,
  region: lesion.region,
  side: lesion.side,
  touchesBone: lesion.touchesBone,
  expected: lesion.expected,
});

/** Stirs a name into a seed, so that two phantoms of one seed do not share their chance. */
const stir = (name: string, seed: number): number =>
  [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, seed | 0);

/** Draws a plan's patient, scans it, and says what is true of it. Same plan and options, same bytes. */
export function makeFromPlan(plan: Plan, options: PhantomOptions): Phantom {
  const grid = gridOf(plan, options);
  const body = plan.body();
  const box = boxOf(plan, grid);
  const site: Site = prepareSite({ body, box, random: createRandom(stir(plan.name, options.seed)) });
  const contents = plan.fill(site);
  const lesions = contents.lesions.filter((lesion) => lies(lesion, box));
  const scene: Scene = {
    layers: [...body.layers, ...(contents.layers ?? [])],
    lesions,
    decoys: contents.decoys ?? [],
    artefact: contents.artefact,
  };
  const scan: Scan = {
    grid,
    psfSigmaMm: options.psfSigmaMm ?? plan.psfSigmaMm,
    noiseHu: options.noiseHu ?? plan.noiseHu,
    noiseGrainMm: options.noiseGrainMm ?? plan.noiseGrainMm,
    edgeGain: plan.edgeGain ?? 0,
    noiseSeed: stir(`${plan.name} noise`, options.noiseSeed ?? options.seed),
  };
  const { hu, labels, peakHu } = render(scene, scan, options.progress);
  const key = `calcimap phantom ${plan.name} ${options.seed} ${grid.size.join('x')} ${grid.spacingMm.join('x')} ${grid.originMm.join(',')} ${scan.noiseSeed} ${scan.noiseHu}`;
  const left = (contents.unplaced ?? 0) + contents.lesions.length - lesions.length;
  return {
    name: plan.name,
    seed: options.seed,
    volume: { grid, hu, source: sourceOf(plan, { grid, key, patientKey: `calcimap phantom ${plan.name} ${options.seed}` }) },
    labels,
    truth: {
      name: plan.name,
      seed: options.seed,
      pattern: plan.pattern,
      lesions: lesions.map((lesion, n) => truthOf(lesion, n, peakHu[n])),
      decoys: scene.decoys.filter((decoy) => [0, 1, 2].every((a) => decoy.centroidMm[a] > box.low[a] && decoy.centroidMm[a] < box.high[a])),
      noiseHu: scan.noiseHu,
      psfSigmaMm: scan.psfSigmaMm,
    },
    caseFile: plan.caseFile,
    issues: leftOut(plan, left),
  };
}

const leftOut = (plan: Plan, count: number): Issue[] =>
  count === 0
    ? []
    : [
        issue('note', {
          code: 'phantom-lesions-left-out',
          where: plan.name,
          expected: 'room in the scanned field for every lesion of the plan',
          received: `${count} without room`,
          fix: 'The truth lists those that were drawn. Scan a larger field for the others.',
        }),
      ];
