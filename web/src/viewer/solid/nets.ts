import type { Vector3 } from '../../../../src/core/index.ts';

/** A field of samples, i fastest; what lies outside counts as 0. */
export interface Field {
  readonly size: Vector3;
  readonly values: Uint8Array | Float32Array;
}

/** Triangles; vertices in continuous sample indices, wound counter-clockwise seen from outside. */
export interface Mesh {
  readonly positions: Float32Array;
  readonly triangles: Uint32Array;
}

const CORNERS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [bits & 1, (bits >> 1) & 1, (bits >> 2) & 1] as const);
/** Pairs of corners that differ along one axis. */
const EDGES = CORNERS.flatMap((_, a) => [1, 2, 4].flatMap((bit) => (a & bit ? [] : [[a, a | bit] as const])));

/**
 * Surface of a field at a level by naive surface nets (Gibson 1998): one vertex in each cell that the surface crosses, at
 * the mean of its crossings, and a quadrilateral for each crossed edge. Closed, also where the object meets the border.
 */
export function surfaceNets(field: Field, level: number): Mesh {
  const [nx, ny, nz] = field.size;
  const at = (i: number, j: number, k: number): number =>
    i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz ? 0 : field.values[i + nx * (j + ny * k)];
  // cells begin one before the field, so that its border closes
  const [cx, cy] = [nx + 1, ny + 1];
  const layer = cx * cy;
  // vertex numbers of two layers of cells are enough: faces look back by one
  let before = new Int32Array(layer).fill(-1);
  let here = new Int32Array(layer).fill(-1);
  const positions: number[] = [];
  const triangles: number[] = [];
  const value = new Float64Array(8);
  const quad = (a: number, b: number, c: number, d: number, turned: boolean): void => {
    if (turned) triangles.push(a, c, b, a, d, c);
    else triangles.push(a, b, c, a, c, d);
  };
  for (let k = -1; k < nz; k++) {
    here.fill(-1);
    for (let j = -1; j < ny; j++)
      for (let i = -1; i < nx; i++) {
        let mask = 0;
        for (let corner = 0; corner < 8; corner++) {
          const [a, b, c] = CORNERS[corner];
          value[corner] = at(i + a, j + b, k + c);
          if (value[corner] >= level) mask |= 1 << corner;
        }
        if (mask === 0 || mask === 255) continue;
        let [x, y, z, crossings] = [0, 0, 0, 0];
        for (const [a, b] of EDGES) {
          if (((mask >> a) & 1) === ((mask >> b) & 1)) continue;
          const share = (level - value[a]) / (value[b] - value[a]);
          x += CORNERS[a][0] + share * (CORNERS[b][0] - CORNERS[a][0]);
          y += CORNERS[a][1] + share * (CORNERS[b][1] - CORNERS[a][1]);
          z += CORNERS[a][2] + share * (CORNERS[b][2] - CORNERS[a][2]);
          crossings++;
        }
        const cell = i + 1 + cx * (j + 1);
        here[cell] = positions.length / 3;
        positions.push(i + x / crossings, j + y / crossings, k + z / crossings);
        // the three edges that leave corner 0; each is shared by four cells, all met by now
        const inside = (mask & 1) === 1;
        if (inside !== ((mask & 2) !== 0) && j >= 0 && k >= 0) quad(here[cell], here[cell - cx], before[cell - cx], before[cell], !inside);
        if (inside !== ((mask & 4) !== 0) && i >= 0 && k >= 0) quad(here[cell], before[cell], before[cell - 1], here[cell - 1], !inside);
        if (inside !== ((mask & 16) !== 0) && i >= 0 && j >= 0)
          quad(here[cell], here[cell - 1], here[cell - 1 - cx], here[cell - cx], !inside);
      }
    [before, here] = [here, before];
  }
  return { positions: Float32Array.from(positions), triangles: Uint32Array.from(triangles) };
}

/** Mean over 3 x 3 x 3 samples, along one axis after another; outside counts as 0. */
export function smoothed(field: Field): Field & { readonly values: Float32Array } {
  const [nx, ny, nz] = field.size;
  let from = Float32Array.from(field.values);
  for (const [stride, count] of [
    [1, nx],
    [nx, ny],
    [nx * ny, nz],
  ]) {
    const to = new Float32Array(from.length);
    for (let n = 0; n < from.length; n++) {
      const along = Math.floor(n / stride) % count;
      to[n] = ((along > 0 ? from[n - stride] : 0) + from[n] + (along < count - 1 ? from[n + stride] : 0)) / 3;
    }
    from = to;
  }
  return { size: field.size, values: from };
}
