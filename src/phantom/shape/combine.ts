import { type Bounds, type Field, grow, hull, overlap, type Shape } from './shape.ts';

/** Union with edges rounded over `blendMm` (polynomial smooth minimum; 0 = sharp). */
export function union(shapes: readonly Shape[], blendMm = 0): Shape {
  const fields = shapes.map((each) => each.distance);
  const boxes = shapes.map((each) => each.bounds);
  return {
    distance: (x, y, z) => {
      let best = fields[0](x, y, z);
      for (let s = 1; s < fields.length; s++) {
        const other = fields[s](x, y, z);
        const gap = Math.max(blendMm - Math.abs(best - other), 0);
        best = Math.min(best, other) - (blendMm > 0 ? (gap * gap) / (4 * blendMm) : 0);
      }
      return best;
    },
    safety: Math.min(...shapes.map((each) => each.safety)),
    bounds: grow(hull(boxes), blendMm / 4),
  };
}

export function intersection(shapes: readonly Shape[]): Shape {
  const fields = shapes.map((each) => each.distance);
  return {
    distance: (x, y, z) => {
      let worst = fields[0](x, y, z);
      for (let s = 1; s < fields.length; s++) worst = Math.max(worst, fields[s](x, y, z));
      return worst;
    },
    safety: Math.min(...shapes.map((each) => each.safety)),
    bounds: shapes.map((each) => each.bounds).reduce(overlap),
  };
}

export const difference = (shape: Shape, taken: readonly Shape[]): Shape =>
  taken.length === 0
    ? shape
    : { ...intersection([shape, ...taken.map((each) => ({ ...each, distance: negative(each.distance) }))]), bounds: shape.bounds };

const negative =
  (field: Field): Field =>
  (x, y, z) =>
    -field(x, y, z);

/** Grown outwards by `byMm` (inwards when negative). */
export const offset = (shape: Shape, byMm: number): Shape => ({
  distance: (x, y, z) => shape.distance(x, y, z) - byMm,
  safety: shape.safety,
  bounds: grow(shape.bounds, byMm),
});

/** The layer of `thicknessMm` whose middle lies `depthMm` below the surface. */
export const shell = (shape: Shape, options: { depthMm: number; thicknessMm: number }): Shape => ({
  distance: (x, y, z) => Math.abs(shape.distance(x, y, z) + options.depthMm) - options.thicknessMm / 2,
  safety: shape.safety,
  bounds: grow(shape.bounds, Math.max(0, options.thicknessMm / 2 - options.depthMm)),
});

/** Everything on the side that `field` calls negative; `lipschitz` bounds the field's slope. */
export const region = (field: Field, options: { bounds: Bounds; lipschitz?: number }): Shape => ({
  distance: field,
  safety: 1 / (options.lipschitz ?? 1),
  bounds: options.bounds,
});

/** Sharp union of many far-apart solids; those whose box is further than the best so far are not asked. */
export function nearest(shapes: readonly Shape[]): Shape {
  const count = shapes.length;
  const boxes = new Float64Array(6 * count);
  shapes.forEach((each, s) => {
    boxes.set([...each.bounds.low, ...each.bounds.high], 6 * s);
  });
  const fields = shapes.map((each) => each.distance);
  return {
    distance: (x, y, z) => {
      let best = 1e9;
      for (let s = 0, b = 0; s < count; s++, b += 6) {
        const ox = Math.max(boxes[b] - x, 0, x - boxes[b + 3]);
        const oy = Math.max(boxes[b + 1] - y, 0, y - boxes[b + 4]);
        const oz = Math.max(boxes[b + 2] - z, 0, z - boxes[b + 5]);
        if (best < 1e9 && ox * ox + oy * oy + oz * oz >= best * Math.abs(best)) continue;
        const d = fields[s](x, y, z);
        if (d < best) best = d;
      }
      return best;
    },
    safety: Math.min(...shapes.map((each) => each.safety)),
    bounds: hull(shapes.map((each) => each.bounds)),
  };
}
