// The control block that the main thread and the workers share, at the bottom of memory. Written in AssemblyScript:
// raw addresses, no objects, no globals that change, so that every thread's instance sees the same state.
// The TypeScript side keeps the same numbers in src/kernels/wasm/control.ts.

/** Chunks still to be handed out, counted down: a late worker finds 0 or less and goes back to sleep. */
export const NEXT: usize = 64;
/** Chunks finished. */
export const DONE: usize = 128;
export const OPERATION: usize = 192;
export const ARGUMENTS: usize = 256;
/** Chunks run by each thread, 64 bytes apart: the proof that the compiled code, and a worker, did the work. */
export const COUNTERS: usize = 1024;

@inline export function arg(index: i32): i32 {
  return load<i32>(ARGUMENTS + ((<usize>index) << 2));
}
@inline export function pointer(index: i32): usize {
  return <usize>load<u32>(ARGUMENTS + ((<usize>index) << 2));
}
@inline export function argF32(index: i32): f32 {
  return load<f32>(ARGUMENTS + ((<usize>index) << 2));
}
@inline export function at32(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}
@inline export function at16(base: usize, index: i32): usize {
  return base + ((<usize>index) << 1);
}
@inline export function i32At(base: usize, index: i32): i32 {
  return load<i32>(at32(base, index));
}
@inline export function least(a: i32, b: i32): i32 {
  return a < b ? a : b;
}
@inline export function most(a: i32, b: i32): i32 {
  return a > b ? a : b;
}
