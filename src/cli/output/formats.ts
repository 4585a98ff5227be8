import { DICOM_OBJECTS } from '../../report/index.ts';

/** All that the contract names. */
export const OUTPUT_FORMATS = ['json', 'html', 'pdf', 'csv', 'fhir', ...DICOM_OBJECTS] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Splits `--format`; null when a word is no format at all (wrong use). */
export function parseFormats(text: string): OutputFormat[] | null {
  const formats: OutputFormat[] = [];
  for (const word of text.split(',')) {
    const known = OUTPUT_FORMATS.find((format) => format === word.trim().toLowerCase());
    if (!known) return null;
    formats.push(known);
  }
  return formats;
}
