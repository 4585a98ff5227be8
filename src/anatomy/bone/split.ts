import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { isSet } from '../frame/index.ts';
import { hasInterior, isBone, isSolid, measureParts, type PartMeasures } from './parts.ts';

/** What of the filled bright pieces is bone, and what only touches it. */
export interface Split {
  readonly bone: BitMask;
  /** Solid knobs and masses that were cut from bone. */
  readonly attached: BitMask;
  readonly parts: readonly PartMeasures[];
}

export interface SplitOptions {
  readonly hu: Int16Array;
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  readonly thresholdHu: number;
  readonly contrastCeilingHu: number | null;
  /** Bright with marrow filled. */
  readonly filled: BitMask;
  readonly aorta: { readonly wall: BitMask; readonly lumen: BitMask };
  readonly nearLung: BitMask;
  readonly kernels: Kernels;
}

/** A calcification that touches bone meets it in a neck thinner than twice this; bone's own parts join more broadly. */
const NECK_HALF_MM = 2.5;
/** A knob thinner than that: compact, and standing on its base rather than spread along the surface. */
const KNOB = { longestMm: 14, leastVoxels: 4, compactness: 0.3, contactShare: 0.35 };
/** An attached mass up to this volume may be cut off; beyond it would be a bone of its own. */
const LARGEST_ATTACHED_MM3 = 200_000;

/** Opening parts the pieces at their necks; each core is judged for itself, and what is cut stays known. */
export function splitBone(options: SplitOptions): Split {
  const { kernels, filled, spacingMm } = options;
  const radiusMm = Math.max(NECK_HALF_MM, 1.01 * Math.max(spacingMm[0], spacingMm[1]));
  const reach = radiusMm + 0.5 * Math.min(...spacingMm);
  const seeds = kernels.components(kernels.erode(filled, { radiusMm, spacingMm }), { connectivity: 26 });
  const pieces = kernels.components(filled, { connectivity: 26 });
  const largest = new Set(largestSeeds(seeds, ownersOf(seeds, pieces)).values());
  const grow = (mask: BitMask): BitMask => kernels.and(kernels.dilate(mask, { radiusMm: reach, spacingMm }), filled);
  const mainCore = grow(kernels.select(seeds, (c) => largest.has(c)));
  const sideCore = kernels.andNot(grow(kernels.select(seeds, (c) => !largest.has(c))), mainCore);
  const main = judge(mainCore, { ...options, isOther: (part) => !isBone(part) });
  kernels.andNot(main.other, boneBeneath(main, mainCore, options));
  const side = judge(sideCore, { ...options, isOther: (part) => isSolid(part) && part.volumeMm3 <= LARGEST_ATTACHED_MM3 });
  kernels.andNot(side.other, boneBeneath(side, sideCore, options));
  const otherCore = kernels.or(main.other, side.other);
  const boneCore = kernels.andNot(kernels.or(kernels.copy(mainCore), sideCore), otherCore);
  const territory = kernels.andNot(grow(otherCore), boneCore);
  const core = kernels.or(kernels.copy(boneCore), otherCore);
  const attached = kernels.or(territory, knobs({ filled, core, radiusMm, spacingMm, kernels }));
  kernels.or(attached, kernels.and(kernels.copy(options.aorta.wall), filled));
  kernels.andNot(attached, boneCore);
  kernels.or(attached, kernels.and(kernels.copy(options.aorta.lumen), filled));
  // Pieces without any core are small: they are judged whole.
  const whole = kernels.andNot(kernels.copy(filled), attached);
  const rest = kernels.components(whole, { connectivity: 26 });
  const small = measureParts(rest, { ...options, filled: whole });
  const keep = new Uint8Array(rest.count);
  const withCore = ownersOf(kernels.components(boneCore, { connectivity: 26 }), rest);
  for (const owner of withCore) if (owner >= 0) keep[owner] = 1;
  const rib = shareWithin(rest, options.nearLung);
  for (const part of small) {
    const ribLike = part.longestMm >= RIB.leastMm && part.volumeMm3 / part.longestMm <= RIB.mostMm2 && rib[part.component] >= RIB.share;
    if (keep[part.component] === 0 && (isBone(part) || ribLike)) keep[part.component] = 1;
  }
  return { bone: kernels.select(rest, (c) => keep[c] === 1), attached, parts: [...main.parts, ...side.parts, ...small] };
}
/** A rib or a piece of one: long, about 1 cm2 across, within a wall's thickness of the lung. */
const RIB = { leastMm: 30, mostMm2: 160, share: 0.5 };

/** A deposit this many times as dense as a bone's surface, on a bone that keeps this much of the piece. */
const DENSE_DEPOSIT = { overSurface: 2, leftShare: 0.5, leastMm: 40, slenderness: 8 };

/** Bone under dense deposits: long pieces that are bone once what is far denser than their surface is left out. New mask. */
function boneBeneath(judged: { other: BitMask; parts: readonly PartMeasures[] }, core: BitMask, options: SplitOptions): BitMask {
  const { kernels, hu, size, spacingMm } = options;
  const components = kernels.components(judged.other, { connectivity: 26 });
  // A mass with settled calcium is as hollow without it, but no rod.
  const long = measureParts(components, { ...options, filled: judged.other }).filter(
    (part) => part.longestMm >= Math.max(DENSE_DEPOSIT.leastMm, DENSE_DEPOSIT.slenderness * Math.sqrt(part.volumeMm3 / part.longestMm)),
  );
  const beneath = kernels.emptyMask(size);
  for (const part of long) {
    const whole = kernels.select(components, (c) => c === part.component);
    const limitHu = Math.round(DENSE_DEPOSIT.overSurface * part.layerHu[0]);
    const dense = kernels.and(kernels.threshold(hu, { size, low: limitHu, high: 32767 }), whole);
    const halo = kernels.dilate(dense, { radiusMm: DENSE_HALO_MM, spacingMm });
    const left = kernels.andNot(kernels.copy(whole), halo);
    const rest = kernels.components(left, { connectivity: 26 });
    const least = DENSE_DEPOSIT.leftShare * kernels.count(whole);
    const bony = new Set(
      measureParts(rest, { ...options, filled: left })
        .filter((each) => rest.voxels[each.component] >= least && hasInterior(each) && isBone(each))
        .map((each) => each.component),
    );
    if (bony.size > 0)
      kernels.or(
        beneath,
        kernels.select(rest, (c) => bony.has(c)),
      );
  }
  return kernels.and(beneath, core);
}
/** The blur of a deposit. */
const DENSE_HALO_MM = 1.5;

/** Components of a core mask, each measured, and those that are not bone. */
function judge(
  mask: BitMask,
  options: SplitOptions & { isOther: (part: PartMeasures) => boolean },
): { other: BitMask; parts: PartMeasures[] } {
  const components = options.kernels.components(mask, { connectivity: 26 });
  const parts = measureParts(components, { ...options, filled: mask });
  const other = new Uint8Array(components.count);
  for (const part of parts) if (options.isOther(part)) other[part.component] = 1;
  return { other: options.kernels.select(components, (c) => other[c] === 1), parts };
}

/** Share of each component's voxels in the mask. */
function shareWithin(components: Components, mask: BitMask): Float64Array {
  const inside = new Float64Array(components.count);
  const ny = components.size[1];
  for (let run = 0; run < components.row.length; run++) {
    const row = components.row[run];
    for (let i = components.start[run]; i <= components.end[run]; i++)
      if (isSet(mask, i, row % ny, Math.floor(row / ny))) inside[components.label[run]]++;
  }
  return inside.map((count, c) => count / components.voxels[c]);
}

/** For each component of `inner`, the component of `outer` that its first run lies in; -1 = none. */
function ownersOf(inner: Components, outer: Components): Int32Array {
  const owner = new Int32Array(inner.count).fill(-1);
  let at = 0;
  for (let run = 0; run < inner.row.length; run++) {
    while (
      at < outer.row.length &&
      (outer.row[at] < inner.row[run] || (outer.row[at] === inner.row[run] && outer.end[at] < inner.start[run]))
    )
      at++;
    if (at >= outer.row.length) break;
    const within = outer.row[at] === inner.row[run] && outer.start[at] <= inner.start[run];
    if (within && owner[inner.label[run]] < 0) owner[inner.label[run]] = outer.label[at];
  }
  return owner;
}

/** Piece -> its largest seed. */
function largestSeeds(seeds: Components, pieceOf: Int32Array): Map<number, number> {
  const largest = new Map<number, number>();
  for (let c = 0; c < seeds.count; c++) {
    const best = largest.get(pieceOf[c]);
    if (best === undefined || seeds.voxels[c] > seeds.voxels[best]) largest.set(pieceOf[c], c);
  }
  return largest;
}

/** Compact protrusions of a surface that the opening took off. */
function knobs(options: { filled: BitMask; core: BitMask; radiusMm: number; spacingMm: Vector3; kernels: Kernels }): BitMask {
  const { filled, core, spacingMm, kernels } = options;
  const { size } = filled;
  const voxelStep = 1.01 * Math.max(spacingMm[0], spacingMm[1]);
  const base = kernels.dilate(core, { radiusMm: voxelStep, spacingMm });
  const protruding = kernels.andNot(kernels.copy(filled), base);
  const components = kernels.components(protruding, { connectivity: 26 });
  const contact = new Float64Array(components.count);
  const surface = new Float64Array(components.count);
  for (let run = 0; run < components.row.length; run++) {
    const row = components.row[run];
    const [j, k] = [row % size[1], Math.floor(row / size[1])];
    const c = components.label[run];
    for (let i = components.start[run]; i <= components.end[run]; i++)
      for (let side = 0; side < 6; side++) {
        const [a, b, d] = [
          i + (side === 0 ? 1 : side === 1 ? -1 : 0),
          j + (side === 2 ? 1 : side === 3 ? -1 : 0),
          k + (side === 4 ? 1 : side === 5 ? -1 : 0),
        ];
        if (a < 0 || b < 0 || d < 0 || a >= size[0] || b >= size[1] || d >= size[2]) continue;
        if (isSet(protruding, a, b, d)) continue;
        surface[c]++;
        if (isSet(base, a, b, d) && isSet(filled, a, b, d)) contact[c]++;
      }
  }
  const chosen = kernels.select(components, (c) => {
    const n = components.voxels[c];
    if (n < KNOB.leastVoxels || contact[c] === 0) return false;
    const extent = [0, 1, 2].map((axis) => components.bounds[6 * c + 3 + axis] - components.bounds[6 * c + axis] + 1);
    const longest = Math.hypot(...extent.map((count, axis) => count * spacingMm[axis]));
    return (
      longest <= KNOB.longestMm && n >= KNOB.compactness * extent[0] * extent[1] * extent[2] && contact[c] <= KNOB.contactShare * surface[c]
    );
  });
  const grown = kernels.and(kernels.dilate(chosen, { radiusMm: voxelStep, spacingMm }), filled);
  return kernels.andNot(grown, core);
}
