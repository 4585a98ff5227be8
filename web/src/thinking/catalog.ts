import type { Evidence, Knowledge } from '../../../src/knowledge/index.ts';
import type { CatalogEntry, ComparedRow, ComparedSide, Comparison, Questions } from './messages.ts';

/** All that can be looked up, without its numbers. */
export function catalog(knowledge: Knowledge): Questions['catalog']['answer'] {
  const said = new Map<string, number>();
  const owners = [...knowledge.diagnoses.values(), ...knowledge.conditions.values()];
  for (const owner of owners) for (const { finding } of owner.evidence) said.set(finding, (said.get(finding) ?? 0) + 1);
  const entries: CatalogEntry[] = [];
  for (const { id, label, synonyms, codes, mechanism, evidence } of knowledge.diagnoses.values())
    entries.push({ id, label, kind: 'diagnosis', group: mechanism, synonyms, codes, numbers: evidence.length });
  for (const { id, label, synonyms, codes, family, evidence } of knowledge.conditions.values())
    entries.push({ id, label, kind: 'condition', group: family, synonyms, codes, numbers: evidence.length });
  for (const { id, label, synonyms, codes, unit, intervals } of knowledge.tests.values())
    entries.push({ id, label, kind: 'test', group: unit ?? 'positive or negative', synonyms, codes, numbers: intervals.length });
  for (const { id, label, synonyms, codes, category } of knowledge.terms.values())
    if (category !== 'diagnosis' && category !== 'condition' && category !== 'test' && category !== 'demo')
      entries.push({ id, label, kind: 'finding', group: category, synonyms, codes, numbers: said.get(id) ?? 0 });
  entries.sort((a, b) => (a.label.toLowerCase() < b.label.toLowerCase() ? -1 : 1));
  return { entries, version: knowledge.version, references: knowledge.references.size };
}

const P_FLOOR = 0.001;
const P_UNKNOWN = 0.05;
const clamp = (p: number): number => Math.min(1 - P_FLOOR, Math.max(P_FLOOR, p));
const entropy = (p: number): number => -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));

/** Mutual information of the finding and the two causes at equal odds: how much one look tells between them. */
const bitsBetween = (a: number, b: number): number => entropy((a + b) / 2) - (entropy(a) + entropy(b)) / 2;

/** Two causes, finding by finding; where one is silent the background stands for it. Best discriminators first. */
export function compare(ids: readonly [string, string], knowledge: Knowledge): Comparison | null {
  const [first, second] = ids.map((id) => knowledge.diagnoses.get(id));
  if (!first || !second) return null;
  const rowsOf = (evidence: readonly Evidence[]): Map<string, Evidence> => new Map(evidence.map((each) => [each.finding, each]));
  const [a, b] = [rowsOf(first.evidence), rowsOf(second.evidence)];
  const side = (row: Evidence | undefined, finding: string): ComparedSide => ({
    p: row?.p ?? knowledge.background.get(finding)?.p ?? P_UNKNOWN,
    evidence: row ?? null,
  });
  const rows: ComparedRow[] = [...new Set([...a.keys(), ...b.keys()])].map((finding) => {
    const sides = [side(a.get(finding), finding), side(b.get(finding), finding)] as const;
    const term = knowledge.terms.get(finding);
    return {
      finding,
      label: term?.label ?? finding,
      costTier: term?.costTier ?? null,
      sides,
      bits: bitsBetween(clamp(sides[0].p), clamp(sides[1].p)),
    };
  });
  rows.sort((x, y) => y.bits - x.bits || (x.finding < y.finding ? -1 : 1));
  const keys = new Set(rows.flatMap((each) => each.sides.flatMap((one) => one.evidence?.sources ?? [])));
  const references = Object.fromEntries(
    [...keys].flatMap((key) => {
      const found = knowledge.references.get(key);
      return found ? [[key, found] as const] : [];
    }),
  );
  return {
    labels: [first.label, second.label],
    mechanisms: [first.mechanism, second.mechanism],
    discriminators: [first.discriminators, second.discriminators],
    rows,
    references,
  };
}
