/** Normalised probabilities from logs. */
export function normalize(log: Float64Array): Float64Array {
  let top = -Infinity;
  for (const each of log) if (each > top) top = each;
  const out = new Float64Array(log.length);
  let sum = 0;
  for (let i = 0; i < log.length; i++) {
    out[i] = Math.exp(log[i]! - top);
    sum += out[i]!;
  }
  for (let i = 0; i < log.length; i++) out[i]! /= sum;
  return out;
}

/** Entropy in bits. */
export function entropy(p: Float64Array): number {
  let bits = 0;
  for (const each of p) if (each > 0) bits -= each * Math.log2(each);
  return bits;
}

/** Kullback-Leibler divergence of `p` from `q`, in bits: what was learned. */
export function divergence(p: Float64Array, q: Float64Array): number {
  let bits = 0;
  for (let i = 0; i < p.length; i++) if (p[i]! > 0) bits += p[i]! * Math.log2(p[i]! / Math.max(q[i]!, Number.MIN_VALUE));
  return Math.max(0, bits);
}
