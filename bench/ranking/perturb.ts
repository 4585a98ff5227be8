import { createRandom, type Finding } from '../../src/core/index.ts';
import type { Knowledge } from '../../src/knowledge/index.ts';
import type { Question } from '../../src/reasoning/index.ts';

/** The question with a share of its findings and conditions taken out by lot (seeded). */
export function withoutShare(question: Question, share: number, seed: number): Question {
  const random = createRandom(seed);
  return {
    ...question,
    findings: question.findings.filter(() => random.next() >= share),
    conditions: question.conditions.filter(() => random.next() >= share),
  };
}

/** The question with findings added that no cause has a row for: common complaints and results that mean nothing here. */
export function withIrrelevant(knowledge: Knowledge, question: Question, count: number, seed: number): Question {
  const random = createRandom(seed);
  const spoken = new Set(
    [...knowledge.diagnoses.values(), ...knowledge.conditions.values()].flatMap((owner) => owner.evidence.map((row) => row.finding)),
  );
  const said = new Set(question.findings.map((each) => each.finding));
  const pool = [...knowledge.background.keys()].filter((id) => /^(hx|ex|lab|drug|proc)-/.test(id) && !spoken.has(id) && !said.has(id));
  const added: Finding[] = [];
  while (added.length < count && pool.length > 0) {
    const [finding] = pool.splice(random.integer({ low: 0, high: pool.length - 1 }), 1);
    const present = random.next() < 0.5;
    added.push({ finding: finding!, state: present ? 'present' : 'absent', probability: present ? 0.98 : 0.02, from: 'clinical' });
  }
  return { ...question, findings: [...question.findings, ...added] };
}
