import { at32, COUNTERS } from './control';
import { applyBand } from './separable';

// One shape on a fine grid, seen through the scanner's blur; see ../shape/, the plain twin. Called by the main thread
// alone: the grids are too small for a second thread to be worth waking.

@inline function counted(): void {
  store<i32>(COUNTERS, load<i32>(COUNTERS) + 1);
}

/** Bytes of one pass in a table: from, into, outer, inner, inputs, outputs, width, first, weights. */
const PASS_BYTES: usize = 36;

/** Three banded passes described at `table`. */
export function separable(table: usize): void {
  counted();
  for (let pass = 0; pass < 3; pass++, table += PASS_BYTES)
    applyBand(
      <usize>load<u32>(table),
      <usize>load<u32>(table, 4),
      load<i32>(table, 8),
      load<i32>(table, 12),
      load<i32>(table, 16),
      load<i32>(table, 20),
      load<i32>(table, 24),
      <usize>load<u32>(table, 28),
      <usize>load<u32>(table, 32),
    );
}

/**
 * out = clamp(0.5 + (field - level) * slope, 0, 1), `count` a multiple of 4; returns the sum of out, four lanes apart.
 */
export function drawShape(field: usize, slope: usize, level: f32, out: usize, count: i32): f64 {
  counted();
  const levels = f32x4.splat(level);
  const half = f32x4.splat(0.5);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let n = 0; n < count; n += 4) {
    const raised = f32x4.add(f32x4.mul(f32x4.sub(v128.load(at32(field, n)), levels), v128.load(at32(slope, n))), half);
    const value = f32x4.min(f32x4.max(raised, zero), one);
    v128.store(at32(out, n), value);
    low = f64x2.add(low, f64x2.promote_low_f32x4(value));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i32>(value, value, 2, 3, 2, 3)));
  }
  const sums = f64x2.add(low, high);
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Over the region: sum of seen * contrast to `sums`, sum of seen * seen after it. */
export function scoreShape(seen: usize, contrast: usize, region: usize, count: i32, sums: usize): void {
  let product: f64 = 0;
  let power: f64 = 0;
  for (let n = 0; n < count; n++) {
    if (!load<u8>(region + <usize>n)) continue;
    const value = <f64>load<f32>(at32(seen, n));
    product += value * <f64>load<f32>(at32(contrast, n));
    power += value * value;
  }
  store<f64>(sums, product);
  store<f64>(sums, power, 8);
}

/** ratio = max(0, contrast) / max(seen, floor) in the region, 0 outside. */
export function ratioOf(contrast: usize, seen: usize, region: usize, ratio: usize, count: i32, floor: f32): void {
  for (let n = 0; n < count; n++) {
    const value = load<u8>(region + <usize>n)
      ? max<f32>(0, load<f32>(at32(contrast, n))) / max<f32>(load<f32>(at32(seen, n)), floor)
      : <f32>0;
    store<f32>(at32(ratio, n), value);
  }
}

/** estimate = estimate * back / norm where norm exceeds the floor, 0 elsewhere; `count` a multiple of 4. */
export function raiseEstimate(estimate: usize, back: usize, norm: usize, count: i32, floor: f32): void {
  counted();
  const floors = f32x4.splat(floor);
  const zero = f32x4.splat(0);
  for (let n = 0; n < count; n += 4) {
    const under = v128.load(at32(norm, n));
    const raised = f32x4.div(f32x4.mul(v128.load(at32(estimate, n)), v128.load(at32(back, n))), under);
    v128.store(at32(estimate, n), v128.bitselect(raised, zero, f32x4.gt(under, floors)));
  }
}
