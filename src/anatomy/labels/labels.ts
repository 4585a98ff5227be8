import { canonicalAxes, type Grid, type Issue, isCanonical, issue, toCanonicalOrder, voxelCount } from '../../core/index.ts';
import type { BitMask, Kernels } from '../../kernels/types.ts';
import { maskWhere } from '../frame/index.ts';
import { TISSUES, type Tissue } from '../types.ts';

/** A segmentation made elsewhere, on the volume's own grid and in its own voxel order. */
export interface ExternalLabels {
  readonly voxels: Uint8Array | Uint16Array;
  /** What each label value is; values that are not named are left to this room's own reading. */
  readonly tissueOf: ReadonlyMap<number, Tissue>;
}

const span = (from: number, to: number, tissue: Tissue): [number, Tissue][] =>
  Array.from({ length: to - from + 1 }, (_, n): [number, Tissue] => [from + n, tissue]);

/** Label values of the TotalSegmentator "total" task, version 2 (Wasserthal et al., Radiol Artif Intell 2023;5:e230024). */
export const TOTALSEGMENTATOR_TOTAL: ReadonlyMap<number, Tissue> = new Map<number, Tissue>([
  ...span(1, 9, 'cavitySoftTissue'),
  ...span(10, 14, 'lung'),
  [15, 'cavitySoftTissue'],
  [16, 'airway'],
  ...span(17, 24, 'cavitySoftTissue'),
  ...span(25, 50, 'boneCortex'),
  [51, 'cavitySoftTissue'],
  [52, 'artery'],
  [53, 'vein'],
  ...span(54, 58, 'artery'),
  ...span(59, 60, 'vein'),
  [61, 'cavitySoftTissue'],
  ...span(62, 64, 'vein'),
  ...span(65, 66, 'artery'),
  ...span(67, 68, 'vein'),
  ...span(69, 78, 'boneCortex'),
  [79, 'cavitySoftTissue'],
  ...span(80, 89, 'muscle'),
  [90, 'cavitySoftTissue'],
  ...span(91, 116, 'boneCortex'),
  [117, 'cartilage'],
]);

/** Labels turned into what takes precedence: bone, what is surely not bone, arteries, and a tissue per voxel. */
export interface LabelMasks {
  readonly bone: BitMask;
  readonly notBone: BitMask;
  readonly artery: BitMask;
  /** A tissue code per canonical voxel; 0 = not named. */
  readonly tissue: Uint8Array;
}

export function readLabels(
  labels: ExternalLabels,
  options: { source: Grid; grid: Grid; kernels: Kernels },
): { masks: LabelMasks | null; issues: Issue[] } {
  const { source, grid } = options;
  if (labels.voxels.length !== voxelCount(source)) {
    return {
      masks: null,
      issues: [
        issue('error', {
          code: 'anatomy-labels-grid',
          where: 'anatomy labels',
          expected: `${voxelCount(source)} voxels, as the volume has`,
          received: `${labels.voxels.length} voxels`,
          fix: 'Bring the segmentation onto the grid of the series; it was left out.',
        }),
      ],
    };
  }
  const map = canonicalAxes(source.direction);
  const voxels = isCanonical(map) ? labels.voxels : reordered(labels.voxels, source);
  const code = new Uint8Array(65536);
  for (const [value, tissue] of labels.tissueOf) code[value] = TISSUES[tissue];
  const tissue = Uint8Array.from(voxels, (value) => code[value]);
  const bony = (value: number): boolean => value === TISSUES.boneCortex || value === TISSUES.boneMarrow;
  return {
    masks: {
      tissue,
      bone: maskWhere(grid.size, (offset) => bony(tissue[offset])),
      notBone: maskWhere(grid.size, (offset) => tissue[offset] !== 0 && !bony(tissue[offset])),
      artery: maskWhere(grid.size, (offset) => tissue[offset] === TISSUES.artery),
    },
    issues: [],
  };
}

function reordered(voxels: Uint8Array | Uint16Array, source: Grid): Uint8Array | Uint16Array {
  const map = canonicalAxes(source.direction);
  if (voxels instanceof Uint8Array) return toCanonicalOrder(voxels, source, map, new Uint8Array(voxels.length));
  return toCanonicalOrder(voxels, source, map, new Uint16Array(voxels.length));
}

/** Writes the named tissues over the painted ones; bone keeps its own parting into cortex and marrow, metal stays. */
export function applyLabels(painted: Uint8Array, labels: LabelMasks): void {
  for (let offset = 0; offset < painted.length; offset++) {
    const given = labels.tissue[offset];
    if (given === 0 || given === TISSUES.boneCortex || given === TISSUES.boneMarrow || painted[offset] === TISSUES.metal) continue;
    // An organ or muscle does not undo what was seen of contrast in it.
    const seen = painted[offset] === TISSUES.enhancedBlood || painted[offset] === TISSUES.artery;
    if (!seen || given === TISSUES.artery || given === TISSUES.vein) painted[offset] = given;
  }
}
