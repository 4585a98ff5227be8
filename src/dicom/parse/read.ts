import { type Keyword, tagOf } from '../dictionary/index.ts';
import { decodeText } from './charset.ts';
import type { Dataset, Element } from './element.ts';
import { walkItems, walkState } from './walk.ts';

const tagNumber = (keyword: Keyword): number => Number.parseInt(tagOf(keyword), 16);
const TAGS = new Map<Keyword, number>();

function elementOf(dataset: Dataset, keyword: Keyword): Element | undefined {
  let tag = TAGS.get(keyword);
  if (tag === undefined) {
    tag = tagNumber(keyword);
    TAGS.set(keyword, tag);
  }
  return dataset.elements.get(tag);
}

/** The bytes of a value; empty when the attribute is absent or a sequence. */
export function valueBytes(dataset: Dataset, keyword: Keyword): Uint8Array {
  const element = elementOf(dataset, keyword);
  return element && element.length > 0 ? dataset.bytes.subarray(element.offset, element.offset + element.length) : new Uint8Array(0);
}

/** Longest text value that is decoded; nothing Calcimap reads by name is longer. */
const LONGEST_TEXT = 65536;

/** Values of a text attribute, trimmed of padding; `[]` when absent or empty. */
export function texts(dataset: Dataset, keyword: Keyword): string[] {
  const bytes = valueBytes(dataset, keyword);
  if (bytes.length === 0) return [];
  const whole = decodeText(bytes.subarray(0, LONGEST_TEXT), dataset.characterSets);
  const values = whole.split('\\').map((value) => value.replace(/[\0 ]+$/, '').trimStart());
  return values.length === 1 && values[0] === '' ? [] : values;
}

/** First value of a text attribute; null when absent or empty. */
export const text = (dataset: Dataset, keyword: Keyword): string | null => texts(dataset, keyword)[0] || null;

const WIDTH: Partial<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, OW: 2, AT: 4 };

function binaryNumber(view: DataView, at: number, vr: string, littleEndian: boolean): number {
  switch (vr) {
    case 'SS':
      return view.getInt16(at, littleEndian);
    case 'UL':
      return view.getUint32(at, littleEndian);
    case 'SL':
      return view.getInt32(at, littleEndian);
    case 'FL':
      return view.getFloat32(at, littleEndian);
    case 'FD':
      return view.getFloat64(at, littleEndian);
    case 'AT':
      return view.getUint16(at, littleEndian) * 0x10000 + view.getUint16(at + 2, littleEndian);
    default:
      return view.getUint16(at, littleEndian);
  }
}

/** Most values of a numeric attribute that are read: a 16-bit lookup table has 65,536. */
const MOST_NUMBERS = 65536;

/** Values of a numeric attribute, binary (US, SS, UL, SL, FL, FD) or string (DS, IS); a value that is no number is NaN. */
export function numbers(dataset: Dataset, keyword: Keyword): number[] {
  const element = elementOf(dataset, keyword);
  if (!element || element.length <= 0) return [];
  const width = WIDTH[element.vr];
  if (width === undefined)
    return texts(dataset, keyword).map((each) => (/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(each) ? Number(each) : Number.NaN));
  const { bytes } = dataset;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(MOST_NUMBERS, Math.floor(element.length / width));
  const out: number[] = [];
  for (let at = 0; at < count; at++) out.push(binaryNumber(view, element.offset + at * width, element.vr, dataset.encoding.littleEndian));
  return out;
}

/** First number; null when absent, empty or no number. */
export function number(dataset: Dataset, keyword: Keyword): number | null {
  const first = numbers(dataset, keyword)[0];
  return first === undefined || !Number.isFinite(first) ? null : first;
}

/** Items of a sequence; `[]` when absent, empty or broken. */
export function items(dataset: Dataset, keyword: Keyword): readonly Dataset[] {
  const element = elementOf(dataset, keyword);
  if (!element) return [];
  if (element.items) return element.items;
  if (element.length <= 0) return [];
  const found: Dataset[] = [];
  const encoding = element.vr === 'UN' && dataset.encoding.explicit ? { explicit: false, littleEndian: true } : dataset.encoding;
  walkItems(
    walkState(dataset.bytes),
    {
      start: element.offset,
      end: element.offset + element.length,
      encoding,
      characterSets: dataset.characterSets,
      depth: 0,
      untilDelimiter: false,
    },
    found,
  );
  return found;
}

/** First item of a sequence, or null. */
export const item = (dataset: Dataset, keyword: Keyword): Dataset | null => items(dataset, keyword)[0] ?? null;
