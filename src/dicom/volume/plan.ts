import { type Grid, type Issue, issue, type Vector3 } from '../../core/index.ts';
import { normalOf, type Placed, SAME_POSITION_MM, type Stack, seriesName } from '../series/index.ts';

/** Slices count as even when none is further than this share of the spacing from its place on the line. */
const EVEN_SHARE = 0.1;
/** Positions are often written with one decimal. */
const ROUNDING_MM = 0.051;
/** A gap that is a whole number of spacings within this share has slices missing. */
const WHOLE_SHARE = 0.15;
/** Missing slices are filled up to this many in a row; a wider gap cuts the stack. */
const MOST_FILLED = 3;
/** In-plane shift between slices, in pixels, from which the stack is sheared. */
const SHEAR_PIXELS = 0.25;
/** An uneven stack is never resampled to more than this many times its slices. */
const MOST_RESAMPLED = 4;
/** Spacing is kept to a nanometre, so that sums of decimal positions do not leave a tail of digits. */
const PER_MM = 1e6;
/** Slices further apart than this are of two scans, mm; interleaved high-resolution CT reaches 20. */
const WIDEST_GAP_MM = 50;
const DEGREES = 180 / Math.PI;

/** How the slices of a stack become a volume on an even, rectangular grid. */
export interface VolumePlan {
  readonly grid: Grid;
  readonly frames: readonly Placed[];
  /**
   * `direct`: frame f lands on slice `slots[f]`, empty slots are interpolated. `sheared`: the same, each frame moved in its
   * plane (gantry tilt). `resampled`: every output slice is interpolated between the frames around it, moved in plane.
   */
  readonly way: 'direct' | 'sheared' | 'resampled';
  readonly slots: readonly number[];
  readonly tiltDegrees: number;
  readonly issues: readonly Issue[];
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/** One frame per position; of several at one position the first stands. */
function withoutRepeats(frames: readonly Placed[]): Placed[] {
  return frames.filter((frame, at) => at === 0 || frame.along - frames[at - 1].along >= SAME_POSITION_MM);
}

/** True when the frames lie on slots of one even line from the first to the last. */
function onLine(frames: readonly Placed[], slots: readonly number[]): boolean {
  const start = frames[0].along;
  const fitted = (frames[frames.length - 1].along - start) / slots[slots.length - 1];
  return frames.every((frame, at) => Math.abs(frame.along - start - slots[at] * fitted) <= Math.max(EVEN_SHARE * fitted, ROUNDING_MM));
}

/** Slots on an even line, or null when the positions are on none. */
function evenSlots(frames: readonly Placed[], spacing: number): number[] | null {
  // One slice after another first: the spacing of the whole stack does not suffer from rounding in single positions.
  const consecutive = frames.map((_, at) => at);
  if (onLine(frames, consecutive)) return consecutive;
  const slots = [0];
  for (let at = 1; at < frames.length; at++) {
    const gap = (frames[at].along - frames[at - 1].along) / spacing;
    const step = Math.round(gap);
    if (step < 1 || Math.abs(gap - step) > WHOLE_SHARE * Math.max(1, step)) return null;
    slots.push(slots[at - 1] + step);
  }
  return onLine(frames, slots) ? slots : null;
}

/** The longest run of frames with no gap wider than can be filled. */
function longestRun(frames: readonly Placed[], slots: readonly number[]): { from: number; to: number } {
  let best = { from: 0, to: 0 };
  let from = 0;
  for (let at = 1; at <= frames.length; at++) {
    if (at < frames.length && slots[at] - slots[at - 1] <= MOST_FILLED + 1) continue;
    if (at - from > best.to - best.from) best = { from, to: at };
    from = at;
  }
  return best;
}

/** The longest run of frames without a gap that no scan has. */
function nearRun(frames: readonly Placed[]): Placed[] {
  let best: Placed[] = [];
  let run: Placed[] = [];
  for (const frame of frames) {
    if (run.length > 0 && frame.along - run[run.length - 1].along > WIDEST_GAP_MM) run = [];
    run.push(frame);
    if (run.length > best.length) best = run;
  }
  return best;
}

interface Shear {
  readonly perMm: readonly [number, number];
  readonly sheared: boolean;
  readonly degrees: number;
}

function shearOf(frames: readonly Placed[]): Shear {
  const [first, last] = [frames[0], frames[frames.length - 1]];
  const depth = last.along - first.along;
  const [pixelU, pixelV] = first.frame.spacingMm!;
  const moved = frames.some((f) => Math.abs(f.u - first.u) > SHEAR_PIXELS * pixelU || Math.abs(f.v - first.v) > SHEAR_PIXELS * pixelV);
  if (!moved || depth === 0) return { perMm: [0, 0], sheared: false, degrees: 0 };
  const perMm = [(last.u - first.u) / depth, (last.v - first.v) / depth] as const;
  return { perMm, sheared: true, degrees: Math.atan(Math.hypot(perMm[0], perMm[1])) * DEGREES };
}

/** Grid whose rows are long enough for every shifted slice, at the given places along the normal. */
function gridOf(frames: readonly Placed[], along: { start: number; spacing: number; slices: number }): Grid {
  const { frame, instance } = frames[0];
  const o = frame.orientation!;
  const n = normalOf(o);
  const [pixelU, pixelV] = frame.spacingMm!;
  const lowU = Math.min(...frames.map((f) => f.u));
  const lowV = Math.min(...frames.map((f) => f.v));
  const moreU = (Math.max(...frames.map((f) => f.u)) - lowU) / pixelU;
  const moreV = (Math.max(...frames.map((f) => f.v)) - lowV) / pixelV;
  const grow = (share: number): number => (share > SHEAR_PIXELS ? Math.ceil(share - 1e-6) : 0);
  const [u, v] = [grow(moreU) > 0 ? lowU : frames[0].u, grow(moreV) > 0 ? lowV : frames[0].v];
  const origin = [0, 1, 2].map((axis) => u * o[axis] + v * o[3 + axis] + along.start * n[axis] + 0) as unknown as Vector3;
  return {
    size: [instance.format!.columns + grow(moreU), instance.format!.rows + grow(moreV), along.slices],
    spacingMm: [pixelU, pixelV, Math.round(along.spacing * PER_MM) / PER_MM],
    originMm: origin,
    direction: [o[0], o[3], n[0], o[1], o[4], n[1], o[2], o[5], n[2]],
  };
}

/** Spacing of a single slice: what it says of its thickness, for want of positions. */
const singleSpacing = (frame: Placed): number => frame.frame.thicknessMm || 1;

/** Plans the volume of a stack. Spacing comes from the positions, never from SliceThickness (PS3.3 C.7.6.2.1.1). */
export function planVolume(stack: Stack): VolumePlan {
  const issues: Issue[] = [];
  const where = seriesName(stack.frames[0].instance);
  const add = (severity: 'warning' | 'note', code: string, words: { expected: string; received: string; fix: string }): void => {
    issues.push(issue(severity, { code, where, ...words }));
  };
  let frames = withoutRepeats(stack.frames);
  const dropped = stack.frames.length - frames.length;
  if (dropped > 0)
    add('warning', 'dicom-duplicate-position', {
      expected: 'one slice per position',
      received: `${dropped} more`,
      fix: 'The first of each by instance number was kept.',
    });
  const near = nearRun(frames);
  if (near.length < frames.length)
    add('warning', 'dicom-missing-slice', {
      expected: `slices at most ${WIDEST_GAP_MM} mm apart`,
      received: 'a wider gap',
      fix: `The longest run was kept and ${frames.length - near.length} slice(s) left out.`,
    });
  frames = near;
  const gaps = frames.slice(1).map((frame, at) => frame.along - frames[at].along);
  if (gaps.length === 0) {
    const grid = gridOf(frames, { start: frames[0].along, spacing: singleSpacing(frames[0]), slices: 1 });
    return { grid, frames, way: 'direct', slots: [0], tiltDegrees: 0, issues };
  }
  const spacing = median(gaps);
  let slots = evenSlots(frames, spacing);
  if (slots) {
    const run = longestRun(frames, slots);
    if (run.to - run.from < frames.length) {
      const rest = frames.length - (run.to - run.from);
      add('warning', 'dicom-missing-slice', {
        expected: `a slice each ${spacing.toFixed(3)} mm`,
        received: `a gap of more than ${MOST_FILLED} slices`,
        fix: `The longest run was kept and ${rest} slice(s) left out.`,
      });
      frames = frames.slice(run.from, run.to);
      slots = slots.slice(run.from, run.to).map((slot, _, all) => slot - all[0]);
    }
    const missing = slots[slots.length - 1] + 1 - frames.length;
    if (missing > 0) {
      const at = slots.flatMap((slot, index) => (index > 0 && slot - slots![index - 1] > 1 ? [slots![index - 1] + 1] : []));
      add('warning', 'dicom-missing-slice', {
        expected: `a slice each ${spacing.toFixed(3)} mm`,
        received: `${missing} missing, first after slice ${at.slice(0, 8).join(', ')}`,
        fix: 'Interpolated from their neighbours; get the whole series.',
      });
    }
  }
  const shear = shearOf(frames);
  const depth = frames[frames.length - 1].along - frames[0].along;
  if (shear.sheared) {
    const stated = frames[0].instance.acquisition.gantryTiltDegrees;
    add('note', 'dicom-gantry-tilt', {
      expected: 'slices stacked along their normal',
      received: `${shear.degrees.toFixed(2)} degrees (the header says ${stated ?? 'nothing'})`,
      fix: 'Slices were moved in their plane onto a rectangular grid.',
    });
  }
  if (slots) {
    const slices = slots[slots.length - 1] + 1;
    const even = slices > 1 ? depth / (slices - 1) : singleSpacing(frames[0]);
    const grid = gridOf(frames, { start: frames[0].along, spacing: even, slices });
    return { grid, frames, way: shear.sheared ? 'sheared' : 'direct', slots, tiltDegrees: shear.degrees, issues };
  }
  const finest = Math.max(Math.min(...gaps), depth / (MOST_RESAMPLED * frames.length));
  const slices = Math.floor(depth / finest + 1e-6) + 1;
  add('warning', 'dicom-uneven-spacing', {
    expected: 'even spacing',
    received: `gaps of ${Math.min(...gaps).toFixed(3)} to ${Math.max(...gaps).toFixed(3)} mm`,
    fix: `Interpolated to ${finest.toFixed(3)} mm; small foci in wide gaps may be missed.`,
  });
  const grid = gridOf(frames, { start: frames[0].along, spacing: depth / (slices - 1), slices });
  return { grid, frames, way: 'resampled', slots: [], tiltDegrees: shear.degrees, issues };
}
