import type { BitMask } from '../../kernels/types.ts';
import { type Coarse, isSet, setBit } from '../frame/index.ts';
import type { Spine } from '../region/spine.ts';

/** The aorta's course: one disc per slice where it was seen. */
export interface Aorta {
  readonly discs: readonly (AortaDisc | null)[];
  /** With its wall. */
  readonly mask: BitMask;
  /** Without, and only where it is surely round. */
  readonly lumen: BitMask;
  /** Median HU inside; null when it was not found. */
  readonly meanHu: number | null;
}

export interface AortaDisc {
  readonly i: number;
  readonly j: number;
  readonly radiusMm: number;
  readonly hu: number;
  /** Share of directions with an edge at the radius. */
  readonly roundness: number;
}

/** Window before the vertebral column in which the descending aorta runs, mm from the column's centre (L and P positive). */
const WINDOW_MM = { right: -14, left: 44, front: -78, back: -6 };
const RADII_MM = [6, 7.5, 9, 10.5, 12, 14, 16, 19];
const DIRECTIONS = 16;
/** Marrow is surrounded by brighter cortex; the aorta touches the spine on one side only. */
const MOST_BRIGHTER = 8;
/** Blood (with or without contrast) is even; its rim differs from its neighbours by this much in most directions. */
const EDGE_HU = 22;
const BLOOD_HU = { low: 15, high: 700 };
const EVEN_HU = 22;
/** Discs below this roundness are not believed, and the aorta is called found when this share of the slices is. */
const LEAST_ROUNDNESS = 0.6;
const LEAST_RUN_MM = 30;
const PLAQUE_ABOVE_BLOOD_HU = 80;
/** The course may be lost over this length (a slice through thick plaque, a branch). */
const LOST_MM = 12;
const MOVE_COST = 0.02;
const LOST_COST = 0.3;
/** Blood keeps its level from slice to slice; a chain of unlike discs is no vessel. Cost per HU of change, up to the limit. */
const CHANGE = { costPerHu: 0.006, mostHu: 100 };
/** Along a real aorta this share of the discs lies near the median level: mixing of contrast and partial volume take the rest. */
const LEVEL = { leastShare: 0.7, withinHu: 30, withinShare: 0.25 };
/** Discs rounder than this lengthen the course, others shorten it. */
const BELIEVED = 0.45;
/** Room for a candidate's number beside the step that leads to it. */
const MOST_CANDIDATES = 1 << 20;
const WALL_MM = 1;

interface Candidate {
  readonly i: number;
  readonly j: number;
  readonly score: number;
  readonly disc: AortaDisc;
}

export function findAorta(coarse: Coarse, options: { spine: Spine; body: BitMask; slices: (k: number) => boolean }): Aorta {
  const nz = coarse.size[2];
  const perSlice: Candidate[][] = [];
  for (let k = 0; k < nz; k++) perSlice.push(options.slices(k) ? candidates(coarse, { spine: options.spine, k }) : []);
  const chain = bestChain(perSlice, coarse);
  const discs = keepLevel(keepRuns(chain, coarse.spacingMm[2]));
  const values = discs.flatMap((disc) => (disc === null ? [] : [disc.hu]));
  const mask = paintDiscs(coarse, { discs, marginMm: WALL_MM, body: options.body });
  const round = discs.map((disc) => (disc !== null && disc.roundness >= SURE_ROUNDNESS ? disc : null));
  const lumen = paintDiscs(coarse, { discs: round, marginMm: 0, body: options.body });
  values.sort((a, b) => a - b);
  return { discs, mask, lumen, meanHu: values.length > 0 ? values[values.length >> 1] : null };
}

const SURE_ROUNDNESS = 0.8;

function paintDiscs(coarse: Coarse, options: { discs: readonly (AortaDisc | null)[]; marginMm: number; body: BitMask }): BitMask {
  const [nx, ny, nz] = coarse.size;
  const [sx, sy] = coarse.spacingMm;
  const wordsPerRow = (nx + 31) >> 5;
  const mask: BitMask = { size: coarse.size, wordsPerRow, words: new Uint32Array(wordsPerRow * ny * nz) };
  options.discs.forEach((disc, k) => {
    if (disc === null) return;
    const reach = disc.radiusMm + options.marginMm;
    for (let b = Math.max(0, Math.floor(disc.j - reach / sy)); b <= Math.min(ny - 1, disc.j + reach / sy); b++)
      for (let a = Math.max(0, Math.floor(disc.i - reach / sx)); a <= Math.min(nx - 1, disc.i + reach / sx); a++)
        if (Math.hypot((a - disc.i) * sx, (b - disc.j) * sy) <= reach && isSet(options.body, a, b, k)) setBit(mask, a, b, k);
  });
  return mask;
}

function candidates(coarse: Coarse, options: { spine: Spine; k: number }): Candidate[] {
  const { k } = options;
  const column = options.spine.path[k];
  if (column === null) return [];
  const [nx, ny] = coarse.size;
  const [sx, sy] = coarse.spacingMm;
  const found: Candidate[] = [];
  const ways = ringSteps(coarse);
  const stepI = Math.max(1, Math.round(2 / sx));
  const stepJ = Math.max(1, Math.round(2 / sy));
  for (let j = column.j + Math.round(WINDOW_MM.front / sy); j <= column.j + WINDOW_MM.back / sy; j += stepJ)
    for (let i = column.i + Math.round(WINDOW_MM.right / sx); i <= column.i + WINDOW_MM.left / sx; i += stepI) {
      if (i < 12 || j < 12 || i >= nx - 12 || j >= ny - 12) continue;
      const disc = bestDisc(coarse, { i, j, k }, ways);
      if (disc !== null) found.push({ i, j, score: disc.roundness, disc });
    }
  return found;
}

/** Per radius and direction the steps, in voxels, to the inner and the outer ring. */
function ringSteps(coarse: Coarse): Int32Array {
  const [sx, sy] = coarse.spacingMm;
  const steps: number[] = [];
  for (const radius of RADII_MM)
    for (let d = 0; d < DIRECTIONS; d++) {
      const [cx, cy] = [Math.cos((2 * Math.PI * d) / DIRECTIONS), Math.sin((2 * Math.PI * d) / DIRECTIONS)];
      for (const ring of [radius - 3, radius + 2]) steps.push(Math.round((cx * ring) / sx), Math.round((cy * ring) / sy));
    }
  return Int32Array.from(steps);
}

/** Smallest even disc with an edge all round. */
function bestDisc(coarse: Coarse, at: { i: number; j: number; k: number }, ways: Int32Array): AortaDisc | null {
  const { hu, size, spacingMm } = coarse;
  const base = size[0] * size[1] * at.k;
  const value = (di: number, dj: number): number => {
    const i = Math.min(size[0] - 1, Math.max(0, at.i + di));
    const j = Math.min(size[1] - 1, Math.max(0, at.j + dj));
    return hu[base + i + size[0] * j];
  };
  const [aside, before] = [Math.round(2.2 / spacingMm[0]), Math.round(2.2 / spacingMm[1])];
  const centre = (2 * value(0, 0) + value(aside, 0) + value(-aside, 0) + value(0, before) + value(0, -before)) / 6;
  if (centre < BLOOD_HU.low || centre > BLOOD_HU.high) return null;
  let best: AortaDisc | null = null;
  let way = 0;
  for (const radius of RADII_MM) {
    let edges = 0;
    let uneven = 0;
    let brighterOutside = 0;
    let sum = centre;
    let blood = 1;
    for (let d = 0; d < DIRECTIONS; d++) {
      const inner = value(ways[way], ways[way + 1]);
      const outer = value(ways[way + 2], ways[way + 3]);
      way += 4;
      // Plaque in the wall is no unevenness of the blood, and an edge by itself.
      const plaque = Math.max(inner, outer) > centre + PLAQUE_ABOVE_BLOOD_HU;
      if (!plaque) {
        sum += inner;
        blood++;
      }
      if (!plaque && Math.abs(inner - centre) > Math.max(EVEN_HU, 0.15 * centre)) uneven++;
      if (outer > inner + EDGE_HU) brighterOutside++;
      if (plaque || Math.abs(inner - outer) > Math.max(EDGE_HU, 0.25 * centre)) edges++;
    }
    if (brighterOutside > MOST_BRIGHTER) continue;
    const roundness = (edges - uneven) / DIRECTIONS;
    if (best === null || roundness > best.roundness + 0.01) best = { i: at.i, j: at.j, radiusMm: radius, hu: sum / blood, roundness };
  }
  return best;
}

/** Candidates stand in order of j: those of row low + r are first[r] .. first[r + 1] - 1. */
function firstOfRows(candidates: readonly Candidate[]): { low: number; first: Int32Array } {
  if (candidates.length === 0) return { low: 0, first: new Int32Array(1) };
  const low = candidates[0].j;
  const first = new Int32Array(candidates[candidates.length - 1].j - low + 2);
  for (const candidate of candidates) first[candidate.j - low + 1]++;
  for (let r = 1; r < first.length; r++) first[r] += first[r - 1];
  return { low, first };
}

/** Dynamic programming over slices: round discs, small moves, like HU. */
function bestChain(perSlice: readonly Candidate[][], coarse: Coarse): (Candidate | null)[] {
  const total: Float64Array[] = [];
  const back: Int32Array[] = [];
  const [sx, sy, sz] = coarse.spacingMm;
  const reach = Math.max(1, Math.floor(LOST_MM / sz));
  const rows = perSlice.map(firstOfRows);
  perSlice.forEach((here, k) => {
    const scores = new Float64Array(here.length);
    const from = new Int32Array(here.length).fill(-1);
    here.forEach((candidate, n) => {
      let top = 0;
      for (let away = 1; away <= Math.min(reach, k); away++) {
        const limit = 3 + 1.2 * sz * away;
        const { low, first } = rows[k - away];
        const earlier = perSlice[k - away];
        const totals = total[k - away];
        const start = Math.max(0, Math.ceil(candidate.j - limit / sy) - low);
        const end = Math.min(first.length - 1, Math.floor(candidate.j + limit / sy) - low + 1);
        for (let m = start < end ? first[start] : 0; start < end && m < first[end]; m++) {
          // Every move costs something, so a chain that is no better as it stands cannot win.
          if (totals[m] - LOST_COST * (away - 1) <= top) continue;
          const other = earlier[m];
          const move = Math.hypot((candidate.i - other.i) * sx, (candidate.j - other.j) * sy);
          if (move > limit) continue;
          const radius = Math.abs(candidate.disc.radiusMm - other.disc.radiusMm);
          const change = CHANGE.costPerHu * Math.min(CHANGE.mostHu, Math.abs(candidate.disc.hu - other.disc.hu));
          const value = totals[m] - MOVE_COST * move - 0.03 * radius - change - LOST_COST * (away - 1);
          if (value > top) {
            top = value;
            from[n] = m + MOST_CANDIDATES * away;
          }
        }
      }
      scores[n] = top + candidate.score - BELIEVED;
    });
    total.push(scores);
    back.push(from);
  });
  const chain: (Candidate | null)[] = perSlice.map(() => null);
  // The best-ending chain; what lies beyond its ends stays empty.
  let end = { k: -1, n: -1, value: 0 };
  total.forEach((scores, k) => {
    scores.forEach((value, n) => {
      if (value > end.value) end = { k, n, value };
    });
  });
  for (let { k, n } = end; k >= 0 && n >= 0; k--) {
    chain[k] = perSlice[k][n];
    const step = back[k][n];
    if (step < 0) break;
    k -= Math.floor(step / MOST_CANDIDATES) - 1;
    n = step % MOST_CANDIDATES;
  }
  return chain;
}

function keepRuns(chain: readonly (Candidate | null)[], sliceMm: number): (AortaDisc | null)[] {
  const discs = chain.map((candidate) => candidate?.disc ?? null);
  const good = discs.filter((disc) => disc !== null && disc.roundness >= LEAST_ROUNDNESS).length;
  return good * sliceMm >= LEAST_RUN_MM
    ? discs.map((disc) => (disc !== null && disc.roundness >= LEAST_ROUNDNESS / 2 ? disc : null))
    : discs.map(() => null);
}

/** Nothing, when the discs do not share one level of blood. */
function keepLevel(discs: readonly (AortaDisc | null)[]): readonly (AortaDisc | null)[] {
  const levels = discs.flatMap((disc) => (disc === null ? [] : [disc.hu])).sort((a, b) => a - b);
  const median = levels[levels.length >> 1] ?? 0;
  const within = Math.max(LEVEL.withinHu, LEVEL.withinShare * median);
  const near = levels.filter((hu) => Math.abs(hu - median) <= within).length;
  return near >= LEVEL.leastShare * levels.length ? discs : discs.map(() => null);
}
