import type { Patch } from '../patch/index.ts';

/** 26-connected pieces of a patch mask, as patch offsets in ascending order, pieces in order of their first voxel. */
export function piecesOf(mask: Uint8Array, patch: Patch): Int32Array[] {
  const [nx, ny, nz] = patch.size;
  const left = Uint8Array.from(mask);
  const stack = new Int32Array(mask.length);
  const pieces: Int32Array[] = [];
  for (let seed = 0; seed < left.length; seed++) {
    if (left[seed] === 0) continue;
    let top = 0;
    let found = 0;
    const piece: number[] = [];
    stack[top++] = seed;
    left[seed] = 0;
    while (top > 0) {
      const at = stack[--top];
      piece[found++] = at;
      const i = at % nx;
      const rest = (at - i) / nx;
      const j = rest % ny;
      const k = (rest - j) / ny;
      for (let c = Math.max(0, k - 1); c <= Math.min(nz - 1, k + 1); c++)
        for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1); b++)
          for (let a = Math.max(0, i - 1); a <= Math.min(nx - 1, i + 1); a++) {
            const next = a + nx * (b + ny * c);
            if (left[next] === 0) continue;
            left[next] = 0;
            stack[top++] = next;
          }
    }
    pieces.push(Int32Array.from(piece).sort());
  }
  return pieces;
}
