import type { Vector3 } from '../../core/index.ts';
import { copyMask, createMask, notMask, sameSize, setRun, signedWords } from '../mask/index.ts';
import type { BitMask, Components, Connectivity } from '../types.ts';
import { extractRuns, joinRuns, type Runs } from './runs.ts';

/** Numbers roots in order of first run and sums up what a component holds. */
function describeComponents(runs: Runs, roots: Int32Array, size: Vector3): Components {
  const ny = size[1];
  const total = roots.length;
  const label = roots;
  let count = 0;
  // A root is its component's first run, so its own slot has been replaced by the label before others ask for it.
  for (let run = 0; run < total; run++) label[run] = roots[run] === run ? count++ : label[roots[run]];
  const row = new Int32Array(total);
  const voxels = new Int32Array(count);
  const bounds = new Int32Array(6 * count);
  for (let component = 0; component < count; component++) {
    bounds.fill(0x7fffffff, 6 * component, 6 * component + 3);
    bounds.fill(-1, 6 * component + 3, 6 * component + 6);
  }
  const { rowFirst, start, end } = runs;
  for (let r = 0; r + 1 < rowFirst.length; r++) {
    const last = rowFirst[r + 1];
    const j = r % ny;
    const k = (r - j) / ny;
    for (let run = rowFirst[r]; run < last; run++) {
      row[run] = r;
      const component = label[run];
      voxels[component] += end[run] - start[run] + 1;
      const b = 6 * component;
      if (start[run] < bounds[b]) bounds[b] = start[run];
      if (j < bounds[b + 1]) bounds[b + 1] = j;
      if (k < bounds[b + 2]) bounds[b + 2] = k;
      if (end[run] > bounds[b + 3]) bounds[b + 3] = end[run];
      if (j > bounds[b + 4]) bounds[b + 4] = j;
      bounds[b + 5] = k;
    }
  }
  return { size, count, row, start, end, label, voxels, bounds };
}

export function labelComponents(mask: BitMask, options: { connectivity: Connectivity }): Components {
  const runs = extractRuns(mask);
  const [, ny, nz] = mask.size;
  const roots = joinRuns(runs, { ny, nz, connectivity: options.connectivity, volume: true });
  return describeComponents(runs, roots, mask.size);
}

/** The voxels of the components that `keep` accepts; `keep` is asked once per component. */
export function selectComponents(components: Components, keep: (component: number) => boolean): BitMask {
  const wanted = new Uint8Array(components.count);
  for (let component = 0; component < components.count; component++) wanted[component] = keep(component) ? 1 : 0;
  const mask = createMask(components.size);
  const words = signedWords(mask);
  const { row, start, end, label } = components;
  for (let run = 0; run < row.length; run++)
    if (wanted[label[run]] === 1) setRun(words, { base: row[run] * mask.wordsPerRow, start: start[run], end: end[run] });
  return mask;
}

/** 1 for each component that holds at least one voxel of `seed`. */
export function seededComponents(components: Components, seed: BitMask): Uint8Array {
  const seeded = new Uint8Array(components.count);
  const words = signedWords(seed);
  const { row, start, end, label } = components;
  for (let run = 0; run < row.length; run++) {
    if (seeded[label[run]] === 1) continue;
    const base = row[run] * seed.wordsPerRow;
    const last = end[run] >>> 5;
    for (let word = start[run] >>> 5; word <= last; word++) {
      let bits = words[base + word];
      if (word === start[run] >>> 5) bits &= -1 << (start[run] & 31);
      if (word === last) bits &= -1 >>> (31 - (end[run] & 31));
      if (bits !== 0) {
        seeded[label[run]] = 1;
        break;
      }
    }
  }
  return seeded;
}

/** Components of `mask` that hold at least one voxel of `seed`; seed voxels outside `mask` do not count. */
export function reconstructMask(seed: BitMask, mask: BitMask, options: { connectivity: Connectivity }): BitMask {
  sameSize(seed, mask);
  const components = labelComponents(mask, options);
  const seeded = seededComponents(components, seed);
  return selectComponents(components, (component) => seeded[component] === 1);
}

/** Background not reachable from the border becomes set: per slice (4-connected) or in the volume (6-connected). */
export function fillMaskHoles(mask: BitMask, options: { mode: 'slices' | 'volume' }): BitMask {
  const [nx, ny, nz] = mask.size;
  const outside = notMask(copyMask(mask));
  const runs = extractRuns(outside);
  const volume = options.mode === 'volume';
  const roots = joinRuns(runs, { ny, nz, connectivity: 6, volume });
  const open = new Uint8Array(roots.length);
  const { rowFirst, start, end } = runs;
  for (let row = 0; row < ny * nz; row++) {
    const j = row % ny;
    const edgeRow = j === 0 || j === ny - 1 || (volume && (row < ny || row >= ny * (nz - 1)));
    for (let run = rowFirst[row]; run < rowFirst[row + 1]; run++)
      if (edgeRow || start[run] === 0 || end[run] === nx - 1) open[roots[run]] = 1;
  }
  const filled = copyMask(mask);
  const words = signedWords(filled);
  for (let row = 0; row < ny * nz; row++)
    for (let run = rowFirst[row]; run < rowFirst[row + 1]; run++)
      if (open[roots[run]] === 0) setRun(words, { base: row * filled.wordsPerRow, start: start[run], end: end[run] });
  return filled;
}

/** Offsets of one component's voxels, ascending. Linear in all runs: for many components use {@link voxelsByComponent}. */
export function voxelsOf(components: Components, component: number): Int32Array {
  const voxels = new Int32Array(components.voxels[component]);
  const { row, start, end, label, size } = components;
  let write = 0;
  for (let run = 0; run < row.length; run++)
    if (label[run] === component) for (let i = start[run]; i <= end[run]; i++) voxels[write++] = row[run] * size[0] + i;
  return voxels;
}

/** Offsets of every component's voxels, ascending, in one pass: component c holds voxels first[c] .. first[c + 1] - 1. */
export function voxelsByComponent(components: Components): { first: Int32Array; voxels: Int32Array } {
  const { row, start, end, label, size, count } = components;
  const first = new Int32Array(count + 1);
  for (let component = 0; component < count; component++) first[component + 1] = first[component] + components.voxels[component];
  const voxels = new Int32Array(first[count]);
  const write = first.slice();
  for (let run = 0; run < row.length; run++)
    for (let i = start[run]; i <= end[run]; i++) voxels[write[label[run]]++] = row[run] * size[0] + i;
  return { first, voxels };
}
