import type { Vector3 } from '../../core/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { tissueUnder } from '../background/index.ts';
import { eigenOf } from '../eigen/index.ts';
import type { Patch } from '../patch/index.ts';
import { ballSteps, blurPatch, dilatePatch, patchCount } from '../patch/index.ts';
import type { CoreBand } from './core-band.ts';
import { coreBand, halfMaximum } from './core-band.ts';
import { deconvolve } from './deconvolve.ts';
import { fineGrid, voxelShares } from './fine.ts';
import type { ContrastPrior, Fit } from './fit.ts';
import { fitShape } from './fit.ts';
import { coreInterval, intervalOf } from './interval.ts';
import type { Moments } from './moments.ts';
import { momentsOf } from './moments.ts';
import { ellipsoids, levelSets } from './shape-family.ts';

export interface VolumeInput {
  readonly patch: Patch;
  /** HU of the patch. */
  readonly values: Float32Array;
  /** 1 = voxels found bright and belonging to this lesion. */
  readonly object: Uint8Array;
  /** 1 = bright for another reason (bone, a neighbour, metal, air beyond the skin): neither object nor background. */
  readonly other: Uint8Array;
  /** 1 = may hold the lesion, but is no background. */
  readonly doubtful?: Uint8Array;
  /** 1 = air beyond the skin and away from bright things. */
  readonly air?: Uint8Array;
  /** Effective blur of the image per axis, standard deviation in mm, voxel size included. */
  readonly sigmaMm: Vector3;
  readonly noiseHu: number;
  readonly prior: ContrastPrior;
  /** Plain ones when left out. */
  readonly kernels?: Kernels;
}

export interface VolumeEstimate {
  readonly volumeMm3: number;
  /** Holds the true volume in 95 of 100 lesions. */
  readonly intervalMm3: readonly [number, number];
  /** A second scan falls within this part of the volume, 95 of 100 times. */
  readonly repeatsWithin: number;
  readonly method: 'core' | 'level-set' | 'ellipsoid';
  /** Mean HU of the pure material above the background. */
  readonly contrastHu: number;
  readonly backgroundHu: number;
  readonly residualHu: number;
  /** HU above the local background, per voxel of the patch. */
  readonly contrast: Float32Array;
  /** Where the lesion's contrast was looked for. */
  readonly region: Uint8Array;
  /** Voxels at or above the local half maximum. */
  readonly half: Uint8Array;
  /** Share of each voxel that the lesion fills, as the model says. */
  readonly share: Float32Array;
  readonly moments: Moments;
}

/** The blur leaves less than 2.5 % of an edge beyond this many standard deviations. */
const TAIL_SIGMA = 2;
/** Background is read this many standard deviations and more away. */
const CLEAR_SIGMA = 2.6;
/** Above this many voxels over half maximum the surface is a small part: the core tells all, and a fit would only cost time. */
const HUGE_VOXELS = 8_000;
/** A lesion whose mean radius is below this many standard deviations of the blur shows the blur's shape and not its own. */
const SMALL_SIGMA = 3.2;
/** Tissue that differs by these parts of the contrast under one lesion is evened once, and again. */
const MIXED_PART = [0.15, 0.6] as const;
/** Share of a voxel below which the tissue under it does not matter. */
const TRACE = 0.02;
/** No tissue comes nearer to the lesion's own HU than this part of its contrast. */
const LEAST_RISE = 0.3;
const PLAIN = createPlainKernels();

/** Partial-volume corrected volume of one lesion. */
export function measureVolume(input: VolumeInput): VolumeEstimate {
  const { patch, values, object, other, doubtful, sigmaMm } = input;
  const kernels = input.kernels ?? PLAIN;
  const near = grow(object, patch, scaled(sigmaMm, TAIL_SIGMA));
  const clearMm = scaled(sigmaMm, CLEAR_SIGMA);
  const clear = grow(object, patch, clearMm);
  const region = new Uint8Array(values.length);
  const soft = new Uint8Array(values.length);
  const known = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    region[at] = near[at] !== 0 && (other[at] === 0 || object[at] !== 0) ? 1 : 0;
    if (clear[at] !== 0) continue;
    soft[at] = other[at] === 0 && (doubtful === undefined || doubtful[at] === 0) ? 1 : 0;
    known[at] = other[at] === 0 || (input.air !== undefined && input.air[at] !== 0) ? 1 : 0;
  }
  const tissue = tissueUnder({ patch, values, object, soft, known, clearMm, noiseHu: input.noiseHu });
  const { hu: background, errorHu: backgroundErrorHu } = tissue;
  const contrast = new Float32Array(values.length);
  let backgroundSum = 0;
  let objectVoxels = 0;
  for (let at = 0; at < values.length; at++) {
    contrast[at] = values[at] - background[at];
    if (object[at] !== 0) {
      backgroundSum += background[at];
      objectVoxels++;
    }
  }
  const half = halfMaximum(contrast, { patch, sigmaMm, region, floorHu: 4 * input.noiseHu, kernels });
  const momentsIn = (of: Float32Array): Moments => momentsOf(of, { mask: region, size: patch.size, spacingMm: patch.spacingMm });
  const shared = { backgroundHu: backgroundSum / Math.max(1, objectVoxels), region, half };
  const moments = momentsIn(contrast);
  if (count(half) > HUGE_VOXELS) {
    const seen = blurPatch(Float32Array.from(half), patch, { sigmaMm, kernels });
    const core = coreBand(contrast, { patch, region, seen });
    if (core !== null) return { ...shared, contrast, moments, ...byCore(input, core) };
  }
  let estimate: VolumeEstimate = { ...shared, contrast, moments, ...fitted(input, { contrast, region, backgroundErrorHu }) };
  for (const least of MIXED_PART) {
    const even = evened(contrast, { background, region, estimate, least });
    if (even === null) break;
    const again = momentsIn(even);
    estimate = { ...shared, contrast: even, moments: again, ...fitted(input, { contrast: even, region, backgroundErrorHu }) };
  }
  return estimate;
}

/**
 * A voxel that a lesion half fills rises by half of the way from the tissue under it, which is longer over air and fat than over muscle:
 * the rise, made what it would be over the lesion's mean background. Null where the tissue is alike enough.
 */
function evened(
  contrast: Float32Array,
  about: { background: Float32Array; region: Uint8Array; estimate: { share: Float32Array; contrastHu: number }; least: number },
): Float32Array | null {
  const { background, region, estimate } = about;
  const { share, contrastHu } = estimate;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let weight = 0;
  for (let at = 0; at < contrast.length; at++) {
    if (region[at] === 0 || share[at] <= TRACE) continue;
    low = Math.min(low, background[at]);
    high = Math.max(high, background[at]);
    sum += share[at] * background[at];
    weight += share[at];
  }
  if (!(high - low >= about.least * contrastHu)) return null;
  const mean = sum / weight;
  return contrast.map((rise, at) => (rise * contrastHu) / Math.max(LEAST_RISE * contrastHu, contrastHu + mean - background[at]));
}

function byCore(input: VolumeInput, core: CoreBand): Measured {
  const { volumeMm3, contrastHu, bandVoxels, coreVoxels, share } = core;
  const [dx, dy, dz] = input.patch.spacingMm;
  const interval = coreInterval({ volumeMm3, voxelMm3: dx * dy * dz, noiseHu: input.noiseHu, contrastHu, bandVoxels, coreVoxels });
  return { volumeMm3, ...interval, method: 'core', contrastHu, residualHu: 0, share };
}

const scaled = (sigmaMm: Vector3, by: number): Vector3 => sigmaMm.map((each) => each * by) as unknown as Vector3;
const grow = (mask: Uint8Array, patch: Patch, radiusMm: Vector3): Uint8Array =>
  dilatePatch(mask, patch, ballSteps({ spacingMm: patch.spacingMm, radiusMm, atLeastFaces: true }));

function count(mask: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < mask.length; at++) sum += mask[at];
  return sum;
}

type Measured = Pick<VolumeEstimate, 'volumeMm3' | 'intervalMm3' | 'repeatsWithin' | 'method' | 'contrastHu' | 'residualHu' | 'share'>;

function fitted(input: VolumeInput, seen: { contrast: Float32Array; region: Uint8Array; backgroundErrorHu: number }): Measured {
  const { sigmaMm } = input;
  const part = cut(input.patch, seen.region);
  const { patch } = part;
  const contrast = part.take(seen.contrast);
  const region = Uint8Array.from(part.take(seen.region));
  const fine = fineGrid(patch, sigmaMm, input.kernels ?? PLAIN);
  const base = { fine, contrast, region, noiseHu: input.noiseHu, prior: input.prior };
  const start = blurPatch(contrast, patch, { sigmaMm: scaled(sigmaMm, 0.6), kernels: fine.kernels });
  const field = deconvolve(fine, { start, contrast, region });
  let fit: Fit = fitShape({ ...base, family: levelSets(fine, field, region) });
  let method: 'level-set' | 'ellipsoid' = 'level-set';
  const sigma = Math.cbrt(sigmaMm[0] * sigmaMm[1] * sigmaMm[2]);
  const radius = Math.cbrt((3 * fit.volumeMm3) / (4 * Math.PI));
  if (radius < SMALL_SIGMA * sigma) {
    const moments = momentsOf(contrast, { mask: region, size: patch.size, spacingMm: patch.spacingMm });
    const family = ellipsoids(fine, shapeOf(moments, sigmaMm), [0.25 * sigma, 2 * SMALL_SIGMA * sigma]);
    const round = fitShape({ ...base, family });
    if (round.misfit <= fit.misfit) {
      fit = round;
      method = 'ellipsoid';
    }
  }
  const share = part.put(voxelShares(fine, fit.occupancy));
  const { volumeMm3, contrastHu, residualHu, resolved } = fit;
  const interval = intervalOf({
    noiseLogSd: fit.logVolumeSd,
    volumeMm3,
    contrastHu,
    residualHu,
    resolved,
    sigmaMm,
    backgroundErrorHu: seen.backgroundErrorHu,
    regionMm3: count(region) * fine.voxelMm3,
  });
  return { volumeMm3, ...interval, method, contrastHu, residualHu, share };
}

/** The smallest box of a patch that holds a mask, and the way in and out of it. */
function cut(whole: Patch, mask: Uint8Array) {
  const low: [number, number, number] = [...whole.size];
  const high: [number, number, number] = [0, 0, 0];
  let at = 0;
  for (let k = 0; k < whole.size[2]; k++)
    for (let j = 0; j < whole.size[1]; j++)
      for (let i = 0; i < whole.size[0]; i++, at++) {
        if (mask[at] === 0) continue;
        const here = [i, j, k];
        for (let axis = 0; axis < 3; axis++) {
          if (here[axis] < low[axis]) low[axis] = here[axis];
          if (here[axis] > high[axis]) high[axis] = here[axis];
        }
      }
  const size = low.map((each, axis) => Math.max(1, high[axis] - each + 1)) as unknown as Vector3;
  const patch: Patch = { ...whole, low: low.map((each, axis) => each + whole.low[axis]) as unknown as Vector3, size };
  const walk = (visit: (inner: number, outer: number) => void): void => {
    let inner = 0;
    for (let k = 0; k < size[2]; k++)
      for (let j = 0; j < size[1]; j++) {
        let outer = low[0] + whole.size[0] * (low[1] + j + whole.size[1] * (low[2] + k));
        for (let i = 0; i < size[0]; i++) visit(inner++, outer++);
      }
  };
  const take = (values: ArrayLike<number>): Float32Array => {
    const out = new Float32Array(patchCount(patch));
    walk((inner, outer) => {
      out[inner] = values[outer];
    });
    return out;
  };
  const put = (values: Float32Array): Float32Array => {
    const out = new Float32Array(patchCount(whole));
    walk((inner, outer) => {
      out[outer] = values[inner];
    });
    return out;
  };
  return { patch, take, put };
}

/** The lesion's own second moments: the image's with the blur's taken off, drawn towards a ball where little is left. */
function shapeOf(moments: Moments, sigmaMm: Vector3): { centreMm: Vector3; axes: [Vector3, Vector3, Vector3]; ratios: Vector3 } {
  const m = moments.covariance;
  const own = [m[0] - sigmaMm[0] ** 2, m[1] - sigmaMm[1] ** 2, m[2] - sigmaMm[2] ** 2, m[3], m[4], m[5]];
  const eigen = eigenOf(own);
  const blur = Math.cbrt(sigmaMm[0] * sigmaMm[1] * sigmaMm[2]) ** 2;
  const mean = Math.max((eigen.values[0] + eigen.values[1] + eigen.values[2]) / 3, 0.02 * blur);
  // A variance smaller than the blur's own is known too badly to give a shape.
  const trust = mean / (mean + 0.35 * blur);
  const lengths = eigen.values.map((value) => Math.sqrt(Math.max(mean + trust * (value - mean), 0.1 * mean)));
  const scale = Math.cbrt(lengths[0] * lengths[1] * lengths[2]);
  return {
    centreMm: moments.centreMm,
    axes: [...eigen.vectors] as [Vector3, Vector3, Vector3],
    ratios: lengths.map((each) => each / scale) as unknown as Vector3,
  };
}
