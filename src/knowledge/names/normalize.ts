/** British and American spellings that medical words are met in, folded to one (after lower-casing). */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ae/g, 'e'],
  [/oe/g, 'e'],
  [/our\b/g, 'or'],
  [/our(?=s\b|al\b|ous\b)/g, 'or'],
  [/is(?=ation|ed\b|ing\b)/g, 'iz'],
  [/ph(?=osphor(?:us|ous)\b)/g, 'ph'],
];

/** Words that carry no meaning in the name of a finding. */
const FILLERS = new Set(['the', 'a', 'an', 'of', 'in', 'on', 'at', 'and', 'or', 'with', 'to']);

/** A name as it is compared: no case, accents, punctuation, hyphens, fillers; one spelling; words in their order. */
export function normalizeName(name: string): string {
  let text = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/['\u2019`]s?\b/g, '')
    .replace(/γ/g, ' gamma ')
    .replace(/×/g, ' x ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  for (const [pattern, folded] of SPELLINGS) text = text.replace(pattern, folded);
  return text
    .split(' ')
    .filter((word) => !FILLERS.has(word))
    .join(' ');
}

/**
 * Edits between two names: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment),
 * or `limit + 1` as soon as more than `limit` are needed.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
