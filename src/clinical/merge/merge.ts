import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { mergeBeliefs, normalizeFindings } from '../belief/index.ts';
import { deriveValues } from '../derived/index.ts';
import { readLab } from '../labs/index.ts';
import { lexiconOf } from '../lexicon/index.ts';
import { type Resolved, resolveStatements } from '../resolve/index.ts';
import type { Fragment } from '../statement/index.ts';
import type { ClinicalFacts, LabResult, Recorded } from '../types.ts';
import type { UnitConverter } from '../units/index.ts';
import { labBeliefs } from './labfindings.ts';
import { mergeLabs } from './labs.ts';
import { mergePatients } from './patient.ts';

/** Unknown tests that are answered with the nearest known names. */
const NEIGHBOURS = 60;

/** All sources of one patient as facts: names looked up, results converted and graded, contradictions said. */
export function mergeFragments(
  fragments: readonly Fragment[],
  knowledge: Knowledge,
  units: UnitConverter,
): { facts: ClinicalFacts; issues: Issue[] } {
  const issues: Issue[] = fragments.flatMap((each) => each.issues);
  const { patient, issues: patientIssues } = mergePatients(fragments, newestDate(fragments));
  issues.push(...patientIssues);
  const resolved = resolveStatements(
    fragments.flatMap((each) => each.statements),
    lexiconOf(knowledge),
  );
  issues.push(...resolved.issues);
  const results: LabResult[] = [];
  const recorded: Recorded[] = [...resolved.recorded];
  const context = { knowledge, units, person: patient, neighbours: { left: NEIGHBOURS } };
  for (const raw of fragments.flatMap((each) => each.labs)) {
    const read = readLab(raw, context);
    issues.push(...read.issues);
    if (read.lab) results.push(read.lab);
    if (read.recorded) recorded.push(read.recorded);
  }
  const labs = mergeLabs(results);
  const derivation = deriveValues(labs.current, { knowledge, units, patient });
  issues.push(...labs.issues, ...derivation.issues);
  const graded = labBeliefs(labs.current, derivation.derived, knowledge);
  issues.push(...graded.issues);
  const stated = mergeBeliefs([...resolved.beliefs, ...graded.beliefs]);
  const clean = normalizeFindings(stated.findings, knowledge);
  issues.push(...stated.issues, ...clean.issues);
  const notes = fragments.flatMap((each) => each.notes);
  const facts: ClinicalFacts = {
    patient: { ageYears: patient.ageYears, sex: patient.sex, id: patient.id, name: patient.name, birthDate: patient.birthDate },
    setting: fragments.find((each) => each.setting !== null)?.setting ?? null,
    findings: clean.findings,
    conditions: mergeConditions(resolved.conditions, issues),
    labs: labs.current,
    derived: derivation.derived,
    notes: notes.length > 0 ? notes.join('\n\n') : null,
    trends: labs.trends,
    recorded,
    procedures: resolved.procedures,
    extractions: fragments.flatMap((fragment) => fragment.extractions.map((each) => ({ ...each, source: fragment.source }))),
    sources: fragments.map((each) => ({ name: each.source, format: each.format })),
  };
  return { facts, issues };
}

/** The last day any source speaks of: the only "today" there is, for ages from birth dates. */
function newestDate(fragments: readonly Fragment[]): string | null {
  let newest: string | null = null;
  for (const fragment of fragments)
    for (const { date } of [...fragment.statements, ...fragment.labs])
      if (date !== null && (newest === null || date > newest)) newest = date;
  return newest;
}

/** One state per condition: the newer dated, else the coded, else present; a contradiction is an issue. */
function mergeConditions(stated: Resolved['conditions'], issues: Issue[]): ClinicalFacts['conditions'] {
  const merged = new Map<string, Resolved['conditions'][number]>();
  for (const each of stated) {
    const before = merged.get(each.condition);
    if (!before) {
      merged.set(each.condition, each);
      continue;
    }
    if (before.state === each.state) continue;
    const newer = each.date !== null && before.date !== null && each.date !== before.date ? each.date > before.date : null;
    const wins = newer ?? (each.coded !== before.coded ? each.coded : each.state === 'present');
    if (wins) merged.set(each.condition, each);
    issues.push(
      issue('warning', {
        code: 'condition-contradiction',
        where: `${before.where} and ${each.where}`,
        expected: `one statement about ${each.condition}`,
        received: `${before.state} and ${each.state}`,
        fix: `Taken as ${(wins ? each : before).state}. Correct the wrong source.`,
      }),
    );
  }
  return [...merged.values()].map(({ condition, state, where }) => ({ condition, state, where }));
}
