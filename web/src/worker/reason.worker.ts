import { type ClinicalFacts, readClinical } from '../../../src/clinical/index.ts';
import type { Finding, Issue } from '../../../src/core/index.ts';
import { digest } from '../../../src/core/index.ts';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import { answerCase, questionOf } from '../../../src/pipeline/index.ts';
import { differential } from '../../../src/reasoning/index.ts';
import { type Analysis, buildCaseAnswer, type CaseAnswer } from '../../../src/report/index.ts';
import type { Word } from '../model/search.ts';
import { unitsFor } from '../model/units.ts';
import type { ReasonAnswer, ReasonRequest, StudyQuestion } from './messages.ts';

/** Ranking beside the page, so that typing never waits for it. */
const knowledge = loadKnowledge();

function words(): Word[] {
  const terms = [...knowledge.terms.values()]
    .filter((each) => each.category !== 'diagnosis' && each.category !== 'demo' && each.category !== 'test')
    .map(({ id, label, category, synonyms }) => ({ id, label, category, synonyms, units: [] }));
  const tests = [...knowledge.tests.values()].map(({ id, label, synonyms, unit, molarMass }) => ({
    id,
    label,
    category: 'test',
    synonyms,
    units: unit ? unitsFor({ unit, substance: molarMass !== null }) : [],
  }));
  const known = new Set(terms.map((each) => each.id));
  const conditions = [...knowledge.conditions.values()]
    .filter((each) => !known.has(each.id))
    .map(({ id, label, synonyms }) => ({ id, label, category: 'condition', synonyms, units: [] }));
  return [...terms, ...conditions, ...tests];
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

async function answerStudy(text: string | null, study: StudyQuestion): Promise<ReasonAnswer> {
  const issues: Issue[] = [];
  let facts = factsOf(study.clinical);
  if (text !== null) {
    const reading = await readClinical([{ name: 'workbench', text }], knowledge);
    issues.push(...reading.issues);
    if (reading.facts) facts = mergeFacts(facts, reading.facts);
  }
  const setting = facts.setting ?? 'incidental';
  const answers: Record<string, CaseAnswer> = {};
  for (const group of study.groups) {
    if (group.verdict === 'not-asked') continue;
    // of the group's findings only those seen on the image: what was told comes anew with the facts
    const seen: Finding[] = group.findings.filter((each) => each.from === 'image');
    const overruled = new Set(facts.findings.filter((each) => each.from === 'reader').map((each) => each.finding));
    const question = questionOf(
      { ...group, findings: seen.filter((each) => !overruled.has(each.finding)) },
      facts,
      { ageYears: study.ageYears, sex: study.sex },
      setting,
    );
    answers[group.id] = buildCaseAnswer({
      label: group.label,
      facts,
      differential: differential(knowledge, question),
      pattern: group,
      words: knowledge,
      issues: [],
      run: { settings: { setting }, inputHash: digest(JSON.stringify(question)), timingsMs: {}, peakMemoryBytes: null },
    });
  }
  return { kind: 'study', answers, issues };
}

async function answer(request: ReasonRequest): Promise<ReasonAnswer> {
  switch (request.kind) {
    case 'words':
      return { kind: 'words', words: words(), knowledgeVersion: knowledge.version };
    case 'case': {
      const { answer: given, issues } = await answerCase({ name: 'workbench', text: request.text }, { knowledge });
      return { kind: 'case', answer: given, issues };
    }
    case 'study':
      return answerStudy(request.text, request.study);
  }
}

self.onmessage = (message: MessageEvent<{ ticket: number; request: ReasonRequest }>): void => {
  const { ticket, request } = message.data;
  answer(request)
    .catch((cause: unknown): ReasonAnswer => ({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) }))
    .then((result) => self.postMessage({ ticket, answer: result }));
};
