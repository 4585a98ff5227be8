import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { parseDate } from '../age/index.ts';
import { type ClinicalInput, LIMITS, shown } from '../guard/index.ts';
import { parseNumber } from '../labs/index.ts';
import type { Fragment, RawLab } from '../statement/index.ts';
import { emptyFragment } from '../statement/index.ts';
import { guessDelimiter, parseCells } from './cells.ts';

type Column = keyof NonNullable<ClinicalInput['columns']>;

/** What headers are called, in the order in which a header is tried. */
const HEADERS: readonly (readonly [Column, RegExp])[] = [
  ['code', /^(loinc|loinc[ _]?code|code)$/],
  [
    'test',
    /^(test|test[ _]?name|name|analyte|component|parameter|lab|laboratory|examination|item|investigation|measurement|description|observation)$/,
  ],
  ['value', /^(value|result|results|reading|numeric[ _]?result|obs[ _]?value|result[ _]?value)$/],
  ['unit', /^(unit|units|uom|result[ _]?units?)$/],
  ['date', /^(date|time|datetime|collected|collection[ _]?(date|time)|sampled|result[ _]?date|taken|date\/time)$/],
  ['low', /^(low|lower|ref[ _]?low|range[ _]?low|lower[ _]?limit|min|lln)$/],
  ['high', /^(high|upper|ref[ _]?high|range[ _]?high|upper[ _]?limit|max|uln)$/],
  [
    'range',
    /^(range|ref|reference|reference[ _]?(range|interval|values?)|ref\.?[ _]?(range|interval)|normal([ _]?(range|values?))?|interval)$/,
  ],
  ['flag', /^(flag|abnormal|abnormal[ _]?flag|interpretation|status|h\/l)$/],
];

export interface TableOptions {
  readonly columns?: ClinicalInput['columns'];
  /** Does the vocabulary know this as a test? Decides whether headers are tests (one row per day). */
  readonly isTest: (name: string) => boolean;
}

/**
 * CSV or TSV of results: one row per result, or one row per day with a column per test. The guess of the columns is told
 * in the note `table-columns`, and `columns` overrides it.
 */
export function readTable(text: string, source: string, options: TableOptions): Fragment {
  if (text.length > LIMITS.linesBytes)
    return emptyFragment(source, 'refused', [
      issue('error', {
        code: 'clinical-too-large',
        where: source,
        expected: `at most ${LIMITS.linesBytes} characters`,
        received: `${text.length} characters`,
        fix: 'Split the file; nothing was read from it.',
      }),
    ]);
  const rows = parseCells(text.replace(/^#.*$/gm, ''), guessDelimiter(text));
  const header = (rows[0]?.cells ?? []).slice(0, LIMITS.columns);
  const issues: Issue[] = [];
  const columns = chooseColumns(header, options.columns ?? {}, source, issues);
  const body = rows.slice(1, 1 + LIMITS.statements);
  if (rows.length - 1 > body.length)
    issues.push(
      issue('error', {
        code: 'clinical-too-many',
        where: source,
        expected: `at most ${LIMITS.statements} rows`,
        received: `${rows.length - 1} rows`,
        fix: `Only the first ${LIMITS.statements} were read.`,
      }),
    );
  const wide = columns.test === undefined && columns.code === undefined;
  const labs = wide ? readWide(header, body, columns, source, options, issues) : readLong(body, columns, source, issues);
  return { ...emptyFragment(source, 'table', issues), labs };
}

type Columns = Partial<Record<Column, number>>;

function chooseColumns(header: readonly string[], given: NonNullable<ClinicalInput['columns']>, source: string, issues: Issue[]): Columns {
  const columns: Columns = {};
  const taken = new Set<number>();
  for (const [column, name] of Object.entries(given) as [Column, string | number][]) {
    const at = typeof name === 'number' ? name - 1 : header.findIndex((each) => each.toLowerCase() === name.toLowerCase());
    if (at >= 0 && at < header.length) {
      columns[column] = at;
      taken.add(at);
    } else
      issues.push(
        issue('warning', {
          code: 'table-column-unknown',
          where: `${source}:1`,
          expected: `one of ${shown(header.join(', '))}`,
          received: shown(name),
          fix: `The column for ${column} was guessed.`,
        }),
      );
  }
  for (const [column, pattern] of HEADERS) {
    if (columns[column] !== undefined) continue;
    const at = header.findIndex(
      (each, index) =>
        !taken.has(index) &&
        pattern.test(
          each
            .toLowerCase()
            .replace(/[^a-z/ _.]/g, '')
            .trim(),
        ),
    );
    if (at < 0) continue;
    columns[column] = at;
    taken.add(at);
  }
  const said = (Object.entries(columns) as [Column, number][]).map(([column, at]) => `${column} = ${header[at] || `column ${at + 1}`}`);
  const unread = header.filter((each, at) => each !== '' && !taken.has(at));
  issues.push(
    issue('note', {
      code: 'table-columns',
      where: `${source}:1`,
      expected: 'columns for test, value, unit, date, range',
      received: `${said.join(', ') || 'none'}${unread.length > 0 ? `; not read: ${shown(unread.join(', '))}` : ''}`,
      fix: 'If a column was taken wrongly, name the columns.',
    }),
  );
  return columns;
}

function readLong(body: readonly { cells: string[]; line: number }[], columns: Columns, source: string, issues: Issue[]): RawLab[] {
  const cell = (cells: readonly string[], column: Column): string | null => {
    const at = columns[column];
    return at === undefined ? null : cells[at] || null;
  };
  return body.flatMap(({ cells, line }) => {
    const where = `${source}:${line}`;
    const code = cell(cells, 'code');
    const test = cell(cells, 'test') ?? code;
    if (test === null) {
      issues.push(
        issue('warning', {
          code: 'table-row-broken',
          where,
          expected: 'the name of a test',
          received: shown(cells.join(', ')),
          fix: 'The row was not read.',
        }),
      );
      return [];
    }
    const loinc = code !== null && /^\d{1,7}-\d$/.test(code) ? [`loinc:${code}`] : [];
    const base = { test, codes: loinc, unit: cell(cells, 'unit'), flag: cell(cells, 'flag'), where };
    return [
      {
        ...base,
        value: cell(cells, 'value'),
        date: tableDate(cell(cells, 'date'), where, issues),
        low: parseNumber(cell(cells, 'low') ?? ''),
        high: parseNumber(cell(cells, 'high') ?? ''),
        range: cell(cells, 'range'),
      },
    ];
  });
}

/** Headers such as `Calcium (mg/dL)`. */
function readWide(
  header: readonly string[],
  body: readonly { cells: string[]; line: number }[],
  columns: Columns,
  source: string,
  options: TableOptions,
  issues: Issue[],
): RawLab[] {
  const tests = header.map((each) => {
    const hit = /^(.*?)\s*[([]([^)\]]+)[)\]]\s*$/.exec(each);
    const name = hit ? hit[1] : each;
    return { name, unit: hit ? hit[2] : null, known: options.isTest(name) };
  });
  if (!tests.some((each) => each.known))
    issues.push(
      issue('warning', {
        code: 'table-without-tests',
        where: `${source}:1`,
        expected: 'a column of test names, or columns named as tests',
        received: shown(header.join(', ')),
        fix: 'Name the columns; nothing was read.',
      }),
    );
  return body.flatMap(({ cells, line }) => {
    const where = `${source}:${line}`;
    const date = tableDate(columns.date === undefined ? null : cells[columns.date] || null, where, issues);
    return tests.flatMap((test, at) =>
      test.known && (cells[at] ?? '') !== ''
        ? [{ test: test.name, codes: [], value: cells[at], unit: test.unit, flag: null, date, low: null, high: null, range: null, where }]
        : [],
    );
  });
}

/** Only dates that can be read in one way; `03/04/2024` is two days. */
function tableDate(text: string | null, where: string, issues: Issue[]): string | null {
  if (text === null) return null;
  const plain = /^(\d{1,2})[./](\d{1,2})[./](\d{4})/.exec(text);
  const dotted = plain && text.includes('.');
  const [first, second] = plain ? [Number(plain[1]), Number(plain[2])] : [0, 0];
  const iso = !plain
    ? text.replace(
        /^(\d{4})[/.](\d{1,2})[/.](\d{1,2}).*$/,
        (_, y: string, m: string, d: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
      )
    : dotted || first > 12 || first === second
      ? `${plain[3]}-${String(second).padStart(2, '0')}-${String(first).padStart(2, '0')}`
      : second > 12
        ? `${plain[3]}-${String(first).padStart(2, '0')}-${String(second).padStart(2, '0')}`
        : null;
  const date = iso === null ? null : parseDate(iso);
  if (date === null)
    issues.push(
      issue('warning', {
        code: 'table-date-broken',
        where,
        expected: 'YYYY-MM-DD',
        received: shown(text),
        fix: plain ? 'Day and month cannot be told apart; the result was kept without a date.' : 'The result was kept without a date.',
      }),
    );
  return date;
}
