import type { Vector3 } from '../core/index.ts';

/**
 * A bit per voxel. Row r = j + ny * k holds `wordsPerRow` words; bit i & 31 of word i >> 5 is voxel (i, j, k).
 * Bits beyond nx are always 0.
 */
export interface BitMask {
  readonly size: Vector3;
  readonly wordsPerRow: number;
  readonly words: Uint32Array;
}

/** Inclusive index box. */
export interface Box {
  readonly low: Vector3;
  readonly high: Vector3;
}

/**
 * Connected components as runs: run q covers voxels start[q]..end[q] (inclusive) of row row[q] = j + ny * k and
 * belongs to component label[q] in 0..count-1. Runs are sorted by row, then start; components are numbered in order of
 * their first run, so the numbering does not depend on threads.
 */
export interface Components {
  readonly size: Vector3;
  readonly count: number;
  readonly row: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly label: Int32Array;
  /** Voxels per component. */
  readonly voxels: Int32Array;
  /** Six per component: i, j, k low, then i, j, k high, inclusive. */
  readonly bounds: Int32Array;
}

export type Connectivity = 6 | 18 | 26;

/** Distance field of a box at full or coarser resolution; sample (a, b, c) sits at voxel low + step * (a, b, c). */
export interface DistanceField {
  readonly box: Box;
  readonly step: number;
  readonly size: Vector3;
  /** Millimetres to the nearest set voxel centre, capped; i fastest. */
  readonly mm: Float32Array;
}

/**
 * A banded linear map along one axis: output v = sum over t = 0 .. width - 1 of weight[v * width + t] * input[first[v] + t].
 * first[v] + width never passes `inputs`; weights beyond the band's own are 0.
 */
export interface Band {
  readonly inputs: number;
  readonly outputs: number;
  readonly width: number;
  readonly first: Int32Array;
  readonly weight: Float32Array;
}

/** A shape on a fine grid (i fastest): occupancy = clamp(0.5 + (field - level) * slope, 0, 1). */
export interface ShapeInput {
  readonly field: Float32Array;
  /** One over the field's change across a cell. */
  readonly slope: Float32Array;
  /** From cells to voxels. */
  readonly bands: readonly [Band, Band, Band];
  /** Per voxel: what was measured, and 1 where it counts. */
  readonly contrast: Float32Array;
  readonly region: Uint8Array;
}

export interface ShapeModel {
  /** Sum of the occupancy, and over the region the sums of seen * contrast and seen * seen. */
  score(level: number): { readonly cells: number; readonly product: number; readonly power: number };
  /** Occupancy of the last level scored; a copy. */
  occupancy(): Float32Array;
}

/** `start` on the fine grid; `contrast` and `region` per voxel; values at or below `floor` count as nothing. */
export interface DeconvolveInput {
  readonly start: Float32Array;
  readonly contrast: Float32Array;
  readonly region: Uint8Array;
  readonly forward: readonly [Band, Band, Band];
  readonly backward: readonly [Band, Band, Band];
  readonly iterations: number;
  readonly floor: number;
}

/**
 * Voxel kernels over one volume grid. Two implementations, held equal by tests: `plain` (TypeScript) and `wasm`
 * (AssemblyScript, SIMD, threads). Masks returned are new unless a doc line says "in place".
 */
export interface Kernels {
  readonly kind: 'plain' | 'wasm';
  readonly threads: number;
  /** Int16 voxels in the kernels' own memory, so that later calls need no copy. */
  allocateVoxels(count: number): Int16Array;
  /**
   * Hands memory from allocateVoxels, smooth or downsample back before the collector would. The array must not be used
   * afterwards. Arrays from elsewhere are left alone.
   */
  release(voxels: Int16Array): void;
  emptyMask(size: Vector3): BitMask;
  /** low <= value <= high. */
  threshold(voxels: Int16Array, options: { size: Vector3; low: number; high: number }): BitMask;
  /** In place on the first mask. */
  and(mask: BitMask, other: BitMask): BitMask;
  or(mask: BitMask, other: BitMask): BitMask;
  andNot(mask: BitMask, other: BitMask): BitMask;
  not(mask: BitMask): BitMask;
  copy(mask: BitMask): BitMask;
  count(mask: BitMask): number;
  /** null when the mask is empty. */
  boundingBox(mask: BitMask): Box | null;
  /** Ball of the given radius in mm (voxel centres within the radius). Outside the volume counts as unset for dilate, as set for erode. */
  dilate(mask: BitMask, options: { radiusMm: number; spacingMm: Vector3 }): BitMask;
  erode(mask: BitMask, options: { radiusMm: number; spacingMm: Vector3 }): BitMask;
  close(mask: BitMask, options: { radiusMm: number; spacingMm: Vector3 }): BitMask;
  open(mask: BitMask, options: { radiusMm: number; spacingMm: Vector3 }): BitMask;
  /** Background not reachable from the border becomes set: per slice along k (4-connected) or in 3-D (6-connected). */
  fillHoles(mask: BitMask, options: { mode: 'slices' | 'volume' }): BitMask;
  components(mask: BitMask, options: { connectivity: Connectivity }): Components;
  /** The voxels of the components that `keep` accepts. */
  select(components: Components, keep: (component: number) => boolean): BitMask;
  /** Components of `mask` that hold at least one voxel of `seed` (hysteresis). */
  reconstruct(seed: BitMask, mask: BitMask, options: { connectivity: Connectivity }): BitMask;
  /** Exact Euclidean distance to the nearest set voxel, inside `box` (default: whole grid), capped at capMm. */
  distance(mask: BitMask, options: { spacingMm: Vector3; capMm: number; box?: Box; step?: number }): DistanceField;
  /** Gaussian, sigma in mm, truncated at 3 sigma, mirrored borders; rounded to integers. */
  smooth(voxels: Int16Array, options: { size: Vector3; spacingMm: Vector3; sigmaMm: number }): Int16Array;
  /** threshold(smooth(voxels)) to the bit, without the smoothed volume ever existing. */
  smoothThreshold(voxels: Int16Array, options: { size: Vector3; spacingMm: Vector3; sigmaMm: number; low: number; high: number }): BitMask;
  /** Block means by an integer factor per axis; the last block may be partial. */
  downsample(voxels: Int16Array, options: { size: Vector3; factor: Vector3 }): { voxels: Int16Array; size: Vector3 };
  /** Value sum, sum of squares, minimum, maximum per component. */
  statistics(
    voxels: Int16Array,
    components: Components,
  ): {
    sum: Float64Array;
    sumOfSquares: Float64Array;
    minimum: Int16Array;
    maximum: Int16Array;
  };
  /** One banded map per axis over a small float grid (i fastest): blur and sampling of a model, or their transpose. */
  separable(values: Float32Array, bands: readonly [Band, Band, Band]): Float32Array;
  /** Lends a model of shapes to `use` and takes it back afterwards. */
  shape<T>(input: ShapeInput, use: (model: ShapeModel) => T): T;
  /** Richardson-Lucy deconvolution onto the fine grid. */
  deconvolve(input: DeconvolveInput): Float32Array;
}
