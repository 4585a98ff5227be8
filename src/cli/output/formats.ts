import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { DICOM_OBJECTS } from '../../report/index.ts';

/** What this version writes. The contract's other formats are named when asked for, and not written. */
export const OUTPUT_FORMATS = ['json', 'html', 'csv', 'fhir', ...DICOM_OBJECTS] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
const LATER = new Set(['pdf']);

/** Splits `--format`; null when a word is no format at all (wrong use). */
export function parseFormats(text: string): { formats: OutputFormat[]; issues: Issue[] } | null {
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  const issues: Issue[] = [];
  const formats: OutputFormat[] = [];
  for (const word of words) {
    const known = OUTPUT_FORMATS.find((format) => format === word);
    if (known) formats.push(known);
    else if (LATER.has(word))
      issues.push(
        issue('warning', {
          code: 'format-not-written',
          where: `--format ${word}`,
          expected: OUTPUT_FORMATS.join(', '),
          received: word,
          fix: 'This version does not write it; analysis.json holds everything it would contain.',
        }),
      );
    else return null;
  }
  return { formats, issues };
}
