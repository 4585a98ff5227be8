/** An attribute as it lies in the bytes; nothing is decoded until asked for. */
export interface Element {
  /** group << 16 | element, unsigned. */
  readonly tag: number;
  /** Two letters; `UN` when the file does not say and the dictionary does not know. */
  readonly vr: string;
  /** Of the value's first byte. */
  readonly offset: number;
  /** In bytes; -1 when the length is undefined. */
  readonly length: number;
  /** Items of a sequence that had to be walked; a sequence of defined length is walked on demand. */
  readonly items: readonly Dataset[] | null;
}

export interface Dataset {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly elements: ReadonlyMap<number, Element>;
  /** Terms of SpecificCharacterSet, inherited by items (PS3.3 C.12.1.1.2). */
  readonly characterSets: readonly string[];
}

export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const TAG_PIXEL_DATA = 0x7fe00010;
export const TAG_ITEM = 0xfffee000;
export const TAG_ITEM_END = 0xfffee00d;
export const TAG_SEQUENCE_END = 0xfffee0dd;
export const UNDEFINED_LENGTH = 0xffffffff;
