import type { Vector3 } from '../../core/index.ts';
import type { Field } from './field.ts';

/** A round cord of soft tissue, darker things all around it, that runs on beyond a lesion: a vessel or a tendon. */
export interface Cord {
  /** 0, 1 or 2: on how many of the two sides it was seen. */
  readonly ends: number;
  readonly diameterMm: number;
  /** Mean HU of its inner part. */
  readonly hu: number;
  /** By how much it is brighter than what surrounds it in all directions but one of eight, HU; what noise can make taken off. */
  readonly contrastHu: number;
  /** Distance of the lesion's middle from the cord's axis, over the cord's radius: a stone lies near 0, plaque near 1. */
  readonly offset: number;
}

const DIRECTIONS = 40;
/** Radii tried, mm: from the smallest vessels that show to the large veins. */
const RADII_MM = [0.9, 1.3, 1.7, 2.2, 2.8, 3.5, 4.4, 5.5, 7, 9, 11.5] as const;
/** From this radius on, every second place is enough. */
const WIDE_MM = 4;
/** Fat about a vessel or a tendon is at least this wide. */
const RING_MM = 1;
/** Points on the ring; all but one eighth of them must be darker. */
const RING_POINTS = 16;
const RING_SPARED = 2;
/** Length followed on each side beyond the lesion's halo. */
const FOLLOW_MM = 8;
/** The section's half width holds the widest cord and its ring. */
const SECTION_MM = 13;
/** Plaque reaches out of its vessel by no more than this share of its own half width with its halo. */
const BESIDE_SHARE = 0.4;
/** A side counts when the cord stands out there by this much. */
const END_CONTRAST_HU = 14;
/** Fainter ones are not told from the grain of muscle. */
const LEAST_CONTRAST_HU = 20;
/** A section averages noise over the cord's length and width: what is left of it is taken off the contrast, times mm of radius. */
const NOISE_SHARE_MM = 0.4;
/** Thin cords are darkened by the fat about them; wide ones show the HU of blood or tendon, and evenly. */
const LEAST_HU = { thin: 0, wide: 28 };
const EVEN_FROM_MM = 3;
const UNEVEN_HU = 16;
/** Standard deviation of the scan's noise that stays in a section. */
const UNEVEN_NOISE = 0.35;
const REFINE_RADIANS = [0.2, 0.1, 0.05] as const;
const REFINE_TURNS = 6;

/** Mean HU across the axis, over the stretch before the lesion, after it, and both; NaN where too little shows. */
interface Section {
  readonly reach: number;
  readonly side: number;
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly both: Float32Array;
}

interface Disc {
  readonly radiusMm: number;
  readonly radius: number;
  readonly stride: number;
  /** Contrast that noise can make, HU. */
  readonly noiseHu: number;
  readonly leastHu: number;
  /** Variance of HU inside, at most. */
  readonly uneven: number;
  /** Offsets into a section. */
  readonly inside: Int32Array;
  readonly ring: Int32Array;
}

interface Fit {
  readonly disc: Disc;
  readonly contrast: number;
  readonly u: number;
  readonly v: number;
  readonly hu: number;
}

/** The cord that stands out most among directions all round, the best one refined; null without any. */
export function findCord(field: Field, options: { noiseHu: number; widestMm: number }): Cord | null {
  const { noiseHu, widestMm } = options;
  const reach = Math.round(SECTION_MM / field.stepMm);
  const side = 2 * reach + 1;
  const room = (): Float32Array => new Float32Array(side * side);
  const section: Section = { reach, side, before: room(), after: room(), both: room() };
  const discs = RADII_MM.filter((mm) => 2 * mm <= widestMm).map((mm) => discOf(mm, { stepMm: field.stepMm, side, noiseHu }));
  let best: Fit | null = null;
  let axis: Vector3 = [0, 0, 1];
  const consider = (tried: Vector3): void => {
    const across = project(field, tried, section);
    const fit = search(section, { discs, across, above: best?.contrast ?? LEAST_CONTRAST_HU });
    if (fit === null) return;
    best = fit;
    axis = tried;
  };
  for (let n = 0; n < DIRECTIONS; n++) consider(direction(n));
  if (best === null) return null;
  for (const radians of REFINE_RADIANS) {
    const from = axis;
    for (let n = 0; n < REFINE_TURNS; n++) consider(tilted(from, { radians, turn: (2 * Math.PI * n) / REFINE_TURNS }));
  }
  const fit = best as Fit;
  project(field, axis, section);
  const ends = [section.before, section.after].filter((half) => near(section, half, fit) >= END_CONTRAST_HU).length;
  return {
    ends,
    diameterMm: 2 * fit.disc.radiusMm,
    hu: fit.hu,
    contrastHu: fit.contrast,
    offset: Math.hypot(fit.u, fit.v) / fit.disc.radius,
  };
}

/** Even directions over a half sphere (Fibonacci lattice). */
function direction(n: number): Vector3 {
  const z = 1 - (n + 0.5) / DIRECTIONS;
  const r = Math.sqrt(1 - z * z);
  const turn = n * Math.PI * (3 - Math.sqrt(5));
  return [r * Math.cos(turn), r * Math.sin(turn), z];
}

function frameOf(axis: Vector3): [Vector3, Vector3] {
  const first = unit(cross(axis, Math.abs(axis[2]) < 0.8 ? [0, 0, 1] : [1, 0, 0]));
  return [first, cross(axis, first)];
}

const cross = (a: Vector3, b: Vector3): Vector3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

function unit(a: Vector3): Vector3 {
  const length = Math.hypot(a[0], a[1], a[2]);
  return [a[0] / length, a[1] / length, a[2] / length];
}

function tilted(axis: Vector3, by: { radians: number; turn: number }): Vector3 {
  const [p, q] = frameOf(axis);
  const [a, b] = [Math.tan(by.radians) * Math.cos(by.turn), Math.tan(by.radians) * Math.sin(by.turn)];
  return unit([axis[0] + a * p[0] + b * q[0], axis[1] + a * p[1] + b * q[1], axis[2] + a * p[2] + b * q[2]]);
}

/** Fills the section across an axis. Returns the lesion's half width across, in voxels of the field. */
function project(field: Field, axis: Vector3, section: Section): number {
  const { side, hu, lesion, stepMm } = field;
  const [p, q] = frameOf(axis);
  let [low, high, across] = [0, 0, 0];
  for (let n = 0; n < lesion.length; n += 3) {
    const along = lesion[n] * axis[0] + lesion[n + 1] * axis[1] + lesion[n + 2] * axis[2];
    if (along < low) low = along;
    if (along > high) high = along;
    const off = lesion[n] ** 2 + lesion[n + 1] ** 2 + lesion[n + 2] ** 2 - along * along;
    if (off > across) across = off;
  }
  const follow = Math.max(3, Math.round(FOLLOW_MM / stepMm));
  const half = (side - 1) / 2;
  const before = alongSteps(axis, { from: low, sign: -1, follow, side });
  const after = alongSteps(axis, { from: high, sign: 1, follow, side });
  const { reach } = section;
  // A column stays in the field when both of its ends do.
  const margin = [0, 1, 2].map((a) => Math.ceil(Math.max(high + follow, follow - low) * Math.abs(axis[a])) + 1);
  let at = 0;
  for (let v = -reach; v <= reach; v++)
    for (let u = -reach; u <= reach; u++, at++) {
      const i = Math.round(half + u * p[0] + v * q[0]);
      const j = Math.round(half + u * p[1] + v * q[1]);
      const k = Math.round(half + u * p[2] + v * q[2]);
      const within =
        i >= margin[0] && j >= margin[1] && k >= margin[2] && i < side - margin[0] && j < side - margin[1] && k < side - margin[2];
      const middle = i + side * (j + side * k);
      const a = within ? meanAlong(hu, middle, before) : Number.NaN;
      const b = within ? meanAlong(hu, middle, after) : Number.NaN;
      section.before[at] = a;
      section.after[at] = b;
      section.both[at] = Number.isNaN(a) ? b : Number.isNaN(b) ? a : (a + b) / 2;
    }
  return Math.sqrt(across);
}

function alongSteps(axis: Vector3, options: { from: number; sign: number; follow: number; side: number }): Int32Array {
  const { from, sign, follow, side } = options;
  return Int32Array.from({ length: follow }, (_, t) => {
    const along = from + sign * (t + 0.5);
    return Math.round(along * axis[0]) + side * (Math.round(along * axis[1]) + side * Math.round(along * axis[2]));
  });
}

function meanAlong(hu: Float32Array, middle: number, steps: Int32Array): number {
  let [sum, n] = [0, 0];
  for (let t = 0; t < steps.length; t++) {
    const value = hu[middle + steps[t]];
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  return n * 2 >= steps.length ? sum / n : Number.NaN;
}

function discOf(radiusMm: number, grid: { stepMm: number; side: number; noiseHu: number }): Disc {
  const radius = radiusMm / grid.stepMm;
  const inner = Math.max(0.5, radius * 0.75);
  const thin = Math.max(1, Math.round(radius / 3));
  const inside: number[] = [];
  for (let v = -Math.floor(inner); v <= inner; v += thin)
    for (let u = -Math.floor(inner); u <= inner; u += thin) if (u * u + v * v <= inner * inner) inside.push(u + grid.side * v);
  const out = radius + RING_MM / grid.stepMm;
  const ring: number[] = [];
  // Opposite and crossing points first: most places are no cord and are left early.
  for (let n = 0; n < RING_POINTS; n++) {
    const turn = (2 * Math.PI * (((n * 5) % RING_POINTS) + 0.5)) / RING_POINTS;
    ring.push(Math.round(out * Math.cos(turn)) + grid.side * Math.round(out * Math.sin(turn)));
  }
  return {
    radiusMm,
    radius,
    stride: radiusMm >= WIDE_MM ? 2 : 1,
    leastHu: radiusMm >= EVEN_FROM_MM ? LEAST_HU.wide : LEAST_HU.thin,
    uneven: radiusMm >= EVEN_FROM_MM ? (UNEVEN_HU + UNEVEN_NOISE * grid.noiseHu) ** 2 : Number.POSITIVE_INFINITY,
    noiseHu: (NOISE_SHARE_MM * grid.noiseHu) / radiusMm,
    inside: Int32Array.from(inside),
    ring: Int32Array.from(ring),
  };
}

/** Mean of the disc about an offset of the section; NaN where less than half shows or it is uneven. */
function discMean(half: Float32Array, middle: number, disc: Disc): number {
  let [sum, squares, n] = [0, 0, 0];
  for (let d = 0; d < disc.inside.length; d++) {
    const value = half[middle + disc.inside[d]];
    if (Number.isNaN(value)) continue;
    sum += value;
    squares += value * value;
    n++;
  }
  if (n * 2 < disc.inside.length) return Number.NaN;
  const mean = sum / n;
  return squares / n - mean * mean > disc.uneven ? Number.NaN : mean;
}

/** The ring's brightest value, the {@link RING_SPARED} brightest points spared; NaN where too little shows or it is over `most`. */
function ringTop(half: Float32Array, options: { middle: number; disc: Disc; most: number }): number {
  const { middle, disc, most } = options;
  let [first, second, third, seen] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let r = 0; r < RING_POINTS; r++) {
    const value = half[middle + disc.ring[r]];
    if (Number.isNaN(value)) continue;
    seen++;
    if (value > first) {
      third = second;
      second = first;
      first = value;
    } else if (value > second) {
      third = second;
      second = value;
    } else if (value > third) third = value;
    else continue;
    if (third >= most) return Number.NaN;
  }
  return seen < RING_POINTS - 3 * RING_SPARED ? Number.NaN : third;
}

function search(section: Section, options: { discs: readonly Disc[]; across: number; above: number }): Fit | null {
  const { reach, side, both } = section;
  let best: Fit | null = null;
  let above = options.above;
  for (const disc of options.discs) {
    // The lesion lies in or on the cord.
    const most = Math.min(disc.radius + BESIDE_SHARE * options.across, reach - disc.radius - RING_MM - 1);
    const furthest = Math.floor(most / disc.stride) * disc.stride;
    for (let v = -furthest; v <= furthest; v += disc.stride)
      for (let u = -furthest; u <= furthest; u += disc.stride) {
        if (u * u + v * v > most * most) continue;
        const middle = u + reach + side * (v + reach);
        const hu = discMean(both, middle, disc);
        if (!(hu >= disc.leastHu)) continue;
        const top = ringTop(both, { middle, disc, most: hu - disc.noiseHu - above });
        if (Number.isNaN(top)) continue;
        above = hu - top - disc.noiseHu;
        best = { disc, contrast: above, u, v, hu };
      }
  }
  return best;
}

/** Contrast of the fitted cord in one half alone, the place free by a step. */
function near(section: Section, half: Float32Array, fit: Fit): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let v = -1; v <= 1; v++)
    for (let u = -1; u <= 1; u++) {
      const middle = fit.u + u + section.reach + section.side * (fit.v + v + section.reach);
      const hu = discMean(half, middle, fit.disc);
      const top = ringTop(half, { middle, disc: fit.disc, most: Number.POSITIVE_INFINITY });
      if (hu - top > best) best = hu - top;
    }
  return best;
}
