import { type ClinicalFacts, readClinical } from '../../../src/clinical/index.ts';
import type { Finding, Issue } from '../../../src/core/index.ts';
import type { Knowledge } from '../../../src/knowledge/index.ts';
import { questionOf } from '../../../src/pipeline/index.ts';
import type { Question } from '../../../src/reasoning/index.ts';
import type { Analysis, AnalysisGroup } from '../../../src/report/index.ts';

/** What the ranking of a study rests on; the reader's entry comes as a case file. */
export interface StudyQuestion {
  readonly clinical: Analysis['clinical'];
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  readonly groups: readonly AnalysisGroup[];
}

const factsOf = (clinical: Analysis['clinical']): ClinicalFacts => {
  const { facts, ...others } = clinical;
  return { ...others, findings: facts };
};

/** What the reader says takes the place of what was read; all else stays. */
function mergeFacts(base: ClinicalFacts, said: ClinicalFacts): ClinicalFacts {
  const saidFindings = new Set(said.findings.map((each) => each.finding));
  const saidConditions = new Set(said.conditions.map((each) => each.condition));
  const saidTests = new Set(said.labs.map((each) => each.test));
  const byReader = said.findings.map((each) => ({ ...each, from: 'reader' as const }));
  return {
    patient: { ...base.patient, ageYears: said.patient.ageYears ?? base.patient.ageYears, sex: said.patient.sex ?? base.patient.sex },
    setting: said.setting ?? base.setting,
    findings: [...base.findings.filter((each) => !saidFindings.has(each.finding)), ...byReader],
    conditions: [...base.conditions.filter((each) => !saidConditions.has(each.condition)), ...said.conditions],
    labs: [...base.labs.filter((each) => !saidTests.has(each.test)), ...said.labs],
    derived: [...base.derived.filter((each) => !said.derived.some(({ id }) => id === each.id)), ...said.derived],
    notes: base.notes,
  };
}

/** The record of a study with what the reader entered over it. */
export async function studyFacts(
  text: string | null,
  study: StudyQuestion,
  knowledge: Knowledge,
): Promise<{ facts: ClinicalFacts; issues: readonly Issue[] }> {
  const facts = factsOf(study.clinical);
  if (text === null) return { facts, issues: [] };
  const reading = await readClinical([{ name: 'workbench', text }], knowledge);
  return { facts: reading.facts ? mergeFacts(facts, reading.facts) : facts, issues: reading.issues };
}

/** A group's question; of its findings only those seen on the image, since what was told comes anew with the facts. */
export function groupQuestion(group: AnalysisGroup, facts: ClinicalFacts, study: StudyQuestion): Question {
  const seen: Finding[] = group.findings.filter((each) => each.from === 'image');
  const overruled = new Set(facts.findings.filter((each) => each.from === 'reader').map((each) => each.finding));
  return questionOf(
    { ...group, findings: seen.filter((each) => !overruled.has(each.finding)) },
    facts,
    { ageYears: study.ageYears, sex: study.sex },
    facts.setting ?? 'incidental',
  );
}

/** A question as the page poses it: the reader's case file, and the study's group it is asked about. */
export interface Base {
  readonly text: string | null;
  readonly study: StudyQuestion | null;
  readonly groupId: string | null;
}

/** The question behind what the page shows; null when nothing can be asked. */
export async function questionOfBase(base: Base, knowledge: Knowledge): Promise<Question | null> {
  if (base.study) {
    const group = base.study.groups.find((each) => each.id === base.groupId);
    if (!group) return null;
    return groupQuestion(group, (await studyFacts(base.text, base.study, knowledge)).facts, base.study);
  }
  const { facts } = await readClinical([{ name: 'workbench', text: base.text ?? '{}' }], knowledge);
  if (!facts) return null;
  return {
    findings: facts.findings,
    conditions: facts.conditions,
    ageYears: facts.patient.ageYears,
    sex: facts.patient.sex,
    setting: facts.setting ?? 'referral',
  };
}
