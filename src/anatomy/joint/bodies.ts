import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { type Coarse, isSet } from '../frame/index.ts';

/**
 * Depths of erosion at which touching bones are looked for, mm: partial volume bridges a joint space of 2 mm over much of
 * its area, and a femoral head leaves its socket only at the deeper ones.
 */
const DEPTHS_MM = [1, 2, 3, 4, 5.5];
/** Large bones only: hand and foot bones lie side by side nearer than the joint space of a knee, and are parted by their shells. */
const LEAST_CORE_MM3 = 5000;

interface Level {
  readonly components: Components;
  /** Per component, its parent in the level above; -1 at the first. */
  readonly parent: Int32Array;
}

/**
 * The bone mask parted into bodies: where a piece falls into two or more substantial cores when eroded more deeply, each core
 * is a body of its own. Returns one label per coarse voxel (0 = none), set in the cores only.
 */
export function boneBodies(coarse: Coarse, bone: BitMask, kernels: Kernels): Int32Array {
  const { spacingMm, size } = coarse;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const finest = 1.01 * Math.min(...spacingMm);
  const levels: Level[] = [];
  for (const depth of [...new Set(DEPTHS_MM.map((mm) => Math.max(mm, finest)))]) {
    const components = kernels.components(kernels.erode(bone, { radiusMm: depth, spacingMm }), { connectivity: 6 });
    const above = levels.at(-1);
    levels.push({ components, parent: above ? parents(components, above.components) : new Int32Array(components.count).fill(-1) });
  }
  const big = (level: Level, c: number): boolean => level.components.voxels[c] * voxelMm3 >= LEAST_CORE_MM3;
  const children = levels.map((level, n) => {
    const lists: number[][] = Array.from({ length: level.components.count }, () => []);
    const below = levels[n + 1];
    if (below) for (let c = 0; c < below.components.count; c++) if (below.parent[c] >= 0 && big(below, c)) lists[below.parent[c]].push(c);
    return lists;
  });
  const chosen: { level: number; component: number }[] = [];
  const gather = (level: number, component: number): { level: number; component: number }[] => {
    const parts = children[level][component].flatMap((child) => gather(level + 1, child));
    return parts.length >= 2 ? parts : [{ level, component }];
  };
  for (let c = 0; c < levels[0].components.count; c++) if (big(levels[0], c)) chosen.push(...gather(0, c));
  const label = new Int32Array(size[0] * size[1] * size[2]);
  const numberOf = levels.map((level) => new Int32Array(level.components.count));
  chosen.forEach(({ level, component }, n) => {
    numberOf[level][component] = n + 1;
  });
  levels.forEach(({ components }, n) => {
    for (let run = 0; run < components.row.length; run++) {
      const number = numberOf[n][components.label[run]];
      if (number !== 0)
        label.fill(number, components.row[run] * size[0] + components.start[run], components.row[run] * size[0] + components.end[run] + 1);
    }
  });
  return label;
}

/** For each component of a deeper erosion, the component of the shallower one that holds it. */
function parents(inner: Components, outer: Components): Int32Array {
  const parent = new Int32Array(inner.count).fill(-1);
  let at = 0;
  for (let run = 0; run < inner.row.length; run++) {
    while (
      at < outer.row.length &&
      (outer.row[at] < inner.row[run] || (outer.row[at] === inner.row[run] && outer.end[at] < inner.start[run]))
    )
      at++;
    if (at < outer.row.length && outer.row[at] === inner.row[run] && outer.start[at] <= inner.start[run])
      parent[inner.label[run]] = outer.label[at];
  }
  return parent;
}

/** Spreads labels over the rest of the bone, nearest first. */
export function fillBone(label: Int32Array, coarse: Coarse, bone: BitMask): void {
  const [nx, ny, nz] = coarse.size;
  let front: number[] = [];
  for (let offset = 0; offset < label.length; offset++) if (label[offset] !== 0) front.push(offset);
  while (front.length > 0) {
    const next: number[] = [];
    for (const offset of front) {
      const i = offset % nx;
      const j = Math.floor(offset / nx) % ny;
      const k = Math.floor(offset / (nx * ny));
      const reach = (to: number, a: number, b: number, c: number): void => {
        if (label[to] !== 0 || !isSet(bone, a, b, c)) return;
        label[to] = label[offset];
        next.push(to);
      };
      if (i > 0) reach(offset - 1, i - 1, j, k);
      if (i < nx - 1) reach(offset + 1, i + 1, j, k);
      if (j > 0) reach(offset - nx, i, j - 1, k);
      if (j < ny - 1) reach(offset + nx, i, j + 1, k);
      if (k > 0) reach(offset - nx * ny, i, j, k - 1);
      if (k < nz - 1) reach(offset + nx * ny, i, j, k + 1);
    }
    front = next;
  }
}
