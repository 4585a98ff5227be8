/** A word the reader can choose, as the worker hands it over. */
export interface Word {
  readonly id: string;
  readonly label: string;
  readonly category: string;
  readonly synonyms: readonly string[];
  readonly codes?: readonly string[];
  /** g/mol, where a test is reported by mass and by substance. */
  readonly molarMass?: number;
  /** Units a laboratory value may be typed in, the test's own first; empty for all else. */
  readonly units: readonly string[];
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** 0 = no match; higher is better: the whole, then its beginning, then the beginning of a word in it, then anywhere. */
function score(name: string, query: string): number {
  const text = plain(name);
  if (text === query) return 5;
  if (text.startsWith(query)) return 4;
  if (` ${text}`.includes(` ${query}`)) return 3;
  const parts = query.split(' ');
  if (parts.length > 1 && parts.every((part) => ` ${text}`.includes(` ${part}`))) return 2;
  return query.length > 2 && text.includes(query) ? 1 : 0;
}

const SYNONYM_COST = 0.5;
const EXACT_CODE = 6;

/** Words for a query, best first; equal ones in the order of their labels. */
export function searchWords(words: readonly Word[], query: string, most: number): { word: Word; by: string }[] {
  const wanted = plain(query);
  if (!wanted) return [];
  const coded = query.trim().toLowerCase();
  const found: { word: Word; by: string; points: number }[] = [];
  for (const word of words) {
    let by = word.label;
    let points = Math.max(score(word.label, wanted), score(word.id, wanted));
    for (const synonym of word.synonyms) {
      const here = score(synonym, wanted) - SYNONYM_COST;
      if (here > points) {
        points = here;
        by = synonym;
      }
    }
    if (word.codes?.some((code) => code.toLowerCase() === coded || code.toLowerCase().endsWith(`:${coded}`))) {
      points = EXACT_CODE;
      by = query.trim();
    }
    if (points > 0) found.push({ word, by, points });
  }
  found.sort((a, b) => b.points - a.points || a.word.label.length - b.word.label.length || (a.word.label < b.word.label ? -1 : 1));
  return found.slice(0, most).map(({ word, by }) => ({ word, by }));
}
