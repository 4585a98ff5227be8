import type { ShapeModel } from '../../kernels/index.ts';
import type { FineGrid } from './fine.ts';
import type { ShapeFamily } from './shape-family.ts';

/** What is believed of a deposit's contrast before it is measured; its logarithm is normal. */
export interface ContrastPrior {
  readonly medianHu: number;
  /** Standard deviation of the natural logarithm. */
  readonly spread: number;
}

export interface FitInput {
  readonly fine: FineGrid;
  readonly family: ShapeFamily;
  /** HU above the local background, per voxel. */
  readonly contrast: Float32Array;
  /** 1 where a voxel takes part. */
  readonly region: Uint8Array;
  readonly noiseHu: number;
  readonly prior: ContrastPrior;
}

export interface Fit {
  readonly parameter: number;
  readonly volumeMm3: number;
  /** Standard deviation of ln(volume), from the curvature of the misfit. */
  readonly logVolumeSd: number;
  readonly contrastHu: number;
  /** Mean of what the image shows of the shape, weighted by itself: 1 when the blur is far thinner than the shape, towards 0 when far wider. */
  readonly resolved: number;
  /** Root mean square of what the model leaves, HU. */
  readonly residualHu: number;
  /** -2 log posterior, up to a constant; comparable between families on the same region. */
  readonly misfit: number;
  readonly occupancy: Float32Array;
}

/** CT noise is correlated over about this many voxels (reconstruction kernel), so each counts for less than one sample. */
const NOISE_CORRELATION_VOXELS = 3;
const COARSE_STEPS = 8;
const REFINING_STEPS = 7;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Maximum a posteriori member of a family of uniform shapes seen through the scanner's blur: for each shape the
 * contrast that fits best is linear, and the shape is searched in one dimension.
 */
export function fitShape(input: FitInput): Fit {
  const { fine, family, contrast, region } = input;
  return fine.kernels.shape({ field: family.field, slope: family.slope, bands: fine.forward, contrast, region }, (model) =>
    search(input, model),
  );
}

function search(input: FitInput, model: ShapeModel): Fit {
  const { family } = input;
  const [low, high] = family.range;
  const step = (high - low) / COARSE_STEPS;
  const held = measured(input);
  const evaluate = (parameter: number) => score(input, held, scaled(model.score(family.levelOf(parameter)), family, parameter));
  let best = evaluate(low);
  let bestAt = low;
  for (let n = 1; n <= COARSE_STEPS; n++) {
    const tried = evaluate(low + n * step);
    if (tried.misfit < best.misfit) {
      best = tried;
      bestAt = low + n * step;
    }
  }
  let a = Math.max(low, bestAt - step);
  let b = Math.min(high, bestAt + step);
  let c = b - GOLDEN * (b - a);
  let d = a + GOLDEN * (b - a);
  let atC = evaluate(c);
  let atD = evaluate(d);
  for (let n = 0; n < REFINING_STEPS; n++) {
    if (atC.misfit < atD.misfit) {
      b = d;
      d = c;
      atD = atC;
      c = b - GOLDEN * (b - a);
      atC = evaluate(c);
    } else {
      a = c;
      c = d;
      atC = atD;
      d = a + GOLDEN * (b - a);
      atD = evaluate(d);
    }
  }
  const parameter = (a + b) / 2;
  const logVolumeSd = spread(evaluate, parameter, step / 3);
  const final = evaluate(parameter);
  const occupancy = model.occupancy();
  const cells = occupancy.reduce((sum, value) => sum + value, 0);
  const scale = family.scaleOf(parameter, cells);
  return { ...final, parameter, logVolumeSd, occupancy: scale === 1 ? occupancy : occupancy.map((value) => value * scale) };
}

interface Score {
  readonly misfit: number;
  readonly volumeMm3: number;
  readonly contrastHu: number;
  readonly resolved: number;
  readonly residualHu: number;
}

type Sums = ReturnType<ShapeModel['score']>;

function scaled(sums: Sums, family: ShapeFamily, parameter: number): Sums {
  const scale = family.scaleOf(parameter, sums.cells);
  return { cells: sums.cells * scale, product: sums.product * scale, power: sums.power * scale * scale };
}

/** What the data say whatever the shape: sum of squares, and how many voxels take part. */
function measured({ contrast, region }: FitInput): { dd: number; count: number } {
  let dd = 0;
  let count = 0;
  for (let at = 0; at < contrast.length; at++) {
    if (region[at] === 0) continue;
    dd += contrast[at] * contrast[at];
    count++;
  }
  return { dd, count };
}

function score(input: FitInput, held: { dd: number; count: number }, sums: Sums): Score {
  const { fine, prior } = input;
  const { dd, count } = held;
  const { product: fd, power: ff } = sums;
  const weight = 1 / (input.noiseHu ** 2 * NOISE_CORRELATION_VOXELS);
  let material = ff > 0 ? Math.max(1, fd / ff) : 1;
  // One Newton step of the joint optimum: the prior pulls the contrast where the data hardly hold it.
  const pull = (Math.log(material) - Math.log(prior.medianHu)) / (prior.spread ** 2 * material);
  const stiffness = weight * ff + 1 / (prior.spread * material) ** 2;
  material = Math.max(1, material - pull / stiffness);
  const rss = Math.max(0, dd - 2 * material * fd + material * material * ff);
  const surprise = (Math.log(material) - Math.log(prior.medianHu)) / prior.spread;
  return {
    misfit: rss * weight + surprise * surprise,
    volumeMm3: sums.cells * fine.cellMm3,
    contrastHu: material,
    resolved: sums.cells > 0 ? (ff * fine.voxelMm3) / (sums.cells * fine.cellMm3) : 0,
    residualHu: Math.sqrt(rss / Math.max(1, count)),
  };
}

/** Standard deviation of ln(volume): where the misfit rises by 1 on either side (Laplace approximation). */
function spread(evaluate: (parameter: number) => Score, at: number, step: number): number {
  const centre = evaluate(at);
  const below = evaluate(at - step);
  const above = evaluate(at + step);
  const curvature = (below.misfit + above.misfit - 2 * centre.misfit) / (step * step);
  const slope = Math.abs(Math.log(Math.max(above.volumeMm3, 1e-6) / Math.max(below.volumeMm3, 1e-6))) / (2 * step);
  return curvature > 0 ? slope * Math.sqrt(2 / curvature) : slope * step;
}
