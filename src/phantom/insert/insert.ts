import { type Issue, issue, type Volume, voxelCount } from '../../core/index.ts';
import { type Form, measure } from '../lesion/index.ts';
import { gaussian } from '../render/index.ts';
import type { Bounds } from '../shape/index.ts';
import type { TrueLesion } from '../types.ts';

/** A lesion to be put into a real scan. */
export interface Implant {
  readonly form: Form;
  readonly hu: number;
  readonly traits: Pick<TrueLesion, 'compartment' | 'morphology' | 'region' | 'side'>;
}

export interface Implanted {
  /** A copy of the scan with the lesions in it. */
  readonly volume: Volume;
  /** Number of the lesion where it fills at least half of the voxel. */
  readonly labels: Uint16Array;
  readonly lesions: readonly TrueLesion[];
  readonly issues: readonly Issue[];
}

const SAMPLES = 5;
const HIGHEST_HU = 3071;

interface Box {
  readonly low: readonly number[];
  readonly size: readonly number[];
}

/**
 * Puts simulated lesions into a scan on a canonical grid (axes +L, +P, +S). The voxel's covered share, blurred by the
 * scan's own point spread and integrated over its voxels, is added times the lesion's contrast to its surroundings: so
 * blur, slice thickness and noise stay those of the scan. Lesions that do not lie inside the grid are left out, with an issue.
 */
export function implantLesions(scan: Volume, options: { implants: readonly Implant[]; psfSigmaMm: number }): Implanted {
  const hu = Int16Array.from(scan.hu);
  const labels = new Uint16Array(voxelCount(scan.grid));
  const lesions: TrueLesion[] = [];
  const issues: Issue[] = [];
  options.implants.forEach((implant, n) => {
    const box = boxOf(scan, implant.form.shape.bounds, 3 * options.psfSigmaMm);
    if (box) lesions.push(implantOne({ scan, hu, labels, implant, box, label: lesions.length + 1, psfSigmaMm: options.psfSigmaMm }));
    else
      issues.push(
        issue('note', {
          code: 'phantom-implant-outside',
          where: `implant ${n + 1}`,
          expected: 'a place inside the scan',
          received: 'one that reaches its edge',
          fix: 'Left out.',
        }),
      );
  });
  return { volume: { ...scan, hu }, labels, lesions, issues };
}

function boxOf(scan: Volume, bounds: Bounds, marginMm: number): Box | null {
  const { originMm, spacingMm, size } = scan.grid;
  const low = [0, 1, 2].map((a) => Math.floor((bounds.low[a] - marginMm - originMm[a]) / spacingMm[a]) - 1);
  const high = [0, 1, 2].map((a) => Math.ceil((bounds.high[a] + marginMm - originMm[a]) / spacingMm[a]) + 1);
  if (low.some((at) => at < 0) || high.some((at, a) => at >= size[a])) return null;
  return { low, size: high.map((at, a) => at - low[a] + 1) };
}

function implantOne(to: {
  scan: Volume;
  hu: Int16Array;
  labels: Uint16Array;
  implant: Implant;
  box: Box;
  label: number;
  psfSigmaMm: number;
}): TrueLesion {
  const { scan, hu, labels, implant, box, label, psfSigmaMm } = to;
  const [nx, ny] = scan.grid.size;
  const [bx, by, bz] = box.size;
  const share = coverage(scan, implant.form, box);
  const offset = (i: number, j: number, k: number): number => box.low[0] + i + nx * (box.low[1] + j + ny * (box.low[2] + k));
  let ground = 0;
  let weight = 0;
  for (let k = 0, s = 0; k < bz; k++)
    for (let j = 0; j < by; j++)
      for (let i = 0; i < bx; i++, s++) {
        ground += share[s] * scan.hu[offset(i, j, k)];
        weight += share[s];
        if (share[s] >= 0.5) labels[offset(i, j, k)] = label;
      }
  ground /= weight;
  const soft = [0, 1, 2].reduce(
    (field, axis) => blurAxis(field, { size: box.size, axis, weights: gaussian(psfSigmaMm / scan.grid.spacingMm[axis]) }),
    share,
  );
  let peak = 0;
  for (let k = 0, s = 0; k < bz; k++)
    for (let j = 0; j < by; j++)
      for (let i = 0; i < bx; i++, s++) {
        peak = Math.max(peak, soft[s]);
        const at = offset(i, j, k);
        hu[at] = Math.min(HIGHEST_HU, Math.round(hu[at] + soft[s] * (implant.hu - ground)));
      }
  const measured = measure(implant.form.shape);
  const volumeMm3 = implant.form.volumeMm3 ?? measured.volumeMm3;
  return {
    id: `T${label}`,
    label,
    centroidMm: measured.centroidMm,
    volumeMm3,
    diameterMm: Math.cbrt((6 / Math.PI) * volumeMm3),
    materialHu: implant.hu,
    peakHu: ground + peak * (implant.hu - ground),
    ...implant.traits,
    touchesBone: false,
    expected: null,
  };
}

/** Covered share of each voxel of the box, by SAMPLES^3 points. */
function coverage(scan: Volume, form: Form, box: Box): Float32Array {
  const { originMm, spacingMm } = scan.grid;
  const [bx, by, bz] = box.size;
  const out = new Float32Array(bx * by * bz);
  const { distance } = form.shape;
  const reach = Math.hypot(...spacingMm);
  const step = (n: number, a: number): number => ((n + 0.5) / SAMPLES - 0.5) * spacingMm[a];
  const at = (n: number, a: number): number => originMm[a] + (box.low[a] + n) * spacingMm[a];
  const soft = Math.cbrt(spacingMm[0] * spacingMm[1] * spacingMm[2]) / (2 * SAMPLES);
  for (let k = 0, s = 0; k < bz; k++)
    for (let j = 0; j < by; j++)
      for (let i = 0; i < bx; i++, s++) {
        const [x, y, z] = [at(i, 0), at(j, 1), at(k, 2)];
        if (distance(x, y, z) > reach) continue;
        let sum = 0;
        for (let c = 0; c < SAMPLES; c++)
          for (let b = 0; b < SAMPLES; b++)
            for (let a = 0; a < SAMPLES; a++) {
              const d = distance(x + step(a, 0), y + step(b, 1), z + step(c, 2));
              sum += d <= -soft ? 1 : d >= soft ? 0 : 0.5 - d / (2 * soft);
            }
        out[s] = sum / SAMPLES ** 3;
      }
  return out;
}

function blurAxis(field: Float32Array, options: { size: readonly number[]; axis: number; weights: Float64Array }): Float32Array {
  const { size, axis, weights } = options;
  const out = new Float32Array(field.length);
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const length = size[axis];
  const radius = weights.length >> 1;
  for (let s = 0; s < field.length; s++) {
    const here = Math.floor(s / stride) % length;
    let sum = 0;
    for (let r = -radius; r <= radius; r++) if (here + r >= 0 && here + r < length) sum += weights[r + radius] * field[s + r * stride];
    out[s] = sum;
  }
  return out;
}
