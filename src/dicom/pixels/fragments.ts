/** Byte ranges of the fragments of each frame, relative to the pixel data value. */
export interface Fragment {
  readonly start: number;
  readonly end: number;
}

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;

interface FragmentTable {
  readonly fragments: readonly Fragment[];
  /** Starts of the frames relative to the first fragment's item tag; empty when the table is. */
  readonly offsets: readonly number[];
  /** True when the bytes ended before the sequence did. */
  readonly cut: boolean;
}

/** Walks the items of encapsulated pixel data (PS3.5 A.4). */
function readItems(bytes: Uint8Array): FragmentTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all: Fragment[] = [];
  let at = 0;
  let cut = true;
  while (at + 8 <= bytes.length) {
    const tag = view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    if (tag === SEQUENCE_END) {
      cut = false;
      break;
    }
    if (tag !== ITEM) break;
    const end = at + 8 + length;
    if (end > bytes.length) break;
    all.push({ start: at + 8, end });
    at = end;
  }
  const table = all[0];
  const offsets: number[] = [];
  if (table) for (let read = table.start; read + 4 <= table.end; read += 4) offsets.push(view.getUint32(read, true));
  return { fragments: all.slice(1), offsets, cut };
}

/** A fragment that opens with a JPEG or JPEG 2000 start marker begins a frame. */
const opensFrame = (bytes: Uint8Array, fragment: Fragment): boolean =>
  bytes[fragment.start] === 0xff && (bytes[fragment.start + 1] === 0xd8 || bytes[fragment.start + 1] === 0x4f);

/** The fragments of each frame; fewer entries than `frames` when the bytes do not hold them all. */
export function frameFragments(
  bytes: Uint8Array,
  frames: number,
): { readonly byFrame: readonly (readonly Fragment[])[]; readonly cut: boolean } {
  const { fragments, offsets, cut } = readItems(bytes);
  if (frames === 1) return { byFrame: fragments.length > 0 ? [fragments] : [], cut };
  if (fragments.length === frames) return { byFrame: fragments.map((fragment) => [fragment]), cut };
  const base = fragments[0]?.start ?? 0;
  const starts = offsets.length === frames ? new Set(offsets) : null;
  const byFrame: Fragment[][] = [];
  for (const fragment of fragments) {
    const begins = starts ? starts.has(fragment.start - base) : opensFrame(bytes, fragment);
    if (begins || byFrame.length === 0) byFrame.push([fragment]);
    else byFrame[byFrame.length - 1].push(fragment);
  }
  return { byFrame, cut };
}

/** The bytes of one frame; joined when it has several fragments. */
export function joinFragments(bytes: Uint8Array, fragments: readonly Fragment[]): Uint8Array {
  if (fragments.length === 1) return bytes.subarray(fragments[0].start, fragments[0].end);
  const out = new Uint8Array(fragments.reduce((sum, each) => sum + each.end - each.start, 0));
  let at = 0;
  for (const each of fragments) {
    out.set(bytes.subarray(each.start, each.end), at);
    at += each.end - each.start;
  }
  return out;
}
