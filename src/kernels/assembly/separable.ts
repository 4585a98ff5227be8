import { at32, i32At } from './control';

// A banded map along one axis; see ../separable/separable.ts, the plain twin. Sums run in order of the inputs.

/** One output line of `inner` values from `width` input lines. */
@inline function bandLine(from: usize, into: usize, inner: i32, width: i32, weights: usize): void {
  const stride = (<usize>inner) << 2;
  let n = 0;
  for (; n + 16 <= inner; n += 16) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let read = at32(from, n);
    for (let t = 0; t < width; t++, read += stride) {
      const w = v128.load32_splat(at32(weights, t));
      a = f32x4.add(a, f32x4.mul(w, v128.load(read)));
      b = f32x4.add(b, f32x4.mul(w, v128.load(read, 16)));
      c = f32x4.add(c, f32x4.mul(w, v128.load(read, 32)));
      d = f32x4.add(d, f32x4.mul(w, v128.load(read, 48)));
    }
    const write = at32(into, n);
    v128.store(write, a);
    v128.store(write, b, 16);
    v128.store(write, c, 32);
    v128.store(write, d, 48);
  }
  for (; n + 4 <= inner; n += 4) {
    let a = f32x4.splat(0);
    let read = at32(from, n);
    for (let t = 0; t < width; t++, read += stride) a = f32x4.add(a, f32x4.mul(v128.load32_splat(at32(weights, t)), v128.load(read)));
    v128.store(at32(into, n), a);
  }
  for (; n < inner; n++) {
    let a: f32 = 0;
    let read = at32(from, n);
    for (let t = 0; t < width; t++, read += stride) a += load<f32>(at32(weights, t)) * load<f32>(read);
    store<f32>(at32(into, n), a);
  }
}

/** `outer` blocks of `inputs` lines of `inner` values to blocks of `outputs` lines. */
export function applyBand(
  from: usize,
  into: usize,
  outer: i32,
  inner: i32,
  inputs: i32,
  outputs: i32,
  width: i32,
  firsts: usize,
  weights: usize,
): void {
  for (let o = 0; o < outer; o++)
    for (let v = 0; v < outputs; v++)
      bandLine(
        at32(from, (o * inputs + i32At(firsts, v)) * inner),
        at32(into, (o * outputs + v) * inner),
        inner,
        width,
        at32(weights, v * width),
      );
}
