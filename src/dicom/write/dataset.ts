import type { Keyword } from '../dictionary/index.ts';

/** One value or several (value multiplicity); a sequence is a list of data sets; bytes are for OB and OW. */
export type AttributeValue = string | number | readonly string[] | readonly number[] | Uint8Array | readonly Attributes[];

/**
 * A data set by keyword; order does not matter, the writer sorts by tag. `''` or `[]` writes an attribute that is
 * present and empty (type 2); an absent keyword writes nothing.
 */
export type Attributes = { readonly [K in Keyword]?: AttributeValue };

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
