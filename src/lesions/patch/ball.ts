import type { Vector3 } from '../../core/index.ts';
import type { Patch } from './patch.ts';

/** Index steps of an ellipsoid with semi-axes in mm, without the centre; at least the six neighbours when `atLeastFaces`. */
export function ballSteps(options: { spacingMm: Vector3; radiusMm: Vector3; atLeastFaces?: boolean }): Int32Array {
  const { spacingMm, radiusMm } = options;
  const reach = spacingMm.map((spacing, axis) => Math.floor(radiusMm[axis] / spacing + 1e-6));
  if (options.atLeastFaces) for (let axis = 0; axis < 3; axis++) reach[axis] = Math.max(1, reach[axis]);
  const steps: number[] = [];
  for (let c = -reach[2]; c <= reach[2]; c++)
    for (let b = -reach[1]; b <= reach[1]; b++)
      for (let a = -reach[0]; a <= reach[0]; a++) {
        if (a === 0 && b === 0 && c === 0) continue;
        const inside =
          ((a * spacingMm[0]) / radiusMm[0]) ** 2 + ((b * spacingMm[1]) / radiusMm[1]) ** 2 + ((c * spacingMm[2]) / radiusMm[2]) ** 2;
        const face = Math.abs(a) + Math.abs(b) + Math.abs(c) === 1;
        if (inside <= 1 + 1e-6 || (options.atLeastFaces === true && face)) steps.push(a, b, c);
      }
  return Int32Array.from(steps);
}

/** Steps as rows: at (b, c) the ball reaches from `low` to `high` along x, four numbers each. Every row of a ball is whole. */
function rowsOf(steps: Int32Array): Int32Array {
  const rows = new Map<string, [number, number, number, number]>([['0,0', [0, 0, 0, 0]]]);
  for (let s = 0; s < steps.length; s += 3) {
    const key = `${steps[s + 1]},${steps[s + 2]}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [steps[s + 1], steps[s + 2], steps[s], steps[s]]);
    else {
      row[2] = Math.min(row[2], steps[s]);
      row[3] = Math.max(row[3], steps[s]);
    }
  }
  return Int32Array.from([...rows.values()].flat());
}

/** Grown by an ellipsoid: each run of set voxels widens into the rows that the ball reaches. */
export function dilatePatch(mask: Uint8Array, patch: Patch, steps: Int32Array): Uint8Array {
  const [nx, ny, nz] = patch.size;
  const out = mask.slice();
  const rows = rowsOf(steps);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const base = nx * (j + ny * k);
      for (let i = 0; i < nx; i++) {
        if (mask[base + i] === 0) continue;
        const first = i;
        while (i + 1 < nx && mask[base + i + 1] !== 0) i++;
        for (let r = 0; r < rows.length; r += 4) {
          const b = j + rows[r];
          const c = k + rows[r + 1];
          if (b < 0 || c < 0 || b >= ny || c >= nz) continue;
          const to = nx * (b + ny * c);
          const end = to + Math.min(nx - 1, i + rows[r + 3]);
          for (let at = to + Math.max(0, first + rows[r + 2]); at <= end; at++) out[at] = 1;
        }
      }
    }
  return out;
}

/** Shrunk by an ellipsoid; outside the patch counts as set, so a lesion cut by the volume's edge keeps its cut face. */
export function erodePatch(mask: Uint8Array, patch: Patch, steps: Int32Array): Uint8Array {
  const inverse = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) inverse[at] = mask[at] === 0 ? 1 : 0;
  const grown = dilatePatch(inverse, patch, steps);
  for (let at = 0; at < mask.length; at++) grown[at] = grown[at] === 0 ? 1 : 0;
  return grown;
}

/** Largest value among the voxels of `where` within the ellipsoid, for those that `only` also marks; others keep their own value. */
export function localMaximum(
  values: Float32Array,
  patch: Patch,
  options: { steps: Int32Array; where: Uint8Array; only: Uint8Array },
): Float32Array {
  const [nx, ny, nz] = patch.size;
  const out = values.slice();
  const { steps, where, only } = options;
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (where[at] === 0 || only[at] === 0) continue;
        let best = values[at];
        for (let s = 0; s < steps.length; s += 3) {
          const a = i + steps[s];
          const b = j + steps[s + 1];
          const c = k + steps[s + 2];
          if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue;
          const near = a + nx * (b + ny * c);
          if (where[near] !== 0 && values[near] > best) best = values[near];
        }
        out[at] = best;
      }
  return out;
}
