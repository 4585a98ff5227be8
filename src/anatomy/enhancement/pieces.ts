import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Kernels } from '../../kernels/types.ts';
import { type Coarse, refine } from '../frame/index.ts';

/** A vessel outside the cavities is long for its volume: at least this long, with at most this mean cross-section. */
const VESSEL = { leastMm: 12, mostMm2: 90 };
/** The blurred edge of a plaque or clip brighter than blood is its own, not contrast. */
const EDGE_MM = 1.8;
/** Undiluted medium fills the great veins solidly, denser than bone of this thickness, against a great pool. */
const UNDILUTED = { leastHu: 800, halfWidthMm: 3, reachMm: 6, greatPoolMm3: 10_000 };

export interface PieceOptions {
  readonly hu: Int16Array;
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  /** Bright and not bone, fine grid. */
  readonly pieces: BitMask;
  readonly ceilingHu: number;
  readonly coarse: Coarse;
  /** Cavities with what lies in them, coarse grid. */
  readonly cavity: BitMask;
  readonly kernels: Kernels;
}

/**
 * Bright voxels that contrast medium explains: in the cavities all that are no brighter than blood and not the blurred
 * edge of something brighter; elsewhere pieces no brighter than blood that are shaped like a vessel.
 */
export function contrastPieces(options: PieceOptions): BitMask {
  const { hu, size, spacingMm, kernels, coarse } = options;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const below = kernels.and(kernels.threshold(hu, { size, low: -32768, high: options.ceilingHu }), options.pieces);
  const brighter = kernels.andNot(kernels.copy(options.pieces), below);
  const edges = kernels.dilate(brighter, { radiusMm: EDGE_MM, spacingMm });
  const inCavity = kernels.and(kernels.copy(below), refine(options.cavity, coarse, size));
  const vessel = vesselShaped(options, voxelMm3);
  return kernels.or(kernels.andNot(inCavity, edges), kernels.and(below, vessel));
}

function vesselShaped(options: PieceOptions, voxelMm3: number): BitMask {
  const { hu, spacingMm, kernels } = options;
  const components = kernels.components(options.pieces, { connectivity: 26 });
  const { maximum } = kernels.statistics(hu, components);
  return kernels.select(components, (c) => {
    if (maximum[c] > options.ceilingHu) return false;
    const extent = [0, 1, 2].map((axis) => (components.bounds[6 * c + 3 + axis] - components.bounds[6 * c + axis] + 1) * spacingMm[axis]);
    const length = Math.hypot(extent[0], extent[1], extent[2]);
    return length >= VESSEL.leastMm && (components.voxels[c] * voxelMm3) / length <= VESSEL.mostMm2;
  });
}

/** Solid, very dense contrast in the great veins beside the heart (superior vena cava, brachiocephalic and subclavian veins). */
export function undilutedContrast(options: {
  hu: Int16Array;
  size: Vector3;
  spacingMm: Vector3;
  body: BitMask;
  enhanced: BitMask;
  kernels: Kernels;
}): BitMask {
  const { hu, size, spacingMm, kernels } = options;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const dense = kernels.and(kernels.threshold(hu, { size, low: UNDILUTED.leastHu, high: 32767 }), options.body);
  const solid = kernels.open(dense, { radiusMm: UNDILUTED.halfWidthMm, spacingMm });
  if (kernels.count(solid) === 0) return solid;
  const pools = kernels.components(options.enhanced, { connectivity: 26 });
  const great = kernels.select(pools, (c) => pools.voxels[c] * voxelMm3 >= UNDILUTED.greatPoolMm3);
  const near = kernels.and(kernels.dilate(great, { radiusMm: UNDILUTED.reachMm, spacingMm }), solid);
  const filled = kernels.reconstruct(near, solid, { connectivity: 26 });
  // Its blurred edge belongs to it.
  return kernels.and(kernels.dilate(filled, { radiusMm: 1.5 * UNDILUTED.halfWidthMm, spacingMm }), options.body);
}
