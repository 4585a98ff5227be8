/** Pages of WebAssembly memory. */
const PAGE_BYTES = 65536;
/** The control block has the first page to itself. */
const FIRST_FREE = PAGE_BYTES;
/** A cache line: no two threads' blocks share one. */
const ALIGNMENT = 64;
const INITIAL_PAGES = 16;
/** The most that 32-bit addresses reach, tried first. */
const MOST_PAGES = 65536;
/** Unshared memory cannot grow without cutting callers off from their arrays, so it is taken at once. */
const UNSHARED_PAGES = [16384, 8192, 4096];

/**
 * Blocks in one WebAssembly memory. Arrays handed out stay valid while the memory grows: a grown shared memory keeps
 * its earlier views alive, and an unshared one never grows.
 */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  /** Address of a block, aligned to 64 bytes; null when there is no room. Contents are whatever was there. */
  allocate(bytes: number): number | null;
  /** Ignores addresses that are not the start of a block. */
  free(address: number): void;
  /** Address of an array's first element; null when it lies elsewhere. */
  addressOf(array: ArrayBufferView): number | null;
  u8(address: number, length: number): Uint8Array;
  i16(address: number, length: number): Int16Array;
  i32(address: number, length: number): Int32Array;
  u32(address: number, length: number): Uint32Array;
  f32(address: number, length: number): Float32Array;
  f64(address: number, length: number): Float64Array;
  /** Bytes reserved by blocks, now and at most so far. */
  usage(): { readonly current: number; readonly peak: number };
}

/** Shared memory where the machine gives it; null when WebAssembly has no memory to give at all. */
export function createKernelMemory(options: { shared: boolean }): KernelMemory | null {
  const attempts = options.shared ? [MOST_PAGES, MOST_PAGES / 2, MOST_PAGES / 4] : UNSHARED_PAGES;
  for (const maximum of attempts)
    try {
      const initial = options.shared ? INITIAL_PAGES : maximum;
      return manage(new WebAssembly.Memory({ initial, maximum, shared: options.shared }), options.shared, maximum);
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    }
  return null;
}

function manage(memory: WebAssembly.Memory, shared: boolean, maximum: number): KernelMemory {
  const blocks = new Map<number, number>();
  /** Free stretches in order of address, never touching each other. */
  let free: { start: number; end: number }[] = [{ start: FIRST_FREE, end: memory.buffer.byteLength }];
  const buffers = new WeakSet<object>([memory.buffer]);
  let current = 0;
  let peak = 0;

  const grow = (bytes: number): boolean => {
    const end = memory.buffer.byteLength;
    const last = free[free.length - 1];
    const have = last !== undefined && last.end === end ? last.end - last.start : 0;
    const pages = Math.ceil((bytes - have) / PAGE_BYTES);
    if (!shared || end / PAGE_BYTES + pages > maximum) return false;
    try {
      memory.grow(pages);
    } catch {
      return false;
    }
    buffers.add(memory.buffer);
    if (have > 0) last.end = memory.buffer.byteLength;
    else free.push({ start: end, end: memory.buffer.byteLength });
    return true;
  };

  const take = (bytes: number): number | null => {
    const at = free.findIndex((stretch) => stretch.end - stretch.start >= bytes);
    if (at < 0) return null;
    const start = free[at].start;
    free[at].start += bytes;
    if (free[at].start === free[at].end) free.splice(at, 1);
    return start;
  };

  return {
    memory,
    shared,
    allocate(bytes) {
      const rounded = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
      const start = take(rounded) ?? (grow(rounded) ? take(rounded) : null);
      if (start === null) return null;
      blocks.set(start, rounded);
      current += rounded;
      peak = Math.max(peak, current);
      return start;
    },
    free(address) {
      const bytes = blocks.get(address);
      if (bytes === undefined) return;
      blocks.delete(address);
      current -= bytes;
      const sorted = [...free, { start: address, end: address + bytes }].sort((a, b) => a.start - b.start);
      free = [];
      for (const stretch of sorted) {
        const last = free[free.length - 1];
        if (last !== undefined && last.end === stretch.start) last.end = stretch.end;
        else free.push(stretch);
      }
    },
    addressOf: (array) => (buffers.has(array.buffer) ? array.byteOffset : null),
    u8: (address, length) => new Uint8Array(memory.buffer, address, length),
    i16: (address, length) => new Int16Array(memory.buffer, address, length),
    i32: (address, length) => new Int32Array(memory.buffer, address, length),
    u32: (address, length) => new Uint32Array(memory.buffer, address, length),
    f32: (address, length) => new Float32Array(memory.buffer, address, length),
    f64: (address, length) => new Float64Array(memory.buffer, address, length),
    usage: () => ({ current, peak }),
  };
}

const NO_ROOM = Symbol('no room');

/**
 * Runs `work` with blocks that are given back at its end; when the memory has no room for one, `otherwise` is run
 * instead: the plain twin, which gives the same result from the heap.
 */
export function withBlocks<T>(memory: KernelMemory, work: (take: (bytes: number) => number) => T, otherwise: () => T): T {
  const taken: number[] = [];
  try {
    return work((bytes) => {
      const address = memory.allocate(bytes);
      if (address === null) throw NO_ROOM;
      taken.push(address);
      return address;
    });
  } catch (error) {
    if (error === NO_ROOM) return otherwise();
    throw error;
  } finally {
    for (const address of taken) memory.free(address);
  }
}
