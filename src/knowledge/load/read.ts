import type { z } from 'zod';
import { type Issue, issue, type Outcome } from '../../core/index.ts';
import { conditionSchema, diagnosisSchema, evidenceSchema, kindSchema, referenceSchema, termSchema, testSchema } from '../schema/index.ts';
import type { FindingCategory, Knowledge, Term } from '../types.ts';
import { checkKnowledge } from './check.ts';
import { inherit } from './inherit.ts';

/** The entries of knowledge/ as parsed YAML, not yet trusted. */
export interface RawKnowledge {
  readonly version: string;
  readonly terms: readonly unknown[];
  readonly tests: readonly unknown[];
  readonly conditions: readonly unknown[];
  readonly diagnoses: readonly unknown[];
  readonly kinds: readonly unknown[];
  readonly references: readonly unknown[];
  readonly background: readonly unknown[];
  readonly exclusive: readonly unknown[];
}

const named = (entry: unknown, index: number): string =>
  typeof entry === 'object' && entry !== null && 'id' in entry ? String(entry.id) : `entry ${index + 1}`;

/** Entries that fit; an issue for each that does not, naming the field. */
function readList<T>(kind: string, schema: z.ZodType<T>, entries: readonly unknown[], issues: Issue[]): T[] {
  const kept: T[] = [];
  entries.forEach((entry, index) => {
    const parsed = schema.safeParse(entry);
    if (parsed.success) {
      kept.push(parsed.data);
      return;
    }
    for (const flaw of parsed.error.issues)
      issues.push(
        issue('error', {
          code: 'knowledge-entry-invalid',
          where: `${kind} ${named(entry, index)}: ${flaw.path.join('.')}`,
          expected: flaw.message,
          received: 'something else',
          fix: 'Correct the entry in knowledge/ and run npm run knowledge:build.',
        }),
      );
  });
  return kept;
}

function byId<T extends { readonly id: string }>(kind: string, entries: readonly T[], issues: Issue[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const entry of entries) {
    if (map.has(entry.id))
      issues.push(
        issue('error', {
          code: 'knowledge-id-twice',
          where: `${kind} ${entry.id}`,
          expected: 'one entry',
          received: 'two',
          fix: 'Rename or merge them.',
        }),
      );
    else map.set(entry.id, entry);
  }
  return map;
}

/**
 * Reads knowledge that was not compiled in: every entry is checked, and what is wrong is an issue with its place.
 * `value` is null when an error was found: half a knowledge ranks wrongly without a sign of it.
 */
export function readKnowledge(raw: RawKnowledge): Outcome<Knowledge> {
  const issues: Issue[] = [];
  const findings = readList('finding', termSchema, raw.terms, issues);
  const tests = byId('test', readList('test', testSchema, raw.tests, issues), issues);
  const conditions = byId('condition', readList('condition', conditionSchema, raw.conditions, issues), issues);
  const kinds = byId('kind', readList('kind', kindSchema, raw.kinds, issues), issues);
  const exclusive = raw.exclusive as readonly (readonly string[])[];
  const written = byId('cause', readList('cause', diagnosisSchema, raw.diagnoses, issues), issues);
  const diagnoses = inherit({ written, kinds, conditions, exclusive });
  const references = byId('reference', readList('reference', referenceSchema, raw.references, issues), issues);
  const background = readList('background', evidenceSchema, raw.background, issues);
  const bare = (entry: Pick<Term, 'id' | 'label' | 'synonyms' | 'codes'>): Omit<Term, 'category' | 'parents'> => ({
    id: entry.id,
    label: entry.label,
    synonyms: entry.synonyms,
    codes: entry.codes,
  });
  const terms = byId<Term>(
    'term',
    [
      ...findings.map((each) => ({ ...each, category: each.id.slice(0, each.id.indexOf('-')) as FindingCategory })),
      ...[...conditions.values()].map((each) => ({ ...bare(each), parents: each.parents, category: 'condition' as const })),
      ...[...diagnoses.values()].map((each) => ({ ...bare(each), parents: [], category: 'diagnosis' as const })),
      ...[...tests.values()].map((each) => ({ ...bare(each), parents: [], category: 'test' as const })),
    ],
    issues,
  );
  const knowledge: Knowledge = {
    version: raw.version,
    terms,
    tests,
    conditions,
    diagnoses,
    kinds,
    references,
    background: new Map(background.map((each) => [each.finding, each])),
    exclusive,
  };
  issues.push(...checkKnowledge(knowledge));
  return { value: issues.some((each) => each.severity === 'error') ? null : knowledge, issues };
}
