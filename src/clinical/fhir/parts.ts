import { parseDate } from '../age/index.ts';
import { listOf, own, type Plain, textOf } from '../guard/index.ts';
import { codeOf } from '../maps/index.ts';

/** A CodeableConcept (or R5 CodeableReference) as codes and words. */
export interface Concept {
  /** Prefixed: `loinc:2777-1`. */
  readonly codes: readonly string[];
  /** LOINC codes as they stand, to be checked. */
  readonly loinc: readonly string[];
  /** Codes without their system, for status fields. */
  readonly bare: readonly string[];
  /** Text, else the first display, else the first code. */
  readonly words: string | null;
}

export function conceptOf(value: unknown): Concept {
  const concept = own(value, 'concept') ?? value;
  if (typeof concept === 'string') return { codes: [], loinc: [], bare: [concept], words: concept };
  const codings = listOf(own(concept, 'coding'));
  const codes: string[] = [];
  const loinc: string[] = [];
  const bare: string[] = [];
  let display: string | null = null;
  for (const coding of codings.slice(0, 20)) {
    const system = textOf(own(coding, 'system'));
    const code = textOf(own(coding, 'code'));
    if (code) bare.push(code);
    if (code && system && /loinc/i.test(system)) loinc.push(code);
    const prefixed = codeOf(system, code);
    if (prefixed) codes.push(prefixed);
    display ??= textOf(own(coding, 'display'));
  }
  return { codes, loinc, bare, words: textOf(own(concept, 'text')) ?? display ?? bare[0] ?? null };
}

/** The last part of a reference: `Patient/12`, `urn:uuid:12`, `https://x/Patient/12/_history/1` are all `12`. */
export function referenceId(value: unknown): string | null {
  const reference = textOf(own(value, 'reference'));
  if (reference === null) return null;
  const bare = reference.replace(/\/_history\/.*$/, '');
  return bare.split(/[/:#]/).pop() || null;
}

/** The day of the first of these fields that has one. */
export function dateOf(resource: unknown, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = own(resource, key);
    const date = textOf(value) ?? textOf(own(value, 'start')) ?? textOf(own(value, 'end'));
    const day = date ? parseDate(date) : null;
    if (day) return day;
  }
  return null;
}

export const idOf = (resource: Plain): string => `${String(resource['resourceType'])}/${textOf(resource['id']) ?? '?'}`;
