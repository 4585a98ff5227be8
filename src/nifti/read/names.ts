import type { NiftiHeader } from './fields.ts';

/** Header extensions begin here in NIfTI-1 (nifti1.h, extender). */
const EXTENSIONS_AT = { 1: 348, 2: 540 } as const;
/** An extension with a table of 1,000 labels is some 100 kB. */
const MOST_BYTES = 2 ** 20;
const LABEL = /<Label\s+Key="(\d{1,5})"[^>]{0,200}>\s*<!\[CDATA\[([^\]<>]{1,100})\]\]>/g;

/**
 * Label names that a file carries in a header extension (the CaretExtension LabelTable that TotalSegmentator and
 * Connectome Workbench write); empty when there are none. Only number and name are taken from the XML, by pattern.
 */
export function labelNames(bytes: Uint8Array, header: NiftiHeader): ReadonlyMap<number, string> {
  const start = EXTENSIONS_AT[header.version];
  const end = Math.min(header.voxelOffset, bytes.length, start + MOST_BYTES);
  if (end <= start + 12 || bytes[start] === 0) return new Map();
  const text = new TextDecoder().decode(bytes.slice(start + 12, end));
  const names = new Map<number, string>();
  for (const match of text.matchAll(LABEL)) if (Number(match[1]) > 0) names.set(Number(match[1]), match[2].trim());
  return names;
}
