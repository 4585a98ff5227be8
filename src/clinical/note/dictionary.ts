import type { Knowledge } from '../../knowledge/types.ts';
import { nameTokens } from '../lexicon/index.ts';
import { maps } from '../maps/index.ts';
import { BLOCKED_KEYS, NOT_A_TEST, PROSE_CATEGORIES } from './prose.ts';

/** What a run of words means. */
export interface Meaning {
  readonly kind: 'finding' | 'condition' | 'diagnosis' | 'test' | 'drug' | 'procedure';
  readonly id: string;
  readonly label: string;
  /** A phrase that says the finding is not there: `afebrile`, `non-smoker`. */
  readonly negative: boolean;
}

interface Node {
  readonly next: Map<string, Node>;
  meanings: readonly Meaning[] | null;
}

/** In a phrase: up to three words of any kind. */
const ANY_WORDS = '*';
const GAP = 3;

export interface Dictionary {
  readonly root: Node;
}

const cache = new WeakMap<Knowledge, Dictionary>();

/** Every name of the vocabulary that can be met in prose, the drug names and phrases of knowledge/maps, as a tree of words. */
export function dictionaryOf(knowledge: Knowledge): Dictionary {
  const known = cache.get(knowledge);
  if (known) return known;
  const built = build(knowledge);
  cache.set(knowledge, built);
  return built;
}

/** Conditions before findings, findings before diagnoses: `lupus` is what the patient has, not yet the cause of the calcium. */
const ORDER: readonly Meaning['kind'][] = ['test', 'drug', 'procedure', 'condition', 'finding', 'diagnosis'];

function build(knowledge: Knowledge): Dictionary {
  const root: Node = { next: new Map(), meanings: null };
  const words = new Map<string, Meaning[]>();
  const add = (name: string, meaning: Meaning): void => {
    const key = nameTokens(name).join(' ');
    if (key.length < 2 && meaning.kind !== 'test') return;
    if (meaning.kind === 'test' ? NOT_A_TEST.has(key) : BLOCKED_KEYS.has(key) || key.length < 3) return;
    const list = words.get(key) ?? [];
    if (!list.some((each) => each.id === meaning.id)) list.push(meaning);
    words.set(key, list);
  };
  const testNames = new Set<string>();
  for (const test of knowledge.tests.values())
    for (const name of [test.id, test.label, ...test.synonyms]) {
      testNames.add(nameTokens(name).join(' '));
      add(name, { kind: 'test', id: test.id, label: test.label, negative: false });
    }
  for (const condition of knowledge.conditions.values())
    for (const name of [condition.id.replace(/-condition$/, ''), condition.label, ...condition.synonyms])
      add(name, { kind: 'condition', id: condition.id, label: condition.label, negative: false });
  for (const diagnosis of knowledge.diagnoses.values())
    for (const name of [diagnosis.label.replace(/\([^)]*\)/g, ''), ...diagnosis.synonyms])
      add(name, { kind: 'diagnosis', id: diagnosis.id, label: diagnosis.label, negative: false });
  for (const term of knowledge.terms.values()) {
    const category = PROSE_CATEGORIES.find((each) => each === term.category);
    if (!category) continue;
    const kind = category === 'drug' ? 'drug' : category === 'proc' ? 'procedure' : 'finding';
    for (const name of [term.label, ...parts(term.label), ...term.synonyms, term.id.slice(term.id.indexOf('-') + 1)]) {
      // A lab finding's synonyms that are the test's own name say nothing of its state.
      if (category === 'lab' && testNames.has(nameTokens(name).join(' '))) continue;
      add(name, { kind, id: term.id, label: term.label, negative: false });
    }
  }
  // What knowledge/maps says of a phrase stands instead of the vocabulary's meaning of it.
  for (const { key, means } of mapped()) {
    const meanings = means.flatMap((id) => meaningOf(knowledge, id));
    if (meanings.length > 0 || means.length === 0) words.set(key, meanings);
  }
  for (const [key, meanings] of words) insert(root, key.split(' '), choose(meanings));
  return { root };
}

/** Drug names and phrases with their words in kept spelling; `*` stays a word of its own. */
function mapped(): { key: string; means: readonly string[] }[] {
  const { names, phrases } = maps();
  const keyOf = (name: string): string =>
    name
      .split(/(\*)/)
      .map((part) => (part === ANY_WORDS ? ANY_WORDS : nameTokens(part).join(' ')))
      .filter((part) => part !== '')
      .join(' ');
  return [
    ...names.map(({ name, means }) => ({ key: keyOf(name), means })),
    ...phrases.map(({ phrase, means }) => ({ key: keyOf(phrase), means })),
  ];
}

/** `!ex-fever` means that the phrase denies it. */
function meaningOf(knowledge: Knowledge, id: string): Meaning[] {
  const negative = id.startsWith('!');
  const bare = negative ? id.slice(1) : id;
  const condition = knowledge.conditions.get(bare);
  const term = knowledge.terms.get(bare);
  if (!condition && !term) return [];
  const kind = condition ? 'condition' : term?.category === 'drug' ? 'drug' : term?.category === 'proc' ? 'procedure' : 'finding';
  return [{ kind, id: bare, label: condition?.label ?? term?.label ?? bare, negative }];
}

function choose(meanings: readonly Meaning[]): readonly Meaning[] {
  if (meanings.length === 0) return meanings;
  for (const kind of ORDER) {
    const ofKind = meanings.filter((each) => each.kind === kind);
    if (ofKind.length > 0) return kind === 'finding' || kind === 'condition' ? ofKind.slice(0, 3) : ofKind.slice(0, 1);
  }
  return meanings;
}

const parts = (label: string): string[] => {
  const bare = label.replace(/\([^)]*\)/g, ' ').trim();
  const split = bare.split(/\s\/\s/);
  return [bare, ...(split.length > 1 ? split : [])].filter((part) => part.length >= 5);
};

function insert(root: Node, key: readonly string[], meanings: readonly Meaning[]): void {
  let node = root;
  for (const word of key) {
    let next = node.next.get(word);
    if (!next) {
      next = { next: new Map(), meanings: null };
      node.next.set(word, next);
    }
    node = next;
  }
  node.meanings = meanings;
}

export interface Hit {
  readonly from: number;
  /** One past the last word. */
  readonly to: number;
  readonly meanings: readonly Meaning[];
  /** Words that `*` took in: they may mean something themselves. */
  readonly gaps: readonly (readonly [number, number])[];
}

/** The longest meaning that begins at word `from`; words between are allowed where the phrase has `*`. `stop(at)` is true where no phrase may run on. */
export function longestAt(dictionary: Dictionary, words: readonly string[], from: number, stop: (at: number) => boolean): Hit | null {
  let best: Hit | null = null;
  const walk = (node: Node, at: number, gaps: readonly (readonly [number, number])[]): void => {
    if (node.meanings && (best === null || at > best.to)) best = { from, to: at, meanings: node.meanings, gaps };
    if (at >= words.length || (at > from && stop(at))) return;
    const next = node.next.get(words[at]);
    if (next) walk(next, at + 1, gaps);
    const gap = node.next.get(ANY_WORDS);
    if (!gap) return;
    for (let skip = 0; skip <= GAP && at + skip < words.length; skip++) {
      if (skip > 0 && stop(at + skip)) break;
      const after = gap.next.get(words[at + skip]);
      if (after) walk(after, at + skip + 1, skip > 0 ? [...gaps, [at, at + skip]] : gaps);
    }
  };
  walk(dictionary.root, from, []);
  return best;
}
