import type { FrameRef } from './series.ts';

/**
 * Frames that lie on one another: same matrix, pixel size and direction. The frame of reference is not asked unless
 * positions repeat, because de-identified series are met with another UID in each slice.
 */
export interface Stack {
  readonly frames: readonly Placed[];
  /** Why this is apart from the rest of its series; empty when it is the whole of it. */
  readonly apart: string;
}

/** A frame with its place along the normal and in its plane, all mm. */
export interface Placed extends FrameRef {
  readonly along: number;
  readonly u: number;
  readonly v: number;
}

/** Cosines and spacings that differ less than this are the same: DS values are often rounded to 5 digits. */
const SAME_COSINE = 1e-3;
const SAME_SPACING_MM = 1e-3;
/** Positions closer than this are one position. */
export const SAME_POSITION_MM = 0.01;

export function normalOf(orientation: readonly number[]): readonly [number, number, number] {
  const [a, b, c, d, e, f] = orientation;
  return [b * f - c * e + 0, c * d - a * f + 0, a * e - b * d + 0];
}

function sameShape(a: FrameRef, b: FrameRef): boolean {
  const [fa, fb] = [a.instance.format!, b.instance.format!];
  return (
    fa.rows === fb.rows &&
    fa.columns === fb.columns &&
    a.frame.spacingMm!.every((value, at) => Math.abs(value - b.frame.spacingMm![at]) < SAME_SPACING_MM) &&
    a.frame.orientation!.every((value, at) => Math.abs(value - b.frame.orientation![at]) < SAME_COSINE)
  );
}

function place(ref: FrameRef, orientation: readonly number[]): Placed {
  const p = ref.frame.positionMm!;
  const n = normalOf(orientation);
  const dot = (x: number, y: number, z: number): number => p[0] * x + p[1] * y + p[2] * z;
  return {
    ...ref,
    along: dot(n[0], n[1], n[2]),
    u: dot(orientation[0], orientation[1], orientation[2]),
    v: dot(orientation[3], orientation[4], orientation[5]),
  };
}

type Key = (ref: FrameRef) => string;
/** What may tell passes apart, the surest first. */
const PASS_KEYS: readonly Key[] = [
  (ref) => ref.instance.frameOfReferenceUid ?? '',
  (ref) => ref.frame.stackId,
  (ref) => ref.frame.temporal,
  (ref) => ref.frame.acquisition,
  (ref) => [...ref.instance.imageType, ...ref.frame.frameType].join('/'),
];
const PASS_WORDS = ['frame of reference', 'stack', 'time', 'acquisition', 'image type'] as const;

const byPlace = (a: Placed, b: Placed): number =>
  a.along - b.along ||
  (a.instance.instanceNumber ?? 0) - (b.instance.instanceNumber ?? 0) ||
  a.frame.index - b.frame.index ||
  (a.instance.path < b.instance.path ? -1 : 1);

export const repeats = (frames: readonly Placed[]): number => {
  let count = 0;
  for (let at = 1; at < frames.length; at++) if (frames[at].along - frames[at - 1].along < SAME_POSITION_MM) count++;
  return count;
};

function partition(frames: readonly Placed[], key: Key): Placed[][] {
  const parts = new Map<string, Placed[]>();
  for (const frame of frames) {
    const value = key(frame);
    const part = parts.get(value);
    if (part) part.push(frame);
    else parts.set(value, [frame]);
  }
  return [...parts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

/** Passes cover the same body: their ranges overlap by more than half of the shorter one. */
function overlap(parts: readonly Placed[][]): boolean {
  if (parts.length < 2 || parts.some((part) => part.length < 2)) return false;
  const [a, b] = parts;
  const low = Math.max(a[0].along, b[0].along);
  const high = Math.min(a[a.length - 1].along, b[b.length - 1].along);
  const shorter = Math.min(a[a.length - 1].along - a[0].along, b[b.length - 1].along - b[0].along);
  return high - low > 0.5 * shorter;
}

/** Splits frames whose positions repeat, or whose passes run over the same body, into passes. */
function passes(frames: readonly Placed[]): Stack[] {
  for (const [at, key] of PASS_KEYS.entries()) {
    const parts = partition(frames, key);
    if (parts.length < 2) continue;
    const before = repeats(frames);
    const after = parts.reduce((sum, part) => sum + repeats(part), 0);
    if (after < before || (before === 0 && at > 0 && at < 4 && overlap(parts)))
      return parts.flatMap((part) =>
        passes(part).map((stack) => ({ ...stack, apart: stack.apart || `several passes, told apart by ${PASS_WORDS[at]}` })),
      );
  }
  return [{ frames, apart: '' }];
}

/** The stacks of a series, each sorted along its normal; file names and instance numbers do not count. */
export function stacksOf(frames: readonly FrameRef[]): Stack[] {
  const shapes: FrameRef[][] = [];
  for (const ref of frames) {
    const shape = shapes.find(([first]) => sameShape(first, ref));
    if (shape) shape.push(ref);
    else shapes.push([ref]);
  }
  return shapes.flatMap((shape) => {
    const orientation = shape[0].frame.orientation!;
    const placed = shape.map((ref) => place(ref, orientation)).sort(byPlace);
    return passes(placed).map((stack) => ({
      ...stack,
      apart: stack.apart || (shapes.length > 1 ? 'several matrix sizes, directions or pixel sizes' : ''),
    }));
  });
}
