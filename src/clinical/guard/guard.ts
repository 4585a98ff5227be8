import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';

/**
 * What one clinical input may cost. Hospital bundles run to a few megabytes; a hand-written case file to a few
 * kilobytes. Beyond these the input is refused whole, saying so, before any parser sees it.
 */
export const LIMITS = {
  /** Bytes of one JSON input (FHIR bundle, phenopacket). */
  jsonBytes: 24_000_000,
  /** Bytes of one YAML case file: the parser keeps every node with its place, some 100 bytes each. */
  yamlBytes: 150_000,
  /** Bytes of one HL7 v2 message file or table. */
  linesBytes: 4_000_000,
  /** Characters of one plain text. */
  textLength: 200_000,
  /** Brackets open at once; FHIR's deepest published examples stay below 30. */
  depth: 100,
  /** YAML nodes read, aliases followed included: what stops a billion laughs. */
  nodes: 60_000,
  /** Statements (findings, conditions, drugs, results) taken from one input. */
  statements: 20_000,
  /** Columns of a table. */
  columns: 200,
  /** Issues of one code kept in full; the rest are counted in one more issue. */
  issuesPerCode: 100,
} as const;

export interface ClinicalInput {
  /** File name as shown to people. */
  readonly name: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** For a table: which column (its header, or its number from 1) is which, where the guess was wrong. */
  readonly columns?: Readonly<
    Partial<Record<'test' | 'value' | 'unit' | 'date' | 'range' | 'flag' | 'low' | 'high' | 'code', string | number>>
  >;
}

/** The last part of a path: issues never carry a machine's folders. */
export const shownName = (name: string): string => name.split(/[/\\]/).pop() || 'input';

/** UTF-8 (or UTF-16 with its mark) to text; bytes that are no text are replaced and counted. */
export function decodeInput(input: ClinicalInput): { text: string; issues: Issue[] } {
  const where = shownName(input.name);
  if (input.text !== undefined) return { text: stripMark(input.text), issues: [] };
  const bytes = input.bytes ?? new Uint8Array(0);
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (utf16) return { text: stripMark(new TextDecoder(utf16).decode(bytes)), issues: [] };
  try {
    return { text: stripMark(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), issues: [] };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return {
      text,
      issues: [
        issue('warning', {
          code: 'clinical-encoding',
          where,
          expected: 'text in UTF-8',
          received: 'bytes that are not UTF-8, read as Windows-1252',
          fix: 'Save the file as UTF-8 and check names and units with special letters.',
        }),
      ],
    };
  }
}

const stripMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

/** Deepest nesting of [ and { outside quotes; stops counting once `limit` is passed. */
export function bracketDepth(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
export const isForbiddenKey = (key: string): boolean => FORBIDDEN.has(key);

/** JSON to plain data: capped in size and depth, keys that could reach a prototype left out and named. */
export function parseJson(text: string, where: string): { value: unknown; issues: Issue[] } {
  const refuse = (code: string, expected: string, received: string): { value: undefined; issues: Issue[] } => ({
    value: undefined,
    issues: [issue('error', { code, where, expected, received, fix: 'Check the file; nothing was read from it.' })],
  });
  if (text.length > LIMITS.jsonBytes)
    return refuse('clinical-too-large', `at most ${LIMITS.jsonBytes} characters`, `${text.length} characters`);
  if (bracketDepth(text, LIMITS.depth) > LIMITS.depth)
    return refuse('clinical-too-deep', `at most ${LIMITS.depth} brackets open at once`, 'deeper nesting');
  const dropped = new Set<string>();
  try {
    const value: unknown = JSON.parse(text, (key, each: unknown) => {
      if (!isForbiddenKey(key)) return each;
      dropped.add(key);
      return undefined;
    });
    return { value, issues: [...dropped].map((key) => forbiddenKeyIssue(where, key)) };
  } catch (error) {
    return refuse('clinical-json-broken', 'JSON', (error as Error).message.slice(0, 120));
  }
}

export const forbiddenKeyIssue = (where: string, key: string): Issue =>
  issue('warning', {
    code: 'clinical-forbidden-key',
    where,
    expected: 'keys of the format',
    received: `the key ${key}`,
    fix: 'The key was left out; remove it from the file.',
  });

export type Plain = Readonly<Record<string, unknown>>;
export const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
export const own = (value: unknown, key: string): unknown => (isPlain(value) && Object.hasOwn(value, key) ? value[key] : undefined);
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
export const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
/** What a value looks like in an issue: short, one line. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
};

/** Keeps the first {@link LIMITS.issuesPerCode} of each code and says how many more there were. */
export function capIssues(issues: readonly Issue[]): Issue[] {
  const counts = new Map<string, number>();
  const kept = issues.filter((each) => {
    const count = (counts.get(each.code) ?? 0) + 1;
    counts.set(each.code, count);
    return count <= LIMITS.issuesPerCode;
  });
  for (const [code, count] of counts) {
    if (count <= LIMITS.issuesPerCode) continue;
    const example = issues.find((each) => each.code === code)!;
    kept.push(
      issue(example.severity, {
        code,
        where: 'all inputs',
        expected: example.expected,
        received: `${count - LIMITS.issuesPerCode} more of this kind, not listed one by one`,
        fix: 'Mend those listed and read again.',
      }),
    );
  }
  return kept;
}
