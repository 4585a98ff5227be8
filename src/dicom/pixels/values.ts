import type { ModalityTransform, Padding, PixelFormat } from '../instance/index.ts';

/** What padding becomes: the HU of air, so that it is outside the body (PS3.3 C.7.5.1.1.2 leaves it to the reader). */
export const PADDING_HU = -1024;
const LOWEST = -32768;
const HIGHEST = 32767;

/** How stored samples become output values. */
export interface ValueRule {
  readonly format: Pick<PixelFormat, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed'>;
  readonly transform: ModalityTransform;
  readonly padding: Padding | null;
}

const clamp = (value: number): number => Math.max(LOWEST, Math.min(HIGHEST, Math.round(value)));

/** The stored value in a word: bits above HighBit (overlays of old) and below are cut away, the sign extended (PS3.5 8.1.1). */
function storedValue(word: number, format: ValueRule['format']): number {
  const { bitsStored, highBit, signed } = format;
  const shifted = bitsStored === 32 ? word >>> 0 : (word >>> (highBit + 1 - bitsStored)) & (2 ** bitsStored - 1);
  return signed && shifted >= 2 ** (bitsStored - 1) ? shifted - 2 ** bitsStored : shifted;
}

/** PS3.3 C.11.1: an index outside the table takes its first or last entry. */
function transformed(stored: number, { lut, slope, intercept }: ModalityTransform): number {
  return lut ? lut.values[Math.max(0, Math.min(lut.values.length - 1, stored - lut.first))] : slope * stored + intercept;
}

function outputValue(word: number, rule: ValueRule): number {
  const stored = storedValue(word, rule.format);
  const { padding } = rule;
  return padding && stored >= padding.low && stored <= padding.high ? PADDING_HU : clamp(transformed(stored, rule.transform));
}

/** Samples to output values without rounding; for radiographs. */
export function outputValues(samples: Uint8Array, rule: ValueRule, count: number): Float32Array {
  const { bitsAllocated } = rule.format;
  const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
  const out = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const word = bitsAllocated === 8 ? samples[at] : bitsAllocated === 16 ? view.getUint16(2 * at, true) : view.getUint32(4 * at, true);
    out[at] = transformed(storedValue(word, rule.format), rule.transform);
  }
  return out;
}

let cachedKey = '';
let cachedTable = new Int16Array(0);

/** Output value of every 8- or 16-bit word; the last table is kept, as slices of a series share theirs. */
function tableOf(rule: ValueRule): Int16Array {
  const { lut, ...linear } = rule.transform;
  const key = lut
    ? ''
    : JSON.stringify([rule.format.bitsAllocated, rule.format.bitsStored, rule.format.highBit, rule.format.signed, linear, rule.padding]);
  if (key !== '' && key === cachedKey) return cachedTable;
  const table = new Int16Array(2 ** rule.format.bitsAllocated);
  for (let word = 0; word < table.length; word++) table[word] = outputValue(word, rule);
  cachedKey = key;
  cachedTable = table;
  return table;
}

export interface FrameTarget {
  readonly out: Int16Array;
  readonly offset: number;
  readonly count: number;
}

/** Words that are already the values: signed, all 16 bits, no rescale, no padding. */
const isIdentity = ({ format, transform, padding }: ValueRule): boolean =>
  format.signed && format.bitsStored === 16 && !transform.lut && transform.slope === 1 && transform.intercept === 0 && !padding;

/** Little endian samples to output values, straight into the volume; rounds, and clamps to 16 bit. */
export function writeValues(samples: Uint8Array, rule: ValueRule, target: FrameTarget): void {
  const { out, offset, count } = target;
  const { bitsAllocated } = rule.format;
  if (bitsAllocated === 32) {
    const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
    for (let at = 0; at < count; at++) out[offset + at] = outputValue(view.getUint32(4 * at, true), rule);
    return;
  }
  const aligned = bitsAllocated === 8 || samples.byteOffset % 2 === 0 ? samples : samples.slice();
  if (isIdentity(rule)) {
    out.set(new Int16Array(aligned.buffer, aligned.byteOffset, count), offset);
    return;
  }
  const table = tableOf(rule);
  if (bitsAllocated === 8) {
    for (let at = 0; at < count; at++) out[offset + at] = table[samples[at]];
    return;
  }
  const words = new Uint16Array(aligned.buffer, aligned.byteOffset, count);
  for (let at = 0; at < count; at++) out[offset + at] = table[words[at]];
}

/** 16-bit words that lie in `out` become values in place. */
export function writeValuesInPlace(rule: ValueRule, target: FrameTarget): void {
  if (isIdentity(rule)) return;
  const { out, offset, count } = target;
  const table = tableOf(rule);
  for (let at = offset; at < offset + count; at++) out[at] = table[out[at] & 0xffff];
}
