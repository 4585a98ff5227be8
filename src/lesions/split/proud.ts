import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Components, Kernels } from '../../kernels/index.ts';
import { boxSize, cropMask, growBox, hasVoxel, maskFromVoxels, uncropMask } from '../../kernels/index.ts';
import { bonePatch } from './bone-patch.ts';
import type { ProudMeasures } from './stand-out.ts';
import { standOut } from './stand-out.ts';

export interface ProudOptions {
  readonly hu: Int16Array;
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  /** Bone with marrow, filled. */
  readonly bone: BitMask;
  readonly kernels: Kernels;
}

/** Trabecular bone with its marrow stays below this, cortex and most deposits above (adult spongiosa 100..300 HU at 120 kVp). */
const MARROW_HU = 300;
/** Marrow lies at least this deep under the mask's surface, mm: a cortex and the blur. */
const DEEP_MM = 1.3;
/** Smaller holes are noise or texture, mm3. */
const MARROW_LEAST_MM3 = 12;
/** Cortices are from one to some six millimetres thick: what lies farther than each of these from marrow is looked at, mm. */
const BEYOND_MM = [2.2, 2.8, 3.4, 4.1, 5, 6, 7.5] as const;
const LARGEST_MM3 = 20_000;
/** Half of the box's diagonal over the radius of the ball of the piece's volume: a shaft's cortex has far more. */
const SEED_REACH = 2.6;

/** Contact, exposure and form of what is taken; see {@link ProudMeasures}. A ball pressed in by a tenth has 0.6, 0.9 and 1.2. */
const DEPOSIT = { base: 1.6, exposed: 0.48, reach: 2 };
/** Fainter pieces cannot be told from the edge of the bone. */
const PEAK_HU = 340;
/** An edge of bone is fainter than the cortex that it stands on; a deposit is not. */
const OVER_BASE = 0.72;
/** Height and radius in units of the longest voxel side: less is the grid's own step. */
const RESOLVED = { height: 1.1, radius: 1, longVoxelRadius: 2 };
const LEAST_HEIGHT_MM = 1;
/** Voxels longer than wide by more, or longer than a cortex is thick, make pieces out of every slanted surface. */
const LONG_VOXEL = { ratio: 2.05, mm: 1.55 };

/**
 * Deposits that lean on bone and came into its mask: bone's surface lies one cortex away from its marrow, and what stands
 * farther out, dense and narrow at its foot, is not bone. The cut follows the bone's surface. null when there is none.
 */
export function proudDeposits(options: ProudOptions): BitMask | null {
  const { hu, size, spacingMm, bone, kernels } = options;
  const bounds = kernels.boundingBox(bone);
  if (bounds === null) return null;
  const box = growBox(bounds, { marginMm: 2, spacingMm, size });
  const inner = cropMask(bone, box);
  const marrow = marrowOf(inner, cropMask(kernels.threshold(hu, { size, low: MARROW_HU, high: 32767 }), box), options);
  const boxed = boxSize(box);
  const released = kernels.emptyMask(boxed);
  let any = false;
  for (const beyondMm of BEYOND_MM) {
    const near = kernels.dilate(marrow, { radiusMm: beyondMm, spacingMm });
    const far = kernels.components(kernels.andNot(kernels.copy(inner), near), { connectivity: 26 });
    for (const [component, runs] of compact(far, { hu, wholeSize: size, corner: box.low, spacingMm, released })) {
      const patch = bonePatch({ hu, wholeSize: size, corner: box.low, spacingMm, bone: inner, marrow, far, component, beyondMm, kernels });
      const piece = standOut(patch, { runs, far, beyondMm });
      if (piece === null || !isDeposit(piece.measures, spacingMm)) continue;
      any = true;
      kernels.or(released, maskFromVoxels(piece.voxels, boxed));
    }
  }
  return any ? uncropMask(released, { box, size }) : null;
}

/** Enclosed voxels that are no mineral, in pieces large enough to be marrow. */
function marrowOf(bone: BitMask, solid: BitMask, options: { spacingMm: Vector3; kernels: Kernels }): BitMask {
  const { spacingMm, kernels } = options;
  const inside = kernels.andNot(kernels.erode(bone, { radiusMm: DEEP_MM, spacingMm }), solid);
  const pieces = kernels.components(inside, { connectivity: 6 });
  const least = MARROW_LEAST_MM3 / (spacingMm[0] * spacingMm[1] * spacingMm[2]);
  return kernels.select(pieces, (c) => pieces.voxels[c] >= least);
}

/** Components that are small, not drawn out, dense somewhere and not taken yet, with their runs. */
function compact(
  components: Components,
  source: { hu: Int16Array; wholeSize: Vector3; corner: Vector3; spacingMm: Vector3; released: BitMask },
): Map<number, number[]> {
  const { hu, wholeSize, corner, spacingMm, released } = source;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const wanted = Uint8Array.from({ length: components.count }, (_, c) => {
    const mm3 = components.voxels[c] * voxelMm3;
    if (components.voxels[c] < 2 || mm3 > LARGEST_MM3) return 0;
    const extent = [0, 1, 2].map((a) => (components.bounds[6 * c + 3 + a] - components.bounds[6 * c + a] + 1) * spacingMm[a]);
    return Math.hypot(...extent) / 2 <= SEED_REACH * Math.cbrt((3 * mm3) / (4 * Math.PI)) ? 1 : 0;
  });
  const runs = new Map<number, number[]>();
  for (let run = 0; run < components.label.length; run++) {
    const c = components.label[run];
    if (wanted[c] === 0) continue;
    const list = runs.get(c);
    if (list) list.push(run);
    else runs.set(c, [run]);
  }
  const ny = components.size[1];
  for (const [c, list] of runs) {
    let dense = false;
    for (const run of list) {
      const row = components.row[run];
      const read = corner[0] + wholeSize[0] * ((row % ny) + corner[1] + wholeSize[1] * (Math.floor(row / ny) + corner[2]));
      for (let i = components.start[run]; i <= components.end[run] && !dense; i++) dense = hu[read + i] >= PEAK_HU;
      if (dense) break;
    }
    const first = components.row[list[0]] * components.size[0] + components.start[list[0]];
    if (!dense || hasVoxel(released, first)) runs.delete(c);
  }
  return runs;
}

function isDeposit(m: ProudMeasures, spacingMm: Vector3): boolean {
  const [shortest, longest] = [Math.min(...spacingMm), Math.max(...spacingMm)];
  const isLong = longest > LONG_VOXEL.ratio * shortest || longest > LONG_VOXEL.mm;
  const radius = isLong ? RESOLVED.longVoxelRadius : RESOLVED.radius;
  return (
    m.base <= DEPOSIT.base &&
    m.exposed >= DEPOSIT.exposed &&
    m.reach <= DEPOSIT.reach &&
    m.heightMm >= Math.max(LEAST_HEIGHT_MM, RESOLVED.height * longest) &&
    m.radiusMm >= radius * longest &&
    m.peakHu >= PEAK_HU &&
    m.meanHu >= OVER_BASE * m.baseHu
  );
}
