import type { Knowledge, NameMatch, Term } from '../types.ts';
import { editDistance, normalizeName } from './normalize.ts';

/** How many neighbours a name that is not known is answered with. */
const NEAREST = 5;
/** A neighbour may differ in this share of its letters... */
const NEAR_SHARE = 0.34;
/** ...but a few letters always may. */
const NEAR_LETTERS = 2;

interface Names {
  readonly exact: ReadonlyMap<string, readonly Term[]>;
  readonly all: readonly (readonly [string, Term])[];
}
const indexes = new WeakMap<Knowledge, Names>();

function namesOf(knowledge: Knowledge): Names {
  const known = indexes.get(knowledge);
  if (known) return known;
  const exact = new Map<string, Term[]>();
  const all: [string, Term][] = [];
  const put = (name: string, term: Term): void => {
    const key = normalizeName(name);
    if (key === '') return;
    const owners = exact.get(key);
    if (owners?.includes(term)) return;
    if (owners) owners.push(term);
    else exact.set(key, [term]);
    all.push([key, term]);
  };
  // An id beats a label, a label beats a code, a code beats a synonym, whoever comes first in the vocabulary.
  const terms = [...knowledge.terms.values()];
  for (const term of terms) put(term.id, term);
  for (const term of terms) put(term.label, term);
  for (const term of terms) for (const code of term.codes) put(code, term);
  for (const term of terms) for (const synonym of term.synonyms) put(synonym, term);
  const built = { exact, all };
  indexes.set(knowledge, built);
  return built;
}

const sharedWords = (a: string, b: string): number => {
  const words = new Set(a.split(' '));
  return b.split(' ').filter((word) => word.length > 3 && words.has(word)).length;
};

/**
 * What a name means: an id, a label, a code (`HP:0000979`, `loinc:17861-6`) or a synonym, whatever its case, hyphens
 * or spelling. `within` keeps to some categories: a name may stand for a finding and for a condition.
 */
export function findTerm(knowledge: Knowledge, name: string, within?: readonly Term['category'][]): NameMatch {
  const { exact, all } = namesOf(knowledge);
  const key = normalizeName(name);
  const allowed = (term: Term): boolean => within === undefined || within.includes(term.category);
  const match = exact.get(key)?.find(allowed) ?? null;
  if (match) return { exact: match, nearest: [] };
  if (key === '') return { exact: null, nearest: [] };
  const limit = Math.max(NEAR_LETTERS, Math.floor(key.length * NEAR_SHARE));
  const best = new Map<Term, number>();
  for (const [other, term] of all) {
    if (!allowed(term)) continue;
    const distance = editDistance(key, other, limit);
    const common = sharedWords(key, other);
    if (distance > limit && common === 0) continue;
    // A word in common is worth more than letters that happen to agree.
    const rank = (distance > limit ? limit + Math.abs(key.length - other.length) / 20 : distance) - 3 * common;
    const old = best.get(term);
    if (old === undefined || rank < old) best.set(term, rank);
  }
  const nearest = [...best].sort((a, b) => a[1] - b[1] || (a[0].id < b[0].id ? -1 : 1)).slice(0, NEAREST);
  return { exact: null, nearest: nearest.map(([term]) => term) };
}
