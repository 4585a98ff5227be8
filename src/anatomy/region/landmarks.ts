import type { Coarse } from '../frame/index.ts';
import type { Segment } from './segments.ts';
import type { SliceProfile } from './slices.ts';
import type { Spine } from './spine.ts';

/** Places in the volume that regions are told from; coarse voxels. */
export interface Landmarks {
  /** Middle of the body per slice; null where there is no body. */
  readonly middle: readonly (number | null)[];
  /** Level of the hip joints, how far back they lie, and body size relative to {@link HIP_APART_MM}; null = not in the scan. */
  readonly hip: { readonly k: number; readonly j: number; readonly scale: number } | null;
  /** Highest and lowest slice with lung; null = none. */
  readonly lung: { readonly top: number; readonly bottom: number } | null;
}

/** Levels whose middle the spine marks better than the outline does. */
const SPINAL: ReadonlySet<Segment> = new Set(['neck', 'chest', 'abdomen']);
/** Half the window over which the middle is smoothed, mm. */
const SMOOTH_MM = 20;
/** Distance between the centres of an adult's femoral heads. */
const HIP_APART_MM = 176;
const HIP_SCALE = { least: 0.5, most: 1.3 };
const LUNG_LEAST_MM2 = 200;

export function findLandmarks(
  coarse: Coarse,
  options: { slices: readonly SliceProfile[]; segments: readonly Segment[]; spine: Spine },
): Landmarks {
  const { slices, segments, spine } = options;
  const raw = slices.map((slice, k) =>
    middleOf(slice, { nx: coarse.size[0], spinal: SPINAL.has(segments[k]) ? (spine.path[k]?.i ?? null) : null }),
  );
  const reach = Math.max(1, Math.round(SMOOTH_MM / coarse.spacingMm[2]));
  const middle = raw.map((value, k) => {
    if (value === null) return null;
    const about = raw.slice(Math.max(0, k - reach), k + reach + 1).filter((each) => each !== null);
    about.sort((a, b) => a - b);
    return about[about.length >> 1];
  });
  const withLung = slices.flatMap((slice, k) => (slice.lungMm2 >= LUNG_LEAST_MM2 ? [k] : []));
  return {
    middle,
    hip: findHips(coarse, { slices, segments }),
    lung: withLung.length > 0 ? { top: Math.max(...withLung), bottom: Math.min(...withLung) } : null,
  };
}

function middleOf(slice: SliceProfile, options: { nx: number; spinal: number | null }): number | null {
  if (slice.pieces.length === 0) return null;
  if (options.spinal !== null) return options.spinal;
  const large = slice.pieces.filter((piece) => piece.areaMm2 > 0.5 * slice.pieces[0].areaMm2);
  return (Math.min(...large.map((piece) => piece.low[0])) + Math.max(...large.map((piece) => piece.high[0]))) / 2;
}

/** The slice of the pelvis with most bone on both sides: femoral heads in their sockets. */
function findHips(coarse: Coarse, options: { slices: readonly SliceProfile[]; segments: readonly Segment[] }): Landmarks['hip'] {
  let best: { k: number; bone: number } | null = null;
  options.slices.forEach((slice, k) => {
    if (options.segments[k] !== 'pelvis') return;
    const bone = Math.min(slice.lateralBone.right.mm2, slice.lateralBone.left.mm2);
    if (best === null || bone > best.bone) best = { k, bone };
  });
  if (best === null) return null;
  const { k } = best as { k: number; bone: number };
  // Most bone in the very last slice of the scan: the joints lie beyond it.
  if (k === 0 || k === options.slices.length - 1) return null;
  const { right, left } = options.slices[k].lateralBone;
  const apart = (left.centre[0] - right.centre[0]) * coarse.spacingMm[0];
  const scale = Math.min(HIP_SCALE.most, Math.max(HIP_SCALE.least, apart / HIP_APART_MM));
  return { k, j: (right.centre[1] + left.centre[1]) / 2, scale };
}
