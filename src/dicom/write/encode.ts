import type { VR } from '../dictionary/index.ts';
import type { AttributeValue } from './dataset.ts';

/** Longest value in characters and what it may be made of (PS3.5 table 6.2-1); a break of these is a bug of ours, so it throws. */
const LIMITS: Partial<Record<VR, { length: number; allowed?: RegExp }>> = {
  AS: { length: 4, allowed: /^\d{3}[DWMY]$/ },
  CS: { length: 16, allowed: /^[A-Z0-9_ ]*$/ },
  DA: { length: 8, allowed: /^\d{8}$/ },
  DS: { length: 16, allowed: /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/ },
  DT: { length: 26 },
  IS: { length: 12, allowed: /^[+-]?\d+$/ },
  LO: { length: 64 },
  LT: { length: 10240 },
  PN: { length: 324 },
  SH: { length: 16 },
  ST: { length: 1024 },
  TM: { length: 14, allowed: /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/ },
  // A UID that a file has is referred to as it stands, leading zeros and all.
  UI: { length: 64, allowed: /^[0-9.]+$/ },
};

/** Text VRs in which a backslash is a character and not a separator (PS3.5 6.4). */
const SINGLE_VALUED: readonly VR[] = ['LT', 'ST', 'UT'];
const SPECIFIC_CHARACTER_SET_VRS: readonly VR[] = ['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'];

const utf8 = new TextEncoder();

/**
 * A decimal string of at most 16 characters (VR DS) nearest to the value.
 * @throws RangeError for a number that is not finite.
 */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written as a decimal string`);
  const plain = String(value + 0).replace('e', 'E');
  if (plain.length <= 16) return plain;
  for (let digits = 16; digits > 0; digits--) {
    const fixed = String(Number(value.toPrecision(digits))).replace('e', 'E');
    if (fixed.length <= 16) return fixed;
    const scientific = value
      .toExponential(digits - 1)
      .replace('e+', 'E')
      .replace('e', 'E');
    if (scientific.length <= 16) return scientific;
  }
  throw new RangeError(`${value} has no decimal string of 16 characters`);
}

function textOf(vr: VR, value: string | number): string {
  const text = typeof value === 'number' ? (vr === 'DS' ? decimalString(value) : String(value)) : value;
  const limit = LIMITS[vr];
  // Limits count characters (PS3.5 6.2), so a character outside the basic plane is one.
  if (
    limit &&
    text !== '' &&
    ((text.length > limit.length && [...text].length > limit.length) || (limit.allowed && !limit.allowed.test(text)))
  )
    throw new RangeError(`"${text}" is no ${vr} value (PS3.5 table 6.2-1)`);
  if (!SINGLE_VALUED.includes(vr) && text.includes('\\')) throw new RangeError(`a ${vr} value must not hold a backslash`);
  return text;
}

/** PS3.5 6.2: each of the three component groups of a person name. */
const NAME_GROUP_CHARACTERS = 64;
const CONTROL = /\p{Cc}/gu;

/**
 * What a file says, as one value that may be written again: the first of several, without control characters and padding;
 * null when it breaks its VR and nothing of it can stand (a date that is none), cut to length where text is too long.
 */
export function legalText(vr: VR, value: string): string | null {
  const limit = LIMITS[vr];
  if (SINGLE_VALUED.includes(vr)) return [...value].slice(0, limit?.length ?? value.length).join('');
  const first = value.split('\\')[0].replace(CONTROL, '').trim();
  if (first === '' || !limit) return first;
  if (limit.allowed) return first.length <= limit.length && limit.allowed.test(first) ? first : null;
  if (vr !== 'PN') return [...first].slice(0, limit.length).join('');
  const groups = first.split('=').slice(0, 3);
  return groups.map((group) => [...group].slice(0, NAME_GROUP_CHARACTERS).join('')).join('=');
}

/** True when the value needs SpecificCharacterSet ISO_IR 192 to be read back. */
export const needsUnicode = (vr: VR, value: AttributeValue): boolean =>
  SPECIFIC_CHARACTER_SET_VRS.includes(vr) &&
  (Array.isArray(value) ? value : [value]).some((each) => typeof each === 'string' && /[^\x20-\x7e\r\n\t\f]/.test(each));

function binary(vr: 'US' | 'UL' | 'FL' | 'AT', values: readonly (string | number)[]): Uint8Array {
  const width = vr === 'US' ? 2 : 4;
  const view = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((value, at) => {
    if (vr === 'AT') {
      const tag = String(value);
      view.setUint16(4 * at, Number.parseInt(tag.slice(0, 4), 16), true);
      view.setUint16(4 * at + 2, Number.parseInt(tag.slice(4), 16), true);
    } else if (vr === 'FL') view.setFloat32(4 * at, Number(value), true);
    else if (vr === 'UL') view.setUint32(4 * at, Number(value), true);
    else view.setInt16(2 * at, Number(value), true);
  });
  return new Uint8Array(view.buffer);
}

/** The bytes of a value, padded to even length (PS3.5 7.1.1). Sequences are not handled here. */
export function encodeValue(vr: VR, value: AttributeValue): Uint8Array {
  if (value instanceof Uint8Array) return padded(value, 0);
  const values = (Array.isArray(value) ? value : [value]) as readonly (string | number)[];
  if (vr === 'US' || vr === 'UL' || vr === 'FL' || vr === 'AT') return binary(vr, values[0] === '' ? [] : values);
  const bytes = utf8.encode(values.map((each) => textOf(vr, each)).join('\\'));
  return padded(bytes, vr === 'UI' ? 0 : 0x20);
}

function padded(bytes: Uint8Array, filler: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1);
  even.set(bytes);
  even[bytes.length] = filler;
  return even;
}
