import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Kernels } from '../../kernels/types.ts';
import { type Coarse, isSet } from '../frame/index.ts';

/** Septa, vessels and skin folds are thinner than twice this; muscle is not. */
const SEPTUM_HALF_MM = 2.5;
/** Muscle-like HU, from half way to fat up to this much above the muscle mode (enhanced muscle, organs). */
const LEAN_ABOVE_MUSCLE_HU = 110;
/** Lean pieces smaller than this share of the largest in their part do not carry the fascia (nodules, glands, lymph nodes). */
const PIECE_SHARE = 0.02;
const PIECE_LEAST_MM3 = 3000;
/** Gaps between neighbouring muscles that the fascia spans, as a share of the equivalent radius of the cross-section. */
const SPAN_SHARE = 0.16;
const SPAN_MM = { least: 3, most: 24 };
/** Cross-sections thicker than this (equivalent radius) are a trunk. */
const TRUNK_RADIUS_MM = 105;

export interface FasciaOptions {
  readonly coarse: Coarse;
  readonly body: BitMask;
  /** Coarse bone; counts as inside, so that a skull or a shin under thin skin is never "in subcutaneous fat". */
  readonly bone: BitMask;
  /** Lungs, gas, contrast: inside as well. */
  readonly inside: BitMask;
  readonly fatHu: number;
  readonly muscleHu: number;
  readonly skinMm: number;
  readonly kernels: Kernels;
}

/** What the deep fascia encloses: muscle, bone, cavities and the fat between them. */
export function insideDeepFascia(options: FasciaOptions): BitMask {
  const { coarse, kernels, body } = options;
  const { size, spacingMm, hu } = coarse;
  const deepEnough = kernels.erode(body, { radiusMm: Math.max(options.skinMm + 1, 1.01 * spacingMm[0]), spacingMm });
  const low = Math.round((options.fatHu + options.muscleHu) / 2);
  const lean = kernels.and(kernels.threshold(hu, { size, low, high: Math.round(options.muscleHu + LEAN_ABOVE_MUSCLE_HU) }), deepEnough);
  kernels.or(kernels.or(lean, options.bone), options.inside);
  const opened = kernels.open(lean, { radiusMm: Math.max(SEPTUM_HALF_MM, 1.01 * spacingMm[0]), spacingMm });
  const carrying = kernels.or(kernels.and(largePieces(opened, { spacingMm, kernels }), deepEnough), options.bone);
  const unreached = beyondThinWalls({ ...options, lean, deepEnough });
  kernels.or(carrying, unreached);
  const trunk = trunkSlices(body, spacingMm);
  const whole = kernels.emptyMask(size);
  // Trunk and limbs are spanned with their own radius, one cross-section class at a time.
  for (const span of new Set(trunk.spanMm)) {
    if (span === 0) continue;
    const slabs = selectSlices(carrying, { kernels, keep: (k) => trunk.spanMm[k] === span });
    const spanned = kernels.close(slabs, { radiusMm: span, spacingMm });
    kernels.or(whole, selectSlices(spanned, { kernels, keep: (k) => trunk.spanMm[k] === span }));
  }
  kernels.and(kernels.or(whole, carrying), kernels.or(kernels.copy(deepEnough), options.bone));
  return kernels.and(kernels.fillHoles(whole, { mode: 'slices' }), body);
}

/** Holes in a thin muscular wall up to twice this do not let the subcutaneous fat flow in. */
const WALL_GAP_HALF_MM = 4;
/** What the flow did not reach counts from this half-thickness on; the rest are septa and the lean layer itself. */
const UNREACHED_HALF_MM = 7;
const SEED_DEPTH_MM = 8;
/** A muscular sheet of half a coarse voxel's thickness still lifts the voxel this far from fat to muscle. */
const BARRIER_SHARE = 0.3;

/**
 * Subcutaneous fat is what can be reached from under the skin through fat. Where the abdominal wall is a sheet too thin
 * to survive an opening, the flow still stops at it.
 */
function beyondThinWalls(options: FasciaOptions & { lean: BitMask; deepEnough: BitMask }): BitMask {
  const { kernels, coarse, body } = options;
  const { spacingMm } = coarse;
  const barrierHu = Math.round(options.fatHu + BARRIER_SHARE * (options.muscleHu - options.fatHu));
  const barrier = kernels.or(kernels.threshold(coarse.hu, { size: coarse.size, low: barrierHu, high: 32767 }), options.lean);
  const gap = Math.max(WALL_GAP_HALF_MM, 2.01 * spacingMm[0]);
  const core = kernels.erode(kernels.andNot(kernels.copy(options.deepEnough), barrier), { radiusMm: gap, spacingMm });
  const shallow = kernels.andNot(kernels.copy(core), kernels.erode(body, { radiusMm: options.skinMm + gap + SEED_DEPTH_MM, spacingMm }));
  const flow = kernels.reconstruct(shallow, core, { connectivity: 6 });
  const reached = kernels.and(kernels.dilate(flow, { radiusMm: gap + spacingMm[0], spacingMm }), options.deepEnough);
  const rest = kernels.andNot(kernels.erode(body, { radiusMm: options.skinMm + UNREACHED_HALF_MM, spacingMm }), reached);
  return kernels.open(rest, { radiusMm: UNREACHED_HALF_MM, spacingMm });
}

function largePieces(mask: BitMask, options: { spacingMm: Vector3; kernels: Kernels }): BitMask {
  const { kernels, spacingMm } = options;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const pieces = kernels.components(mask, { connectivity: 6 });
  let largest = 0;
  for (const n of pieces.voxels) largest = Math.max(largest, n);
  const least = Math.min(PIECE_SHARE * largest, Math.max(PIECE_LEAST_MM3 / voxelMm3, 0));
  return kernels.select(pieces, (c) => pieces.voxels[c] >= Math.max(least, 1));
}

/** How far the fascia spans in each slice, in steps so that few closings are needed. */
function trunkSlices(body: BitMask, spacingMm: Vector3): { spanMm: number[] } {
  const [nx, ny, nz] = body.size;
  const spanMm: number[] = [];
  for (let k = 0; k < nz; k++) {
    let voxels = 0;
    let columns = 0;
    for (let i = 0; i < nx; i++) {
      let any = false;
      for (let j = 0; j < ny; j++)
        if (isSet(body, i, j, k)) {
          voxels++;
          any = true;
        }
      if (any) columns++;
    }
    if (voxels === 0) {
      spanMm.push(0);
      continue;
    }
    const radius = Math.sqrt((voxels * spacingMm[0] * spacingMm[1]) / Math.PI);
    const wide = columns * spacingMm[0] > 2 * TRUNK_RADIUS_MM;
    const span = Math.min(SPAN_MM.most, Math.max(SPAN_MM.least, SPAN_SHARE * radius * (wide ? 1 : 0.7)));
    // Rounded to a ladder of radii.
    spanMm.push(SPAN_LADDER_MM.reduce((best, step) => (Math.abs(step - span) < Math.abs(best - span) ? step : best)));
  }
  return { spanMm };
}
const SPAN_LADDER_MM = [3, 6, 10, 16, 22];

function selectSlices(mask: BitMask, options: { kernels: Kernels; keep: (k: number) => boolean }): BitMask {
  const copy = options.kernels.copy(mask);
  const perSlice = mask.size[1] * mask.wordsPerRow;
  for (let k = 0; k < mask.size[2]; k++) if (!options.keep(k)) copy.words.fill(0, k * perSlice, (k + 1) * perSlice);
  return copy;
}
