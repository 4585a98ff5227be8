import type { Analysis } from '../analysis/index.ts';

/** null = not known, an empty cell. */
export type Cell = string | number | null;

/** A column of a file: its name, what it holds, its UCUM unit, and how a row gives it. */
export interface Column<Row> {
  readonly name: string;
  readonly meaning: string;
  readonly unit: string;
  readonly value: (row: Row) => Cell;
}

/** What a spreadsheet would run as a formula (OWASP, CSV injection); our own numbers may begin with a minus. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== cell ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180: CRLF after every line, the last one too. */
export const csvText = (rows: readonly (readonly Cell[])[]): string => rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

/** What made the row: the run's manifest, the same columns at the end of every file. */
export const MADE_BY: readonly Column<Pick<Analysis, 'manifest'>>[] = [
  { name: 'version', meaning: 'version of Calcimap', unit: '', value: ({ manifest }) => manifest.version },
  { name: 'knowledgeVersion', meaning: 'version of the knowledge', unit: '', value: ({ manifest }) => manifest.knowledgeVersion },
  { name: 'settingsHash', meaning: 'SHA-256 of the settings in analysis.json', unit: '', value: ({ manifest }) => manifest.settingsHash },
  {
    name: 'inputHash',
    meaning: 'SHA-256 of the input; replaced when de-identified',
    unit: '',
    value: ({ manifest }) => manifest.inputHash,
  },
];
