import type { Knowledge } from '../../knowledge/types.ts';
import { maps } from '../maps/index.ts';
import { nameTokens, normaliseName } from './normalise.ts';

export type EntryKind = 'finding' | 'condition' | 'diagnosis' | 'test';

export interface Entry {
  readonly kind: EntryKind;
  readonly id: string;
  readonly label: string;
  /** Finding category prefix (`hx`, `drug`, ...); empty for the other kinds. */
  readonly category: string;
}

/** How a key names its entry; the lower wins. */
const RANK = { id: 0, label: 1, synonym: 2, bareId: 3, part: 4 } as const;

interface Keyed {
  readonly entry: Entry;
  readonly rank: number;
}

/** Every name of the vocabulary, ready to be looked up. */
export interface Lexicon {
  readonly byKey: ReadonlyMap<string, readonly Keyed[]>;
  readonly byCode: ReadonlyMap<string, readonly Entry[]>;
  readonly entries: readonly Entry[];
  /** Two-letter pieces to the keys that hold them, for names that are nearly right. */
  readonly pieces: ReadonlyMap<string, readonly number[]>;
  readonly keys: readonly string[];
  /** How many pieces each key has. */
  readonly sizes: Uint16Array;
}

const CATEGORY = /^(site|compartment|morph|dist|img|hx|ex|lab|drug|proc|fam|demo)-/;

/** `LOINC:17861-6`, `loinc 17861-6` and `http://loinc.org|17861-6` are one code. */
const normaliseCode = (code: string): string => {
  const at = code.indexOf(':');
  return at < 0
    ? code.trim().toLowerCase()
    : `${code.slice(0, at).trim().toLowerCase()}:${code
        .slice(at + 1)
        .trim()
        .toLowerCase()}`;
};

const cache = new WeakMap<Knowledge, Lexicon>();

/** Built once per knowledge. */
export function lexiconOf(knowledge: Knowledge): Lexicon {
  const known = cache.get(knowledge);
  if (known) return known;
  const built = build(knowledge);
  cache.set(knowledge, built);
  return built;
}

function build(knowledge: Knowledge): Lexicon {
  const byKey = new Map<string, Keyed[]>();
  const byCode = new Map<string, Entry[]>();
  const entries = new Map<string, Entry>();
  const addKey = (name: string, entry: Entry, rank: number): void => {
    const key = normaliseName(name);
    if (key === '') return;
    const list = byKey.get(key) ?? [];
    if (list.some((each) => each.entry === entry)) return;
    list.push({ entry, rank });
    byKey.set(key, list);
  };
  const add = (kind: EntryKind, word: { id: string; label: string; synonyms: readonly string[]; codes: readonly string[] }): void => {
    const entryKey = `${kind} ${word.id}`;
    const category = kind === 'finding' ? (CATEGORY.exec(word.id)?.[1] ?? '') : '';
    const entry = entries.get(entryKey) ?? { kind, id: word.id, label: word.label, category };
    entries.set(entryKey, entry);
    addKey(word.id, entry, RANK.id);
    addKey(word.label, entry, RANK.label);
    for (const synonym of word.synonyms) addKey(synonym, entry, RANK.synonym);
    if (category) addKey(word.id.slice(category.length + 1), entry, RANK.bareId);
    for (const part of labelParts(word.label)) addKey(part, entry, RANK.part);
    for (const code of word.codes) {
      const list = byCode.get(normaliseCode(code)) ?? [];
      if (!list.includes(entry)) list.push(entry);
      byCode.set(normaliseCode(code), list);
    }
  };
  for (const term of knowledge.terms.values()) {
    const kind = term.category === 'condition' || term.category === 'diagnosis' || term.category === 'test' ? term.category : 'finding';
    add(kind, term);
  }
  for (const condition of knowledge.conditions.values()) add('condition', condition);
  for (const diagnosis of knowledge.diagnoses.values()) add('diagnosis', diagnosis);
  for (const test of knowledge.tests.values()) add('test', test);
  const byId = new Map([...entries.values()].map((entry) => [entry.id, entry]));
  for (const { name, means } of maps().names) {
    const entry = means.length === 1 ? byId.get(means[0]) : undefined;
    if (entry) addKey(name, entry, RANK.synonym);
  }
  const keys = [...byKey.keys()];
  const pieces = new Map<string, number[]>();
  const sizes = new Uint16Array(keys.length);
  keys.forEach((key, at) => {
    const all = piecesOf(key);
    sizes[at] = all.size;
    for (const piece of all) {
      const list = pieces.get(piece) ?? [];
      list.push(at);
      pieces.set(piece, list);
    }
  });
  return { byKey, byCode, entries: [...entries.values()], pieces, keys, sizes };
}

/** `Hip / greater trochanter (any)` is also called `hip` and `greater trochanter`. */
function labelParts(label: string): string[] {
  const bare = label.replace(/\([^)]*\)/g, ' ').trim();
  const parts = bare.split(/\s\/\s|\s*;\s*|\s+or\s+/);
  return [bare, ...(parts.length > 1 ? parts : [])].filter((part) => part.length >= 3);
}

const piecesOf = (key: string): Set<string> => {
  const found = new Set<string>();
  const padded = ` ${key} `;
  for (let at = 0; at + 1 < padded.length; at++) found.add(padded.slice(at, at + 2));
  return found;
};

interface Match {
  /** One meaning; null when there is none or several. */
  readonly entry: Entry | null;
  /** Several equally good meanings. */
  readonly ambiguous: readonly Entry[];
}

/**
 * Looks a name up among the wanted kinds, in their order: ids before labels before synonyms. Codes (`HP:0000979`,
 * `loinc:17861-6`) are names too.
 */
export function lookUp(lexicon: Lexicon, name: string, kinds: readonly EntryKind[], prefer?: readonly string[]): Match {
  const candidates: readonly Keyed[] = name.includes(':')
    ? (lexicon.byCode.get(normaliseCode(name)) ?? []).map((entry) => ({ entry, rank: RANK.id }))
    : [];
  const pool = candidates.length > 0 ? candidates : (lexicon.byKey.get(normaliseName(name)) ?? []);
  for (const kind of kinds) {
    const ofKind = pool.filter((each) => each.entry.kind === kind);
    if (ofKind.length === 0) continue;
    const preferred = prefer ? ofKind.filter((each) => prefer.includes(each.entry.category)) : [];
    const chosen = preferred.length > 0 ? preferred : ofKind;
    const rank = Math.min(...chosen.map((each) => each.rank));
    const best = chosen.filter((each) => each.rank === rank).map((each) => each.entry);
    return best.length === 1 ? { entry: best[0], ambiguous: [] } : { entry: null, ambiguous: best };
  }
  return { entry: null, ambiguous: [] };
}

/** Dice coefficient from which a name is worth showing as what might have been meant. */
const NEAR_ENOUGH = 0.42;

/** Entries whose names look most like this one (Dice coefficient over letter pairs), best first. */
export function nearest(
  lexicon: Lexicon,
  name: string,
  kinds: readonly EntryKind[],
  categories: readonly string[] = [],
  count = 3,
): Entry[] {
  const wanted = piecesOf(normaliseName(name.slice(0, 80)));
  const shared = new Uint8Array(lexicon.keys.length);
  for (const piece of wanted) for (const at of lexicon.pieces.get(piece) ?? []) shared[at]++;
  const scored: { at: number; score: number }[] = [];
  for (let at = 0; at < shared.length; at++) {
    const score = (2 * shared[at]) / (wanted.size + lexicon.sizes[at]);
    if (score >= NEAR_ENOUGH) scored.push({ at, score });
  }
  scored.sort((a, b) => b.score - a.score || (lexicon.keys[a.at] < lexicon.keys[b.at] ? -1 : 1));
  const found: Entry[] = [];
  for (const each of scored) {
    for (const { entry } of lexicon.byKey.get(lexicon.keys[each.at]) ?? []) {
      const wantedKind = kinds.includes(entry.kind) && (categories.length === 0 || categories.includes(entry.category));
      if (wantedKind && !found.includes(entry)) found.push(entry);
      if (found.length === count) return found;
    }
  }
  return found;
}

/** The longest known name that stands inside a longer one, word for word: `calcium gluconate` in `calcium gluconate infusion`. */
export function contained(lexicon: Lexicon, name: string, kinds: readonly EntryKind[], prefer: readonly string[]): Entry | null {
  const words = nameTokens(name).slice(0, 24);
  for (let size = words.length - 1; size >= 1; size--)
    for (let from = 0; from + size <= words.length; from++) {
      const key = words.slice(from, from + size).join(' ');
      if (key.length < 5) continue;
      const pool = (lexicon.byKey.get(key) ?? []).filter(
        ({ entry, rank }) =>
          kinds.includes(entry.kind) && rank < RANK.part && (entry.kind !== 'finding' || prefer.includes(entry.category)),
      );
      if (pool.length === 1) return pool[0].entry;
    }
  return null;
}
