/** Gaussian weights integrated over each sample (right also when sigma is under a sample); odd length, sum 1. */
export function gaussian(sigma: number): Float64Array {
  if (!(sigma > 0.05)) return Float64Array.of(1);
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const weights = new Float64Array(2 * radius + 1);
  let sum = 0;
  for (let r = -radius; r <= radius; r++) {
    for (let s = 0; s < 9; s++) weights[r + radius] += Math.exp(-0.5 * ((r + (s - 4) / 9) / sigma) ** 2);
    sum += weights[r + radius];
  }
  return weights.map((w) => w / sum);
}

/** Separable in-plane filter, mirrored at the borders, in place; `scratch` has the plane's length. */
export function blurPlane(
  plane: Float32Array,
  options: { width: number; height: number; weightsX: Float64Array; weightsY: Float64Array; scratch: Float32Array },
): void {
  const { width, height, weightsX, weightsY, scratch } = options;
  const rx = weightsX.length >> 1;
  for (let j = 0; j < height; j++) {
    const row = j * width;
    for (let i = 0; i < width; i++) {
      let sum = 0;
      if (i >= rx && i < width - rx) for (let r = -rx; r <= rx; r++) sum += weightsX[r + rx] * plane[row + i + r];
      else for (let r = -rx; r <= rx; r++) sum += weightsX[r + rx] * plane[row + mirror(i + r, width)];
      scratch[row + i] = sum;
    }
  }
  const ry = weightsY.length >> 1;
  plane.fill(0);
  for (let j = 0; j < height; j++)
    for (let r = -ry; r <= ry; r++) {
      const from = mirror(j + r, height) * width;
      const w = weightsY[r + ry];
      const row = j * width;
      for (let i = 0; i < width; i++) plane[row + i] += w * scratch[from + i];
    }
}

export const mirror = (index: number, length: number): number => {
  const folded = index < 0 ? -index : index >= length ? 2 * length - 2 - index : index;
  return Math.min(length - 1, Math.max(0, folded));
};
