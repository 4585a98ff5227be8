import type { Vector3 } from '../../core/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import { fillFromKnown } from '../background/index.ts';
import type { Patch } from '../patch/index.ts';
import { ballSteps, dilatePatch, erodePatch } from '../patch/index.ts';
import { measureSurface, SLOPE_BINS } from '../surface/index.ts';
import { halfMaximum } from './core-band.ts';

/**
 * Blur along the axis from the blur in the plane: the same optics, with the slice's box (variance = thickness^2 / 12) in place of the
 * pixel's.
 */
export function effectiveBlur(psfSigmaMm: number, spacingMm: Vector3): Vector3 {
  const [dx, dy, dz] = spacingMm;
  const pixel = (dx * dx + dy * dy) / 24;
  const optics = Math.max((0.3 * psfSigmaMm) ** 2, psfSigmaMm ** 2 - pixel);
  return [psfSigmaMm, psfSigmaMm, Math.sqrt(optics + (dz * dz) / 12)];
}

export interface EdgeInput {
  readonly patch: Patch;
  readonly values: Float32Array;
  readonly object: Uint8Array;
  readonly other: Uint8Array;
  readonly noiseHu: number;
  /** First guess, mm in the plane. */
  readonly psfSigmaMm: number;
  readonly kernels: Kernels;
}

/** Pure voxels needed to know the material's HU. */
const CORE_LEAST = 12;
/** Blur standard deviations from the edge: where the pure material is read, and up to where the edge is summed. */
const CORE_SIGMA = 2.4;
const REACH_SIGMA = 3;
/** Contrast over noise needed for an edge to tell its width. */
const LEAST_CONTRAST_SIGMAS = 12;
/** A core this uneven has no edge of one height. */
const UNEVEN = 0.1;

/**
 * Blur in the plane from the edge of one lesion with a core, mm; null when the lesion cannot tell. Across a blurred
 * edge the integral of s (1 - s), s the share of the contrast, is sigma / sqrt(pi); summed over the surface it needs
 * no profile and no direction, and noise adds a known amount.
 */
export function edgeBlur(input: EdgeInput): number | null {
  const { patch, values, object, other, noiseHu } = input;
  const { spacingMm } = patch;
  const sigma = effectiveBlur(input.psfSigmaMm, spacingMm);
  const steps = (by: number): Int32Array =>
    ballSteps({ spacingMm, radiusMm: sigma.map((each) => by * each) as unknown as Vector3, atLeastFaces: true });
  const near = dilatePatch(object, patch, steps(REACH_SIGMA));
  const known = new Uint8Array(values.length);
  const region = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    known[at] = near[at] === 0 && other[at] === 0 ? 1 : 0;
    region[at] = near[at] !== 0 && other[at] === 0 ? 1 : 0;
  }
  const background = fillFromKnown(values, { known, size: patch.size });
  const contrast = values.map((value, at) => value - background[at]);
  const half = halfMaximum(contrast, { patch, sigmaMm: sigma, region, floorHu: 4 * noiseHu, kernels: input.kernels });
  const core = erodePatch(half, patch, steps(CORE_SIGMA));
  const deep = erodePatch(half, patch, steps(REACH_SIGMA));
  const pure: number[] = [];
  for (let at = 0; at < core.length; at++) if (core[at] !== 0) pure.push(contrast[at]);
  if (pure.length < CORE_LEAST) return null;
  const material = pure.reduce((a, b) => a + b, 0) / pure.length;
  const spread = Math.sqrt(pure.reduce((a, b) => a + (b - material) ** 2, 0) / pure.length);
  if (material < LEAST_CONTRAST_SIGMAS * noiseHu || spread > Math.max(UNEVEN * material, 1.5 * noiseHu)) return null;
  const band = dilatePatch(half, patch, steps(REACH_SIGMA));
  let sum = 0;
  for (let at = 0; at < band.length; at++) {
    if (band[at] === 0 || deep[at] !== 0) continue;
    // An edge that meets something else is no edge of the lesion's own.
    if (other[at] !== 0) return null;
    const share = contrast[at] / material;
    sum += share * (1 - share) + (noiseHu / material) ** 2;
  }
  const masked = contrast.map((value, at) => (region[at] !== 0 ? value : 0));
  const { areaBySlopeMm2 } = measureSurface(masked, { patch, level: material / 2 });
  return solve(sum * spacingMm[0] * spacingMm[1] * spacingMm[2], areaBySlopeMm2, spacingMm);
}

/** The in-plane blur whose edges, over all facings of the surface, sum to the measured integral. */
function solve(integral: number, area: Float64Array, spacingMm: Vector3): number | null {
  const model = (psf: number): number => {
    const [inPlane, , along] = effectiveBlur(psf, spacingMm);
    let sum = 0;
    for (let bin = 0; bin < SLOPE_BINS; bin++) {
      const steep = (bin + 0.5) / SLOPE_BINS;
      sum += area[bin] * Math.sqrt(inPlane ** 2 * (1 - steep) + along ** 2 * steep);
    }
    return sum / Math.sqrt(Math.PI);
  };
  let [low, high] = [0.1, 4];
  if (model(low) > integral || model(high) < integral) return null;
  for (let n = 0; n < 30; n++) {
    const middle = (low + high) / 2;
    if (model(middle) < integral) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
