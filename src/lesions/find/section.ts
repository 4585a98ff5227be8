import type { Anatomy } from '../../anatomy/index.ts';
import type { Vector3 } from '../../core/index.ts';

/** Where a point lies in the body's cross-section. */
export interface Section {
  /** 0 = front, 1 = back, along the anterior-posterior line through the point. */
  readonly frontToBack: number;
  /** Signed distance from the middle of the body's width at this level, mm; positive = left. */
  readonly offMidlineMm: number;
}

/** null when the body is not met at this level. */
export function bodySection(anatomy: Anatomy, index: Vector3): Section | null {
  const { body, grid } = anatomy;
  const [nx, ny, nz] = grid.size;
  const k = Math.min(nz - 1, Math.max(0, Math.round(index[2])));
  const i = Math.min(nx - 1, Math.max(0, Math.round(index[0])));
  const has = (a: number, b: number): boolean => ((body.words[(b + ny * k) * body.wordsPerRow + (a >> 5)] >>> (a & 31)) & 1) === 1;
  let front = -1;
  let back = -1;
  for (let b = 0; b < ny; b++)
    if (has(i, b)) {
      if (front < 0) front = b;
      back = b;
    }
  if (front < 0 || back === front) return null;
  const j = Math.min(ny - 1, Math.max(0, Math.round(index[1])));
  let left = -1;
  let right = -1;
  for (let b = Math.max(0, j - 40); b <= Math.min(ny - 1, j + 40); b += 8)
    for (let a = 0; a < nx; a++)
      if (has(a, b)) {
        if (left < 0 || a < left) left = a;
        if (a > right) right = a;
      }
  return { frontToBack: (index[1] - front) / (back - front), offMidlineMm: (index[0] - (left + right) / 2) * grid.spacingMm[0] };
}
