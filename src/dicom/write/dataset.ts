import type { Keyword } from '../dictionary/index.ts';

/** Bytes that are made in their place in the file, so that a large object is never held twice. */
export interface DeferredBytes {
  /** Even (PS3.5 7.1.1). */
  readonly byteLength: number;
  /** Called once with zeros. */
  readonly writeInto: (target: Uint8Array) => void;
}

/** One value or several (value multiplicity); a sequence is a list of data sets; bytes are for OB and OW. */
export type AttributeValue = string | number | readonly string[] | readonly number[] | Uint8Array | DeferredBytes | readonly Attributes[];

export const isDeferred = (value: AttributeValue): value is DeferredBytes => typeof value === 'object' && 'writeInto' in value;

/**
 * A data set by keyword; order does not matter, the writer sorts by tag. `''` or `[]` writes an attribute that is
 * present and empty (type 2); an absent keyword writes nothing.
 */
export type Attributes = { readonly [K in Keyword]?: AttributeValue };

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
