import type { Grid } from '../geometry/index.ts';

/** A segmentation made elsewhere, on the grid of the volume it goes with. */
export interface LabelMap {
  readonly grid: Grid;
  /** 0 = nothing; length nx * ny * nz, i fastest. */
  readonly labels: Uint16Array;
  /** Name per label, as the file or its tool has it (TotalSegmentator class names for its files). */
  readonly names: ReadonlyMap<number, string>;
  /** What the names were taken from. */
  readonly naming: 'file' | 'totalsegmentator-v2' | 'totalsegmentator-v1' | 'file-name' | 'none';
}
