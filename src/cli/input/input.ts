import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { ClinicalInput } from '../../clinical/index.ts';
import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';

export type Columns = NonNullable<ClinicalInput['columns']>;

/** A file's bytes, or standard input for `-`; null with an issue when it cannot be read. */
export async function readGiven(
  path: string,
  where = basename(path),
): Promise<{ name: string; bytes: Uint8Array | null; issues: Issue[] }> {
  try {
    if (path === '-') return { name: 'standard input', bytes: await buffer(process.stdin), issues: [] };
    return { name: basename(path), bytes: await readFile(path), issues: [] };
  } catch (cause) {
    const received = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const fix = 'Check the spelling of the path and the right to read it.';
    const words = { code: 'input-not-found', where, expected: 'a file that can be read', received, fix };
    return { name: basename(path), bytes: null, issues: [issue('error', words)] };
  }
}

/** Clinical inputs as bytes, so that their encoding is checked where they are read. */
export async function readClinicalFiles(
  paths: readonly string[],
  columns?: Columns,
): Promise<{ clinical: ClinicalInput[]; issues: Issue[] }> {
  const read = await Promise.all(paths.map((path) => readGiven(path, `--clinical ${basename(path)}`)));
  return {
    clinical: read.flatMap(({ name, bytes }) => (bytes ? [{ name, bytes, columns }] : [])),
    issues: read.flatMap((each) => each.issues),
  };
}

const COLUMNS = new Set(['test', 'value', 'unit', 'date', 'range', 'flag', 'low', 'high', 'code']);

/** `test=Analyte,value=3`: which column of a table is which, by its header or its number from 1; null when it is no such list. */
export function parseColumns(text: string): Columns | null {
  const columns: Record<string, string | number> = {};
  for (const part of text.split(',')) {
    const [, key, column] = /^\s*([a-z]+)\s*=\s*(.+?)\s*$/.exec(part) ?? [];
    if (!key || !COLUMNS.has(key)) return null;
    columns[key] = /^\d+$/.test(column) ? Number(column) : column;
  }
  return columns;
}
