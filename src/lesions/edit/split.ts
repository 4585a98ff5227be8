import type { Grid, Vector3 } from '../../core/index.ts';
import { piecesOf } from '../candidates/index.ts';
import { ballSteps, erodePatch, maskOf, type Patch, patchAround, toGrid } from '../patch/index.ts';

/** A part smaller than this share of the whole is a spur and no part. */
const LEAST_SHARE = 0.04;
/** Necks are sought up to this half-width. */
const MOST_RADIUS_MM = 15;

function patchOf(grid: Grid, voxels: Int32Array): { patch: Patch; mask: Uint8Array } {
  const [nx, ny] = grid.size;
  const low: [number, number, number] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const high: [number, number, number] = [0, 0, 0];
  for (const offset of voxels) {
    const at = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], at[axis]);
      high[axis] = Math.max(high[axis], at[axis]);
    }
  }
  // a margin of one voxel at least, so that the mask's own surface is eroded too
  const patch = patchAround(grid, { low, high, marginMm: Math.max(...grid.spacingMm) });
  return { patch, mask: maskOf(patch, voxels) };
}

const onGrid = (patch: Patch, piece: ArrayLike<number>): Int32Array =>
  Int32Array.from({ length: piece.length }, (_, n) => toGrid(patch, piece[n])).sort();

/** Every voxel of the mask goes to the core it is reached from first, step by step through the mask; ties to the earlier core. */
function regrown(mask: Uint8Array, patch: Patch, cores: readonly Int32Array[]): Int32Array[] {
  const [nx, ny, nz] = patch.size;
  const owner = new Int16Array(mask.length).fill(-1);
  let front: number[] = [];
  cores.forEach((core, n) => {
    for (const at of core) {
      owner[at] = n;
      front.push(at);
    }
  });
  while (front.length) {
    const next: number[] = [];
    for (const at of front) {
      const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      for (let c = Math.max(0, k - 1); c <= Math.min(nz - 1, k + 1); c++)
        for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1); b++)
          for (let a = Math.max(0, i - 1); a <= Math.min(nx - 1, i + 1); a++) {
            const near = a + nx * (b + ny * c);
            if (!mask[near] || owner[near] >= 0) continue;
            owner[near] = owner[at];
            next.push(near);
          }
    }
    front = next;
  }
  const parts: number[][] = cores.map(() => []);
  for (let at = 0; at < mask.length; at++) if (owner[at] >= 0) parts[owner[at]].push(at);
  return parts.map((part) => Int32Array.from(part));
}

const radii = (spacingMm: Vector3): number[] => {
  const step = Math.min(...spacingMm);
  return Array.from({ length: Math.floor(MOST_RADIUS_MM / step) }, (_, n) => (n + 1) * step);
};

/** Cores that are left when the mask is eroded, the first radius at which there are at least two; null when it never parts. */
function coresOf(mask: Uint8Array, patch: Patch): Int32Array[] | null {
  const all = mask.reduce((sum, each) => sum + each, 0);
  for (const radiusMm of radii(patch.spacingMm)) {
    const steps = ballSteps({ spacingMm: patch.spacingMm, radiusMm: [radiusMm, radiusMm, radiusMm], atLeastFaces: true });
    const eroded = erodePatch(mask, patch, steps);
    const cores = piecesOf(eroded, patch);
    if (!cores.length) return null;
    if (cores.length < 2) continue;
    const parts = regrown(mask, patch, cores);
    const large = cores.filter((_, n) => parts[n].length >= LEAST_SHARE * all);
    if (large.length > 1) return large;
  }
  return null;
}

/**
 * A lesion taken apart: its separate pieces when it has several; otherwise cut where it is narrowest, at the least
 * erosion that parts it (every voxel then goes to the core that it is nearest to through the lesion). Parts in order of
 * size, then of first voxel; null when it has no neck.
 */
export function splitAtNeck(voxels: Int32Array, grid: Grid): Int32Array[] | null {
  if (voxels.length < 2) return null;
  const { patch, mask } = patchOf(grid, voxels);
  const pieces = piecesOf(mask, patch);
  const cores = pieces.length > 1 ? pieces : coresOf(mask, patch);
  if (!cores) return null;
  const parts = pieces.length > 1 ? pieces : regrown(mask, patch, cores);
  return parts.map((part) => onGrid(patch, part)).sort((a, b) => b.length - a.length || a[0] - b[0]);
}

/**
 * A lesion without the bone that came with it: voxels of the bone mask go, and what is left only as a rim about it. Where
 * the mask holds none of it, the lesion is cut at its neck and the parts that touch bone go. null when nothing can be
 * told apart: no bone in or at it, or bone throughout.
 */
export function splitFromBone(
  voxels: Int32Array,
  source: { readonly grid: Grid; readonly isBone: (offset: number) => boolean },
): Int32Array | null {
  const { grid, isBone } = source;
  const [nx, ny, nz] = grid.size;
  const near = (offset: number): boolean => {
    const [i, j, k] = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
    for (let c = Math.max(0, k - 1); c <= Math.min(nz - 1, k + 1); c++)
      for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1); b++)
        for (let a = Math.max(0, i - 1); a <= Math.min(nx - 1, i + 1); a++) if (isBone(a + nx * (b + ny * c))) return true;
    return false;
  };
  const soft = voxels.filter((offset) => !isBone(offset));
  if (soft.length < voxels.length) {
    if (!soft.length) return null;
    const away = soft.filter((offset) => !near(offset));
    if (!away.length) return null;
    // the rim comes back only where it belongs to something that stands clear of the bone
    const { patch, mask } = patchOf(grid, soft);
    const inner = maskOf(patch, away);
    const cores = piecesOf(inner, patch).filter((piece) => piece.length >= LEAST_SHARE * away.length);
    const whole = Int32Array.from(cores.flatMap((piece) => [...piece]));
    return onGrid(patch, regrown(mask, patch, [whole])[0]);
  }
  if (!voxels.some(near)) return null;
  const parts = splitAtNeck(voxels, grid);
  const clear = parts?.filter((part) => !part.some(near)) ?? [];
  if (!clear.length) return null;
  return Int32Array.from(clear.flatMap((part) => [...part])).sort();
}
