import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { isSet } from '../frame/index.ts';

/** One bright connected piece, marrow filled, with the numbers that tell bone from calcification. */
export interface PartMeasures {
  readonly component: number;
  /** First corner of its bounding box, voxels. */
  readonly at: Vector3;
  readonly volumeMm3: number;
  /** Mean HU of the outermost layer, of the next, and of what lies deeper; null = the piece is not that thick. */
  readonly layerHu: readonly [number, number | null, number | null];
  /** Share of voxels deeper than both layers. */
  readonly deepShare: number;
  /** Share of voxels under the outermost layer that are below the bright threshold: marrow. */
  readonly marrowShare: number;
  /** Share of what lies deeper than both layers that is far below the densest layer: marrow too bright to be told by the threshold. */
  readonly dimShare: number;
  /** Does it run out of the scan through the first or last slice? */
  readonly cutByScan: boolean;
  readonly longestMm: number;
  /** Share of voxels brighter than contrast medium gets in this scan; null in a scan without. */
  readonly aboveContrastShare: number | null;
}

/** Thickness of the layers, mm; a thin cortex is about 1 mm (phalanx) to 2 mm. */
const LAYER_MM = 1.2;
const LEAST_MM3 = 20;

export function measureParts(
  components: Components,
  options: {
    hu: Int16Array;
    size: Vector3;
    spacingMm: Vector3;
    thresholdHu: number;
    filled: BitMask;
    contrastCeilingHu: number | null;
    kernels: Kernels;
  },
): PartMeasures[] {
  const { kernels, hu, size, spacingMm, filled } = options;
  const layer = Math.max(LAYER_MM, 1.01 * Math.min(spacingMm[0], spacingMm[1]));
  const within = kernels.erode(filled, { radiusMm: layer, spacingMm });
  const deep = kernels.erode(within, { radiusMm: layer, spacingMm });
  const sums = new Float64Array(3 * components.count);
  const counts = new Float64Array(3 * components.count);
  const marrow = new Float64Array(components.count);
  const above = new Float64Array(components.count);
  const ceiling = options.contrastCeilingHu ?? Number.POSITIVE_INFINITY;
  for (let run = 0; run < components.row.length; run++) {
    const row = components.row[run];
    const j = row % size[1];
    const k = Math.floor(row / size[1]);
    const c = components.label[run];
    for (let i = components.start[run]; i <= components.end[run]; i++) {
      const value = hu[row * size[0] + i];
      const layerOf = isSet(deep, i, j, k) ? 2 : isSet(within, i, j, k) ? 1 : 0;
      const at = 3 * c + layerOf;
      sums[at] += value;
      counts[at]++;
      // In the outermost layer it is the noise of what lies about.
      if (value < options.thresholdHu) marrow[c] += Math.min(1, layerOf);
      else if (value > ceiling) above[c]++;
    }
  }
  const dim = options.contrastCeilingHu === null ? null : dimInside(components, { hu, size, deep, sums, counts });
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const parts: PartMeasures[] = [];
  for (let c = 0; c < components.count; c++) {
    const volumeMm3 = components.voxels[c] * voxelMm3;
    if (volumeMm3 < LEAST_MM3) continue;
    const mean = (which: number): number | null => (counts[3 * c + which] >= 3 ? sums[3 * c + which] / counts[3 * c + which] : null);
    const extent = [0, 1, 2].map((axis) => (components.bounds[6 * c + 3 + axis] - components.bounds[6 * c + axis] + 1) * spacingMm[axis]);
    parts.push({
      component: c,
      at: [components.bounds[6 * c], components.bounds[6 * c + 1], components.bounds[6 * c + 2]],
      volumeMm3,
      layerHu: [mean(0) ?? 0, mean(1), mean(2)],
      deepShare: counts[3 * c + 2] / components.voxels[c],
      marrowShare: marrow[c] / components.voxels[c],
      dimShare: dim === null ? 0 : dim[c] / Math.max(1, counts[3 * c + 2]),
      cutByScan: components.bounds[6 * c + 2] === 0 || components.bounds[6 * c + 5] === size[2] - 1,
      longestMm: Math.hypot(extent[0], extent[1], extent[2]),
      aboveContrastShare: options.contrastCeilingHu === null ? null : above[c] / components.voxels[c],
    });
  }
  return parts;
}

/** Enhanced marrow against the cortex about it. */
const DIM = { ofShell: 0.6, share: 0.15 };

/** Deep voxels of each component far below its densest layer. */
function dimInside(
  components: Components,
  source: { hu: Int16Array; size: Vector3; deep: BitMask; sums: Float64Array; counts: Float64Array },
): Float64Array {
  const { hu, size, deep, sums, counts } = source;
  const dim = new Float64Array(components.count);
  const limit = dim.map(
    (_, c) => DIM.ofShell * Math.max(...[0, 1, 2].map((n) => (counts[3 * c + n] >= 3 ? sums[3 * c + n] / counts[3 * c + n] : 0))),
  );
  for (let run = 0; run < components.row.length; run++) {
    const row = components.row[run];
    const c = components.label[run];
    if (counts[3 * c + 2] === 0) continue;
    const [j, k] = [row % size[1], Math.floor(row / size[1])];
    for (let i = components.start[run]; i <= components.end[run]; i++)
      if (hu[row * size[0] + i] < limit[c] && isSet(deep, i, j, k)) dim[c]++;
  }
  return dim;
}

/** From here on a piece is taken for bone unless it grows denser inward like a calcified mass. */
const LARGE_MM3 = 10_000;
const SMALL_MM3 = 100;
/** Trabecular interior below the cortex by this share. */
const INTERIOR_SHARE = 0.85;
/** Interior at least this near to the layers around it: mineral all through, not marrow. */
const SOLID_SHARE = 0.9;
const MARROW_SHARE = 0.12;
/** Cortex outshines contrast medium somewhere; vessels and kidneys do not. */
const ABOVE_CONTRAST_SHARE = 0.04;

/** Is it thick enough to show something under its two layers? */
export const hasInterior = (part: PartMeasures): boolean => part.layerHu[2] !== null && part.deepShare > 0.02;

/** Cortex around a less dense interior, or too large and branched for a calcification. */
export function isBone(part: PartMeasures): boolean {
  if (part.aboveContrastShare !== null && part.aboveContrastShare < ABOVE_CONTRAST_SHARE) return false;
  const [outer, next, deep] = part.layerHu;
  const shell = Math.max(outer, next ?? outer);
  const interior = hasInterior(part) ? deep : null;
  const hollow = part.marrowShare > MARROW_SHARE || part.dimShare > DIM.share || (interior !== null && interior < INTERIOR_SHARE * shell);
  if (part.volumeMm3 >= LARGE_MM3)
    return interior === null || interior < SOLID_SHARE * shell || part.dimShare > DIM.share || part.longestMm > 150;
  if (part.volumeMm3 < SMALL_MM3) return false;
  return hollow;
}

/** Enclosed fluid (a fluid-calcium level) may stand where marrow would; more than this is hollow. */
const SOLID_MARROW_SHARE = 0.35;

export function isSolid(part: PartMeasures): boolean {
  const [outer, next, deep] = part.layerHu;
  if (part.marrowShare > SOLID_MARROW_SHARE) return false;
  if (deep !== null && part.deepShare > 0.02) return deep >= SOLID_SHARE * Math.max(outer, next ?? outer);
  return next !== null && next >= outer;
}
