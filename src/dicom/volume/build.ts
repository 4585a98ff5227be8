import {
  type Acquisition,
  checkAborted,
  type Grid,
  type Issue,
  indexToPatient,
  issue,
  type Progress,
  quiet,
  type RunOptions,
  type SliceReference,
  type SourceFile,
  type Volume,
  voxelCount,
} from '../../core/index.ts';
import type { FrameProblem } from '../codec/index.ts';
import { decodeSlice, isPlain, openPixels, type PixelSource, readPlain, type SliceDecoder } from '../pixels/index.ts';
import type { Placed, Stack } from '../series/index.ts';
import { planVolume, type VolumePlan } from './plan.ts';
import { fillSlots, resample } from './resample.ts';

/** Largest volume that is allocated: 2^31 voxels is 4 GB of HU. */
const MOST_VOXELS = 2 ** 31;

export interface BuildOptions extends RunOptions {
  /** Decodes a slice; another thread's when the host has one. Default: this thread. */
  readonly decode?: SliceDecoder;
  /** Slices in flight at once. */
  readonly parallel?: number;
  /** Makes the array that slices are written into; shared memory when workers write into it. */
  readonly allocate?: (voxels: number) => Int16Array;
}

export interface BuiltVolume {
  readonly volume: Volume | null;
  readonly issues: readonly Issue[];
}

/** Slices read at once without a pool: one is decoded while another is read. */
const DEFAULT_LANES = 2;

const ordinary = (voxels: number): Int16Array => new Int16Array(voxels);

interface Decoding {
  readonly plan: VolumePlan;
  readonly target: Int16Array;
  /** Slice that frame f goes to. */
  readonly slotOf: (frame: number) => number;
}

/** Decodes every frame of the plan into its slice; what failed, with the words why. */
async function decodeAll(
  decoding: Decoding,
  files: ReadonlyMap<string, SourceFile>,
  options: BuildOptions,
): Promise<Map<Placed, FrameProblem>> {
  const { plan, target, slotOf } = decoding;
  const { decode = decodeSlice, parallel = DEFAULT_LANES } = options;
  const progress: Progress = options.progress ?? quiet;
  const failed = new Map<Placed, FrameProblem>();
  const opened = new Map<string, PixelSource>();
  let next = 0;
  let done = 0;
  const decodeOne = async ({ instance, frame }: Placed, slot: number): Promise<FrameProblem | null> => {
    const format = instance.format!;
    const count = format.rows * format.columns;
    const file = files.get(instance.path)!;
    if (isPlain(instance)) return readPlain(file, { instance, frame }, { out: target, offset: slot * count, count });
    const source = opened.get(instance.path) ?? openPixels(file, instance);
    if (format.frames > 1) opened.set(instance.path, source);
    const stored = await source.stored(frame.index);
    if ('problem' in stored) return stored.problem;
    const form = { format, syntaxUid: instance.syntax.uid, vr: instance.pixels!.vr };
    return decode({
      ...form,
      stored: stored.bytes,
      transform: frame.transform,
      padding: instance.padding,
      out: target,
      offset: slot * count,
    });
  };
  const one = async (index: number): Promise<void> => {
    const placed = plan.frames[index];
    const problem = await decodeOne(placed, slotOf(index));
    if (problem !== null) failed.set(placed, problem);
    progress({ stage: 'read', fraction: ++done / plan.frames.length });
  };
  const lane = async (): Promise<void> => {
    while (next < plan.frames.length) {
      checkAborted(options.signal);
      await one(next++);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, lane));
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

function volumeOf(plan: VolumePlan, grid: Grid, hu: Int16Array): Volume {
  const { instance } = plan.frames[0];
  return {
    grid,
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
    },
  };
}

async function attempt(
  plan: VolumePlan,
  files: ReadonlyMap<string, SourceFile>,
  options: BuildOptions,
): Promise<{ hu: Int16Array; failed: Map<Placed, FrameProblem> }> {
  const allocate = options.allocate ?? ordinary;
  if (plan.way === 'direct') {
    const hu = allocate(voxelCount(plan.grid));
    const failed = await decodeAll({ plan, target: hu, slotOf: (frame) => plan.slots[frame] }, files, options);
    if (failed.size === 0) fillSlots(hu, plan.grid, plan.slots);
    return { hu, failed };
  }
  const { rows, columns } = plan.frames[0].instance.format!;
  const source = allocate(rows * columns * plan.frames.length);
  const failed = await decodeAll({ plan, target: source, slotOf: (frame) => frame }, files, options);
  const hu = allocate(failed.size === 0 ? voxelCount(plan.grid) : 0);
  if (failed.size === 0) resample({ source, rows, columns, frames: plan.frames, grid: plan.grid }, hu);
  return { hu, failed };
}

/**
 * Decodes a stack into a volume. A slice that cannot be decoded is left out with an issue and the rest is planned again,
 * so that its place is then a missing slice.
 */
export async function buildVolume(stack: Stack, files: ReadonlyMap<string, SourceFile>, options: BuildOptions): Promise<BuiltVolume> {
  const issues: Issue[] = [];
  let rest = stack;
  while (rest.frames.length > 0) {
    const plan = planVolume(rest);
    const size = voxelCount(plan.grid);
    if (size > MOST_VOXELS) {
      const words = { expected: `at most ${MOST_VOXELS} voxels`, received: String(size), fix: 'Split the series.' };
      return {
        volume: null,
        issues: [...issues, issue('error', { code: 'dicom-too-large', where: rest.frames[0].instance.path, ...words })],
      };
    }
    const { hu, failed } = await attempt(plan, files, options);
    if (failed.size === 0) return { volume: volumeOf(plan, plan.grid, hu), issues: [...issues, ...plan.issues] };
    issues.push(...truncationIssues(failed));
    rest = { ...rest, frames: rest.frames.filter((frame) => !failed.has(frame)) };
  }
  return { volume: null, issues };
}
