import { digest } from '../../../src/core/index.ts';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import { answerCase } from '../../../src/pipeline/index.ts';
import { differential } from '../../../src/reasoning/index.ts';
import { buildCaseAnswer, type CaseAnswer } from '../../../src/report/index.ts';
import type { Word } from '../model/search.ts';
import { unitsFor } from '../model/units.ts';
import type { StudyQuestion } from '../thinking/question.ts';
import { groupQuestion, studyFacts } from '../thinking/question.ts';
import { think } from '../thinking/think.ts';
import type { ReasonAnswer, ReasonRequest } from './messages.ts';

/** Ranking beside the page, so that typing never waits for it. */
const knowledge = loadKnowledge();

function words(): Word[] {
  const terms = [...knowledge.terms.values()]
    .filter((each) => each.category !== 'diagnosis' && each.category !== 'demo' && each.category !== 'test')
    .map(({ id, label, category, synonyms, codes }) => ({ id, label, category, synonyms, codes, units: [] }));
  const tests = [...knowledge.tests.values()].map(({ id, label, synonyms, codes, unit, molarMass }) => ({
    id,
    label,
    category: 'test',
    synonyms,
    codes,
    ...(molarMass === null ? {} : { molarMass }),
    units: unit ? unitsFor({ unit, substance: molarMass !== null }) : [],
  }));
  const known = new Set(terms.map((each) => each.id));
  const conditions = [...knowledge.conditions.values()]
    .filter((each) => !known.has(each.id))
    .map(({ id, label, synonyms, codes }) => ({ id, label, category: 'condition', synonyms, codes, units: [] }));
  return [...terms, ...conditions, ...tests];
}

async function answerStudy(text: string | null, study: StudyQuestion): Promise<ReasonAnswer> {
  const { facts, issues } = await studyFacts(text, study, knowledge);
  const answers: Record<string, CaseAnswer> = {};
  for (const group of study.groups) {
    if (group.verdict === 'not-asked') continue;
    const question = groupQuestion(group, facts, study);
    answers[group.id] = buildCaseAnswer({
      label: group.label,
      facts,
      differential: differential(knowledge, question),
      pattern: group,
      words: knowledge,
      issues: [],
      run: { settings: { setting: question.setting }, inputHash: digest(JSON.stringify(question)), timingsMs: {}, peakMemoryBytes: null },
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
    case 'think':
      return think(request, knowledge);
  }
}

self.onmessage = (message: MessageEvent<{ ticket: number; request: ReasonRequest }>): void => {
  const { ticket, request } = message.data;
  answer(request)
    .catch((cause: unknown): ReasonAnswer => ({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) }))
    .then((result) => self.postMessage({ ticket, answer: result }));
};
