import type { Vector3 } from '../../core/index.ts';
import type { Patch } from '../patch/index.ts';
import { ballSteps, dilatePatch } from '../patch/index.ts';
import { fillFromKnown } from './background.ts';
import { profileOf } from './profile.ts';
import { across, layers, structureOf } from './structure.ts';

export interface TissueInput {
  readonly patch: Patch;
  readonly values: Float32Array;
  /** 1 = the lesion as it was found. */
  readonly object: Uint8Array;
  /** 1 where nothing but soft tissue is seen. */
  readonly soft: Uint8Array;
  /** 1 there and where air begins or is: of use where tissue lies in layers. */
  readonly known: Uint8Array;
  /** How far the known voxels keep off the lesion. */
  readonly clearMm: Vector3;
  readonly noiseHu: number;
}

export interface Tissue {
  /** HU that each voxel would measure without the lesion. */
  readonly hu: Float32Array;
  /** How wrong the model was about the nearest tissue that it was not shown, noise taken off, HU (root mean square). */
  readonly errorHu: number;
  readonly model: 'smooth' | 'layers' | 'cord';
}

/** The nearest tissue, which the models are tried on: so much beyond what the lesion's blur reaches. */
const RING_MM = 2;
const LEAST_RING = 30;
/** Tissue counts for less with distance from the lesion, and not at all beyond 2.7 times that. */
const NEAR_MM = 3;
const LEAST_WEIGHT = Math.exp(-0.5 * 2.7 ** 2);
/** A smooth background that misses the ring by little more than noise needs no better model. */
const WELL_PREDICTED = 1.2;
/** A model with a direction must predict the ring this much better than one without, and a cord than layers. */
const CLEARLY_BETTER = 0.95;

/**
 * What tissue would measure under a lesion. Three models are shown the tissue farther off and asked for the nearest: smooth (whatever
 * lies around, averaged), layers (skin, fascia: the same along a bent sheet) and a cord (vessel, tendon: the same along its course).
 * The one that answers best is used.
 */
export function tissueUnder(input: TissueInput): Tissue {
  const { patch, values, soft, known, noiseHu } = input;
  const { size, spacingMm } = patch;
  const ringMm = input.clearMm.map((each) => each + RING_MM) as unknown as Vector3;
  const near = dilatePatch(input.object, patch, ballSteps({ spacingMm, radiusMm: ringMm, atLeastFaces: true }));
  const ring = new Uint8Array(values.length);
  const farSoft = new Uint8Array(values.length);
  const farKnown = new Uint8Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    ring[at] = near[at] & known[at];
    count += ring[at];
    farSoft[at] = soft[at] & ~near[at] & 1;
    farKnown[at] = known[at] & ~near[at] & 1;
  }
  const smooth = (): Float32Array => fillFromKnown(values, { known: soft, size });
  if (count < LEAST_RING) return { hu: smooth(), errorHu: noiseHu, model: 'smooth' };
  const missed = (hu: Float32Array): number => {
    let sum = 0;
    for (let at = 0; at < hu.length; at++) if (ring[at] !== 0) sum += (hu[at] - values[at]) ** 2;
    return sum / count;
  };
  const error = (square: number): number => Math.sqrt(Math.max(0, square - noiseHu * noiseHu));
  const guessed = fillFromKnown(values, { known: farSoft, size });
  const bySmooth = missed(guessed);
  const shape = { patch, values, noiseHu, known, ...placeOf(input.object, patch) };
  const structure = bySmooth > (WELL_PREDICTED * noiseHu) ** 2 ? structureOf(shape) : null;
  if (structure === null) return { hu: smooth(), errorHu: error(bySmooth), model: 'smooth' };
  const { weight } = shape;
  const [sheet, cord] = [layers(structure), across(structure)];
  const tried = { values, weight, known: farKnown, otherwise: guessed, asked: ring };
  const byLayers = missed(profileOf({ ...tried, coordinates: sheet }));
  const byCord = missed(profileOf({ ...tried, coordinates: cord }));
  const model = byCord < CLEARLY_BETTER * byLayers ? 'cord' : 'layers';
  const best = Math.min(byCord, byLayers);
  if (best >= CLEARLY_BETTER * bySmooth) return { hu: smooth(), errorHu: error(bySmooth), model: 'smooth' };
  const asked = new Uint8Array(values.length).fill(1);
  const coordinates = model === 'cord' ? cord : sheet;
  const hu = profileOf({ values, weight, known, otherwise: smooth(), asked, coordinates });
  // What the model leaves of the known voxels is smooth.
  const missing = values.slice();
  for (let at = 0; at < hu.length; at++) missing[at] -= hu[at];
  const left = fillFromKnown(missing, { known, size });
  for (let at = 0; at < hu.length; at++) hu[at] += left[at];
  return { hu, errorHu: error(best), model };
}

/** The middle of the lesion's box, and how much each voxel counts by its distance from the box. */
function placeOf(object: Uint8Array, patch: Patch): { centreMm: Vector3; weight: Float32Array } {
  const [nx, ny, nz] = patch.size;
  const low = [nx, ny, nz];
  const high = [0, 0, 0];
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (object[at] === 0) continue;
        const here = [i, j, k];
        for (let axis = 0; axis < 3; axis++) {
          if (here[axis] < low[axis]) low[axis] = here[axis];
          if (here[axis] > high[axis]) high[axis] = here[axis];
        }
      }
  // A Gaussian of the distance is the product of one along each axis.
  const [alongX, alongY, alongZ] = [0, 1, 2].map((axis) =>
    Float64Array.from({ length: patch.size[axis] }, (_, index) => {
      const away = Math.max(0, low[axis] - index, index - high[axis]) * patch.spacingMm[axis];
      return Math.exp(-0.5 * (away / NEAR_MM) ** 2);
    }),
  );
  const weight = new Float32Array(object.length);
  at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const across = alongY[j] * alongZ[k];
      for (let i = 0; i < nx; i++, at++) {
        const value = across * alongX[i];
        if (value > LEAST_WEIGHT) weight[at] = value;
      }
    }
  const centreMm = [0, 1, 2].map((axis) => ((low[axis] + high[axis]) / 2) * patch.spacingMm[axis]) as unknown as Vector3;
  return { centreMm, weight };
}
