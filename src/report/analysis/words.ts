import type { Words } from './parts.ts';
import type { Analysis, AnalysisGroup } from './schema.ts';

type Reasoned = Pick<AnalysisGroup, 'findings' | 'differential' | 'systematicPath' | 'nextTests' | 'safetyGates' | 'unexplained'>;

/** Labels of every id named, and every source cited; an id the knowledge does not know stays without a label. */
export function wordsFor(
  groups: readonly Reasoned[],
  clinical: Analysis['clinical'],
  words: Words,
): Pick<Analysis, 'labels' | 'references'> {
  const ids = new Set<string>();
  const sources = new Set<string>();
  for (const group of groups) {
    for (const each of group.findings) ids.add(each.finding);
    for (const cause of group.differential) {
      ids.add(cause.diagnosis);
      for (const each of cause.evidence) {
        ids.add(each.finding);
        for (const source of each.sources) sources.add(source);
      }
    }
    for (const each of group.systematicPath) for (const id of each.because) ids.add(id);
    for (const each of group.nextTests) ids.add(each.test);
    for (const each of group.safetyGates) {
      ids.add(each.gate);
      for (const id of each.why) ids.add(id);
    }
    for (const id of group.unexplained) ids.add(id);
  }
  for (const each of clinical.facts) ids.add(each.finding);
  for (const each of clinical.conditions) ids.add(each.condition);
  for (const each of clinical.labs) ids.add(each.test);

  const labels: Record<string, string> = {};
  for (const id of [...ids].sort()) {
    const known = words.terms.get(id) ?? words.tests.get(id) ?? words.conditions.get(id) ?? words.diagnoses.get(id);
    if (known) labels[id] = known.label;
  }
  const references: Analysis['references'] = {};
  for (const id of [...sources].sort()) {
    const known = words.references.get(id);
    if (known) references[id] = { citation: known.citation, doi: known.doi, pmid: known.pmid, url: known.url };
  }
  return { labels, references };
}
