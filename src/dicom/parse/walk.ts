import { vrOfTag } from '../dictionary/index.ts';
import {
  type Dataset,
  type Element,
  type Encoding,
  TAG_ITEM,
  TAG_ITEM_END,
  TAG_PIXEL_DATA,
  TAG_SEQUENCE_END,
  UNDEFINED_LENGTH,
} from './element.ts';

/** Deepest nesting that is followed; SR trees in the field stay below 20. */
const DEEPEST = 48;
/** Most attributes walked in one file: 20,000 frames with 50 functional-group attributes each. */
const MOST_ELEMENTS = 1_000_000;
/** Attributes out of order that are put up with before the bytes are taken for garbage. */
const MOST_DISORDER = 64;
/** VRs with two reserved bytes and a 32-bit length in explicit encoding (PS3.5 7.1.2). */
const LONG_FORM = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const SHORT_FORM = new Set([
  'AE',
  'AS',
  'AT',
  'CS',
  'DA',
  'DS',
  'DT',
  'FL',
  'FD',
  'IS',
  'LO',
  'LT',
  'PN',
  'SH',
  'SL',
  'SS',
  'ST',
  'TM',
  'UI',
  'UL',
  'US',
]);

/** Why a walk ended: all read, at the pixel data, the bytes end too soon, or they make no sense. */
export interface Stop {
  readonly why: 'end' | 'pixels' | 'short' | 'malformed';
  /** Where, and how far the bytes should have reached when `short`. */
  readonly at: number;
  readonly needed: number;
}

export interface WalkState {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  budget: number;
  stop: Stop | null;
}

export const walkState = (bytes: Uint8Array): WalkState => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  budget: MOST_ELEMENTS,
  stop: null,
});

interface Header {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  readonly offset: number;
}

const halt = (state: WalkState, why: Stop['why'], at: number, needed = at): null => {
  state.stop ??= { why, at, needed };
  return null;
};

function readHeader(state: WalkState, at: number, encoding: Encoding): Header | null {
  const { view, bytes } = state;
  const { littleEndian } = encoding;
  if (at + 8 > bytes.length) return halt(state, 'short', at, at + 8);
  const tag = view.getUint16(at, littleEndian) * 0x10000 + view.getUint16(at + 2, littleEndian);
  const implicit = { tag, vr: vrOfTag(tag), length: view.getUint32(at + 4, littleEndian), offset: at + 8 };
  if (!encoding.explicit || tag >= 0xfffe0000) return implicit;
  const vr = String.fromCharCode(bytes[at + 4], bytes[at + 5]);
  const short = { tag, vr, length: view.getUint16(at + 6, littleEndian), offset: at + 8 };
  if (SHORT_FORM.has(vr)) return short;
  const reservedZero = view.getUint16(at + 6) === 0;
  if (!LONG_FORM.has(vr)) {
    // Not a VR of the standard: letters are a VR to come (long form, PS3.5 6.2) or a broken one; anything else is an implicit attribute.
    if (!/^[A-Z?]{2}$/.test(vr)) return implicit;
    if (!reservedZero) return { ...short, vr: 'UN' };
  }
  if (at + 12 > bytes.length) return halt(state, 'short', at, at + 12);
  return { tag, vr: LONG_FORM.has(vr) ? vr : 'UN', length: view.getUint32(at + 8, littleEndian), offset: at + 12 };
}

/** Skips encapsulated fragments; where the sequence ends, or null. */
function skipFragments(state: WalkState, from: number, end: number): number | null {
  let at = from;
  while (at + 8 <= end) {
    if (state.budget-- <= 0) return halt(state, 'malformed', at);
    const tag = state.view.getUint16(at, true) * 0x10000 + state.view.getUint16(at + 2, true);
    const length = state.view.getUint32(at + 4, true);
    if (tag === TAG_SEQUENCE_END) return at + 8;
    if (tag !== TAG_ITEM) return halt(state, 'malformed', at);
    if (at + 8 + length > end) return halt(state, 'short', at, at + 8 + length);
    at += 8 + length;
  }
  return halt(state, 'short', at, at + 8);
}

export interface WalkOptions {
  readonly start: number;
  readonly end: number;
  readonly encoding: Encoding;
  readonly characterSets: readonly string[];
  readonly depth: number;
  /** The walk of an item of undefined length ends at its delimiter. */
  readonly untilDelimiter: boolean;
  /** Stops before the value of PixelData at the top level. */
  readonly stopAtPixels: boolean;
  /** Stops before the first attribute of another group: for the file meta information, group 2. */
  readonly onlyGroup?: number;
}

/** Items of a sequence; returns where the sequence ends, or null when the walk had to stop. */
export function walkItems(state: WalkState, options: Omit<WalkOptions, 'stopAtPixels'>, items: Dataset[]): number | null {
  const { encoding, untilDelimiter } = options;
  let at = options.start;
  if (options.depth > DEEPEST) return halt(state, 'malformed', at);
  while (at < options.end) {
    if (state.budget-- <= 0) return halt(state, 'malformed', at);
    const header = readHeader(state, at, encoding);
    if (!header) return null;
    if (header.tag === TAG_SEQUENCE_END) return header.offset;
    if (header.tag !== TAG_ITEM) return halt(state, 'malformed', at);
    const undefinedLength = header.length === UNDEFINED_LENGTH;
    const end = undefinedLength ? options.end : header.offset + header.length;
    if (end > options.end) return halt(state, 'short', at, end);
    const item = walk(state, {
      ...options,
      start: header.offset,
      end,
      untilDelimiter: undefinedLength,
      stopAtPixels: false,
      depth: options.depth + 1,
    });
    items.push(item.dataset);
    if (state.stop) return null;
    at = item.at;
  }
  return untilDelimiter ? halt(state, 'short', at, at + 8) : at;
}

/** The end of an attribute of undefined length, walking what is inside. */
function walkUndefined(state: WalkState, header: Header, options: WalkOptions, items: Dataset[]): number | null {
  const { end } = options;
  if (header.tag === TAG_PIXEL_DATA || header.vr === 'OB' || header.vr === 'OW') return skipFragments(state, header.offset, end);
  // A sequence whose VR was lost is implicit little endian inside (PS3.5 6.2.2 note 2).
  const encoding = header.vr === 'UN' && options.encoding.explicit ? { explicit: false, littleEndian: true } : options.encoding;
  return walkItems(state, { ...options, encoding, start: header.offset, untilDelimiter: true }, items);
}

/**
 * Walks a data set once, keeping where each attribute lies. Never throws and never reads outside `start..end`; what made
 * it stop early is in `state.stop`, and what was read before stands.
 */
export function walk(state: WalkState, options: WalkOptions): { dataset: Dataset; at: number } {
  const elements = new Map<number, Element>();
  const dataset: Dataset = { bytes: state.bytes, encoding: options.encoding, elements, characterSets: options.characterSets };
  let at = options.start;
  let previous = -1;
  let disorder = 0;
  while (at < options.end) {
    if (state.budget-- <= 0) halt(state, 'malformed', at);
    if (state.stop) break;
    const header = readHeader(state, at, options.encoding);
    if (!header) break;
    if (options.onlyGroup !== undefined && Math.floor(header.tag / 0x10000) !== options.onlyGroup) break;
    if (header.tag === TAG_ITEM_END && options.untilDelimiter) return { dataset, at: header.offset };
    if (header.tag >= 0xfffe0000 || (header.tag <= previous && ++disorder > MOST_DISORDER)) {
      halt(state, 'malformed', at);
      break;
    }
    previous = header.tag;
    const undefinedLength = header.length === UNDEFINED_LENGTH;
    if (header.tag === TAG_PIXEL_DATA && options.stopAtPixels) {
      elements.set(header.tag, {
        tag: header.tag,
        vr: header.vr,
        offset: header.offset,
        length: undefinedLength ? -1 : header.length,
        items: null,
      });
      halt(state, 'pixels', header.offset);
      break;
    }
    const items: Dataset[] = [];
    const next = undefinedLength ? walkUndefined(state, header, options, items) : header.offset + header.length;
    if (next !== null && next > options.end) halt(state, 'short', at, next);
    // What was walked of a sequence before it broke off is kept; a value that is not all there is not.
    if (next !== null && next > options.end) break;
    elements.set(header.tag, {
      tag: header.tag,
      vr: header.vr,
      offset: header.offset,
      length: undefinedLength ? -1 : header.length,
      items: undefinedLength ? items : null,
    });
    if (next === null) break;
    at = next;
  }
  if (!state.stop && options.untilDelimiter) halt(state, 'short', at, at + 8);
  return { dataset, at };
}
