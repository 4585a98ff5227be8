import {
  type Acquisition,
  checkAborted,
  type DicomSource,
  type Grid,
  type Issue,
  indexToPatient,
  issue,
  middleOut,
  type Progress,
  quiet,
  type RunOptions,
  readFailure,
  type SliceReference,
  type SourceFile,
  type Volume,
  voxelCount,
} from '../../core/index.ts';
import type { FrameProblem } from '../codec/index.ts';
import { decodeSlice, isPlain, openPixels, type PixelSource, readPlain, type SliceDecoder } from '../pixels/index.ts';
import { type Placed, type Stack, seriesName } from '../series/index.ts';
import { type SliceDigest, type SliceDigests, sliceDigests } from './hash.ts';
import { originOf } from './origin.ts';
import { planVolume, type VolumePlan } from './plan.ts';
import { fillSlots, resample, shearFrame } from './resample.ts';

/** Largest volume that is allocated: 2^31 voxels is 4 GB of HU. */
const MOST_VOXELS = 2 ** 31;

export interface BuildOptions extends RunOptions {
  /** Decodes a slice; another thread's when the host has one. Default: this thread. */
  readonly decode?: SliceDecoder;
  /** Told of every compressed syntax while headers are read, so that a decoder elsewhere can start meanwhile. */
  readonly prepare?: (syntaxUid: string) => void;
  /** Slices in flight at once. */
  readonly parallel?: number;
  /** Makes the array that slices are written into; shared memory when workers write into it. */
  readonly allocate?: (voxels: number) => Int16Array;
  /** SHA-256 for the hash of the volume, where the host has a faster one than the platform of a page. */
  readonly digest?: SliceDigest;
  /**
   * For a page that shows slices while they come: told the grid and the array that slices are written into, before the
   * first. Slices then come from the middle outwards. Not told for stacks that are resampled, which have no slices yet.
   */
  readonly onPlan?: (planned: { readonly grid: Grid; readonly hu: Int16Array }) => void;
  /** Told a slice's index along k when it is in place. */
  readonly onSlice?: (slice: number) => void;
}

export interface BuiltVolume {
  readonly volume: Volume | null;
  /** SHA-256 of geometry and values; empty without a volume. */
  readonly hash: string;
  readonly issues: readonly Issue[];
}

/** Slices read at once without a pool: one is decoded while another is read. */
const DEFAULT_LANES = 2;

const ordinary = (voxels: number): Int16Array => new Int16Array(voxels);

/** Where a frame is decoded to, and what is done with it there. Lanes run at once; each has a number. */
interface Decoding {
  readonly plan: VolumePlan;
  readonly target: (frame: number, lane: number) => { readonly out: Int16Array; readonly offset: number };
  readonly landed?: (frame: number, lane: number) => void;
}

const lanesOf = (options: BuildOptions): number => Math.max(1, options.parallel ?? DEFAULT_LANES);

/** Decodes every frame of the plan; what failed, with the words why. */
async function decodeAll(
  { plan, target, landed }: Decoding,
  files: ReadonlyMap<string, SourceFile>,
  options: BuildOptions,
): Promise<Map<Placed, FrameProblem>> {
  const { decode = decodeSlice } = options;
  const progress: Progress = options.progress ?? quiet;
  const failed = new Map<Placed, FrameProblem>();
  const opened = new Map<string, PixelSource>();
  let next = 0;
  let done = 0;
  const order = options.onSlice ? middleOut(plan.frames.length) : (at: number): number => at;
  const decodeOne = async ({ instance, frame }: Placed, to: { out: Int16Array; offset: number }): Promise<FrameProblem | null> => {
    const format = instance.format!;
    const file = files.get(instance.path)!;
    if (isPlain(instance)) return readPlain(file, { instance, frame }, { ...to, count: format.rows * format.columns });
    const source = opened.get(instance.path) ?? openPixels(file, instance);
    if (format.frames > 1) opened.set(instance.path, source);
    const stored = await source.stored(frame.index);
    if ('problem' in stored) return stored.problem;
    const form = { format, syntaxUid: instance.syntax.uid, vr: instance.pixels!.vr };
    return decode({ ...form, stored: stored.bytes, transform: frame.transform, padding: instance.padding, ...to });
  };
  const lane = async (number: number): Promise<void> => {
    while (next < plan.frames.length) {
      checkAborted(options.signal);
      const index = order(next++);
      const placed = plan.frames[index];
      const problem = await decodeOne(placed, target(index, number)).catch(readFailure);
      if (problem !== null) failed.set(placed, problem);
      else landed?.(index, number);
      progress({ stage: 'read', fraction: ++done / plan.frames.length });
    }
  };
  await Promise.all(Array.from({ length: lanesOf(options) }, (_, number) => lane(number)));
  return failed;
}

function references(plan: VolumePlan): SliceReference[] {
  const { grid, frames } = plan;
  const d = grid.direction;
  const along = (position: readonly number[]): number => d[2] * position[0] + d[5] * position[1] + d[8] * position[2];
  let nearest = 0;
  return Array.from({ length: grid.size[2] }, (_, slice) => {
    const positionMm = indexToPatient(grid, [0, 0, slice]);
    const place = along(positionMm);
    while (nearest + 1 < frames.length && Math.abs(frames[nearest + 1].along - place) <= Math.abs(frames[nearest].along - place)) nearest++;
    const { instance, frame } = frames[nearest];
    return { sopClassUid: instance.sopClassUid, sopInstanceUid: instance.sopInstanceUid, frame: frame.index + 1, positionMm };
  });
}

function truncationIssues(failed: ReadonlyMap<Placed, FrameProblem>): Issue[] {
  return [...failed.entries()].map(([placed, problem]) =>
    issue('warning', {
      code: problem.code,
      where: placed.instance.path,
      expected: 'a whole frame',
      received: problem.received,
      fix: 'The slice was left out; export it again.',
    }),
  );
}

const acquisitionOf = (plan: VolumePlan): Acquisition => {
  const { acquisition } = plan.frames[0].instance;
  return { ...acquisition, sliceThicknessMm: plan.frames[0].frame.thicknessMm ?? acquisition.sliceThicknessMm };
};

function volumeOf(plan: VolumePlan, hu: Int16Array, dicom: DicomSource): Volume {
  const { instance } = plan.frames[0];
  return {
    grid: plan.grid,
    hu,
    source: {
      format: 'dicom',
      modality: instance.modality,
      studyInstanceUid: instance.studyInstanceUid || null,
      seriesInstanceUid: instance.seriesInstanceUid || null,
      frameOfReferenceUid: instance.frameOfReferenceUid,
      seriesDescription: instance.seriesDescription,
      patient: instance.patient,
      acquisition: acquisitionOf(plan),
      slices: references(plan),
      lossy: plan.frames.some((frame) => frame.instance.lossy),
      dicom,
    },
  };
}

/** What the values of a volume are worth, said once. */
function valueIssues({ frames }: VolumePlan): Issue[] {
  const issues: Issue[] = [];
  const where = seriesName(frames[0].instance);
  const lossy = frames.filter(({ instance }) => instance.lossy).length;
  if (lossy > 0)
    issues.push(
      issue('note', {
        code: 'dicom-lossy',
        where,
        expected: 'lossless pixels',
        received: `${lossy} of ${frames.length} slices stored with loss`,
        fix: 'Faint or small calcification may be lost; get the series without loss.',
      }),
    );
  const bare = frames.filter(({ frame }) => !frame.rescaleStated).length;
  if (bare > 0)
    issues.push(
      issue('warning', {
        code: 'dicom-no-rescale',
        where,
        expected: 'RescaleSlope and RescaleIntercept (PS3.3 C.8.2.1)',
        received: `none in ${bare} of ${frames.length} slices`,
        fix: 'Stored values were taken for HU; check them.',
      }),
    );
  return issues;
}

/** An array beside the volume: shared when the volume is, so that the same workers can write into it, and let go after use. */
const beside = (hu: Int16Array, voxels: number): Int16Array =>
  typeof SharedArrayBuffer !== 'undefined' && hu.buffer instanceof SharedArrayBuffer
    ? new Int16Array(new SharedArrayBuffer(2 * voxels))
    : new Int16Array(voxels);

/** Decodes the frames of a plan and puts them in their places. */
async function fill(
  { hu, plan, digests }: { readonly hu: Int16Array; readonly plan: VolumePlan; readonly digests: SliceDigests },
  files: ReadonlyMap<string, SourceFile>,
  options: BuildOptions,
): Promise<Map<Placed, FrameProblem>> {
  const { grid, frames, slots, way } = plan;
  const { rows, columns } = frames[0].instance.format!;
  const area = rows * columns;
  const inPlace = (slice: number): void => {
    digests.take(slice);
    options.onSlice?.(slice);
  };
  if (way !== 'resampled') options.onPlan?.({ grid, hu });
  if (way === 'direct')
    return decodeAll(
      { plan, target: (frame) => ({ out: hu, offset: slots[frame] * area }), landed: (frame) => inPlace(slots[frame]) },
      files,
      options,
    );
  if (way === 'sheared') {
    const desks = Array.from({ length: lanesOf(options) }, () => beside(hu, area));
    return decodeAll(
      {
        plan,
        target: (_, lane) => ({ out: desks[lane], offset: 0 }),
        landed: (frame, lane) => {
          shearFrame({ values: desks[lane], offset: 0, rows, columns }, frames[frame], { hu, grid, slice: slots[frame] });
          inPlace(slots[frame]);
        },
      },
      files,
      options,
    );
  }
  const source = beside(hu, area * frames.length);
  const failed = await decodeAll({ plan, target: (frame) => ({ out: source, offset: frame * area }) }, files, options);
  if (failed.size === 0) resample({ source, rows, columns, frames, grid }, hu);
  return failed;
}

const sameGrid = (a: VolumePlan, b: VolumePlan): boolean => a.way === b.way && JSON.stringify(a.grid) === JSON.stringify(b.grid);

/**
 * Decodes a stack into a volume. A slice that cannot be decoded is left out with an issue and the rest is planned again,
 * so that its place is then a missing slice.
 */
export async function buildVolume(stack: Stack, files: ReadonlyMap<string, SourceFile>, options: BuildOptions): Promise<BuiltVolume> {
  const issues: Issue[] = [];
  const allocate = options.allocate ?? ordinary;
  let rest = stack;
  while (rest.frames.length > 0) {
    const plan = planVolume(rest);
    const size = voxelCount(plan.grid);
    if (size > MOST_VOXELS) {
      const words = { expected: `at most ${MOST_VOXELS} voxels`, received: String(size), fix: 'Split the series.' };
      return {
        volume: null,
        hash: '',
        issues: [...issues, issue('error', { code: 'dicom-too-large', where: rest.frames[0].instance.path, ...words })],
      };
    }
    const hu = allocate(size);
    const digests = sliceDigests(hu, plan.grid, options.digest);
    const failed = await fill({ hu, plan, digests }, files, options);
    issues.push(...truncationIssues(failed));
    rest = { ...rest, frames: rest.frames.filter((frame) => !failed.has(frame)) };
    // Where the frames that are left lie as before, what was decoded stands and only the gaps are filled.
    const left = failed.size === 0 ? plan : rest.frames.length > 0 ? planVolume(rest) : null;
    if (left === null || !sameGrid(left, plan) || (left.way === 'resampled' && failed.size > 0)) continue;
    if (left.way !== 'resampled') for (const slice of fillSlots(hu, left.grid, left.slots)) digests.drop(slice);
    const hash = await digests.all();
    return { volume: volumeOf(left, hu, await originOf(left, files)), hash, issues: [...issues, ...left.issues, ...valueIssues(left)] };
  }
  return { volume: null, hash: '', issues };
}
