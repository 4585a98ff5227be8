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

/** Grown by an ellipsoid; only surface voxels spread, so the cost follows the surface. */
export function dilatePatch(mask: Uint8Array, patch: Patch, steps: Int32Array): Uint8Array {
  const [nx, ny, nz] = patch.size;
  const out = Uint8Array.from(mask);
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (mask[at] === 0 || isInner(mask, { nx, ny, nz, i, j, k, at })) continue;
        for (let s = 0; s < steps.length; s += 3) {
          const a = i + steps[s];
          const b = j + steps[s + 1];
          const c = k + steps[s + 2];
          if (a >= 0 && b >= 0 && c >= 0 && a < nx && b < ny && c < nz) out[a + nx * (b + ny * c)] = 1;
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

function isInner(mask: Uint8Array, p: { nx: number; ny: number; nz: number; i: number; j: number; k: number; at: number }): boolean {
  const { nx, ny, at } = p;
  return (
    p.i > 0 &&
    p.j > 0 &&
    p.k > 0 &&
    p.i < nx - 1 &&
    p.j < ny - 1 &&
    p.k < p.nz - 1 &&
    mask[at - 1] !== 0 &&
    mask[at + 1] !== 0 &&
    mask[at - nx] !== 0 &&
    mask[at + nx] !== 0 &&
    mask[at - nx * ny] !== 0 &&
    mask[at + nx * ny] !== 0
  );
}

/** Largest value within the ellipsoid, for the voxels where `where` is set; others keep their own value. */
export function localMaximum(values: Float32Array, patch: Patch, options: { steps: Int32Array; where: Uint8Array }): Float32Array {
  const [nx, ny, nz] = patch.size;
  const out = Float32Array.from(values);
  const { steps, where } = options;
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (where[at] === 0) continue;
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
