import type { BitMask } from '../../kernels/types.ts';
import { type Frame, isSet } from '../frame/index.ts';

/** The skin as a layer between air and fat. */
export interface SkinLayer {
  readonly thicknessMm: number;
  /** Profiles that it was measured on; 0 = nowhere measurable, and the thickness is a textbook value. */
  readonly profiles: number;
}

/** Epidermis with dermis over most of the body: 1 to 3 mm; used only where no fat lies beneath anywhere. */
const TEXTBOOK_MM = 1.5;
const REACH_MM = 8;
const AIR_HU = -800;
/** Fat must be met and last this long for the layer's inner edge to be one. */
const PLATEAU_MM = 2;
const FAT_TOLERANCE_HU = 35;
const LEAST_PROFILES = 30;
const LIMITS_MM = { thinnest: 0.5, thickest: 6 };

/**
 * From the outer edge (half way between air and skin) to the inner (half way between skin and fat), along rows and
 * columns that meet the surface squarely; the median over the body.
 */
export function measureSkin(frame: Frame, options: { body: BitMask; fatHu: number; muscleHu: number }): SkinLayer {
  const { hu, grid } = frame;
  const [nx, ny, nz] = grid.size;
  const found: number[] = [];
  const sliceStep = Math.max(1, Math.floor(nz / 64));
  const inner = (options.fatHu + options.muscleHu) / 2;
  for (let k = 0; k < nz; k += sliceStep)
    for (const axis of [0, 1] as const) {
      const step = grid.spacingMm[axis];
      const reach = Math.ceil(REACH_MM / step);
      const stride = axis === 0 ? 1 : nx;
      for (let j = reach; j < ny - reach; j++)
        for (let i = reach; i < nx - reach; i++) {
          if ((i & 31) === 0 && emptyOrDeep(options.body, { i, j, k }, axis)) {
            i += 31;
            continue;
          }
          if (!isSet(options.body, i, j, k)) continue;
          for (const inward of [1, -1]) {
            const [di, dj] = axis === 0 ? [inward, 0] : [0, inward];
            if (isSet(options.body, i - di, j - dj, k) || !squareOn(options.body, { i, j, k, di, dj })) continue;
            const at = i + nx * (j + ny * k);
            const width = layerWidth(hu, {
              at,
              step: inward * stride,
              reach,
              inner,
              fatHu: options.fatHu,
              plateau: Math.ceil(PLATEAU_MM / step),
            });
            if (width !== null) found.push(width * step);
          }
        }
    }
  const usable = found.filter((mm) => mm >= LIMITS_MM.thinnest && mm <= LIMITS_MM.thickest).sort((a, b) => a - b);
  if (usable.length < LEAST_PROFILES) return { thicknessMm: TEXTBOOK_MM, profiles: 0 };
  return { thicknessMm: usable[usable.length >> 1], profiles: usable.length };
}

/** Does the word of 32 voxels at (i, j, k) hold no voxel with a neighbour outside along the axis? */
function emptyOrDeep(body: BitMask, at: { i: number; j: number; k: number }, axis: 0 | 1): boolean {
  const word = (at.j + body.size[1] * at.k) * body.wordsPerRow + (at.i >> 5);
  const here = body.words[word];
  if (here === 0) return true;
  if (axis === 1) return (here & ~(body.words[word - body.wordsPerRow] & body.words[word + body.wordsPerRow])) === 0;
  const before = at.i === 0 ? 0 : body.words[word - 1] >>> 31;
  const after = (at.i >> 5) + 1 < body.wordsPerRow ? body.words[word + 1] << 31 : 0;
  return (here & ~(((here << 1) | before) & ((here >>> 1) | after))) === 0;
}

/** The surface runs across the line: inside two steps to either side, outside beyond it. */
function squareOn(body: BitMask, at: { i: number; j: number; k: number; di: number; dj: number }): boolean {
  const { i, j, k, di, dj } = at;
  for (const side of [-2, 2])
    if (!isSet(body, i + side * dj, j + side * di, k) || isSet(body, i - di + side * dj, j - dj + side * di, k)) return false;
  return true;
}

function layerWidth(
  hu: Int16Array,
  line: { at: number; step: number; reach: number; inner: number; fatHu: number; plateau: number },
): number | null {
  const { at, step, reach } = line;
  if (hu[at - 3 * step] > AIR_HU) return null;
  let peak = -1000;
  let peakAt = 0;
  for (let s = 0; s < reach / 2; s++)
    if (hu[at + s * step] > peak) {
      peak = hu[at + s * step];
      peakAt = s;
    }
  if (peak < line.inner || peak > 300) return null;
  const crossing = (from: number, to: number, level: number): number | null => {
    for (let s = from; s < to; s++) {
      const [here, next] = [hu[at + s * step], hu[at + (s + 1) * step]];
      if ((here - level) * (next - level) <= 0 && here !== next) return s + (level - here) / (next - here);
    }
    return null;
  };
  const outer = crossing(-3, peakAt, (peak - 1000) / 2);
  const inside = crossing(peakAt, reach - line.plateau - 1, (peak + line.fatHu) / 2);
  if (outer === null || inside === null) return null;
  for (let s = 1; s <= line.plateau; s++)
    if (Math.abs(hu[at + (Math.ceil(inside) + s) * step] - line.fatHu) > FAT_TOLERANCE_HU) return null;
  return inside - outer;
}
