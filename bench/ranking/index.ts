/** `npm run eval`: how the ranking does on the published cases of knowledge/cases. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readClinical } from '../../src/clinical/index.ts';
import { type Knowledge, loadKnowledge } from '../../src/knowledge/index.ts';
import { differential, type Question } from '../../src/reasoning/index.ts';
import { withIrrelevant, withoutShare } from './perturb.ts';
import { type Answer, judge, type Outcome, reliability, type Summary, summarize } from './score.ts';

const REPEATS = 5;
const MISSING_SHARE = 1 / 3;
const IRRELEVANT = 5;

interface Asked {
  readonly answer: Answer;
  readonly question: Question;
}

/** Reads the case files as any user's case file is read; a warning there is a fault of the library and printed. */
export async function readCases(folder: string, knowledge: Knowledge, warn: (line: string) => void): Promise<Asked[]> {
  const answers = parse(readFileSync(join(folder, 'answers.yaml'), 'utf8')) as Answer[];
  const files = new Set(readdirSync(folder));
  const asked: Asked[] = [];
  for (const answer of answers) {
    const name = `${answer.id}.yaml`;
    if (!files.has(name)) throw new Error(`${name} is missing`);
    const { facts, issues } = await readClinical([{ name, text: readFileSync(join(folder, name), 'utf8') }], knowledge);
    for (const each of issues) if (each.severity !== 'note') warn(`${each.where} ${each.code}: ${each.received}`);
    if (!facts) throw new Error(`${name} was refused`);
    const { ageYears, sex } = facts.patient;
    asked.push({
      answer,
      question: { findings: facts.findings, conditions: facts.conditions, ageYears, sex, setting: facts.setting ?? 'referral' },
    });
  }
  return asked;
}

const run = (
  knowledge: Knowledge,
  asked: readonly Asked[],
  change: (question: Question, index: number) => Question = (each) => each,
): Outcome[] => asked.map(({ answer, question }, index) => judge(answer, differential(knowledge, change(question, index))));

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`.padStart(8);
const line = (name: string, s: Summary): string =>
  `| ${name.padEnd(34)} | ${String(s.cases).padStart(5)} | ${percent(s.top1)} | ${percent(s.top3)} | ${percent(s.top5)} | ${s.mrr.toFixed(3)} | ${percent(s.mechanism)} | ${s.brier.toFixed(3)} | ${s.ece.toFixed(3)} | ${s.mechanismEce.toFixed(3)} |`;

function table(rows: readonly (readonly [string, readonly Outcome[]])[]): string {
  const head = `| ${'cases'.padEnd(34)} |     n |    top-1 |    top-3 |    top-5 |   MRR |   mechan | Brier |   ECE | ECE-m |`;
  return [head, head.replace(/[^|]/g, '-'), ...rows.map(([name, outcomes]) => line(name, summarize(outcomes)))].join('\n');
}

function reliabilityTable(outcomes: readonly Outcome[]): string {
  const rows = reliability(outcomes.map((each) => ({ p: each.topProbability, hit: each.correct }))).filter((each) => each.count > 0);
  return [
    '| probability of the first | n | mean | right |',
    '|---|---|---|---|',
    ...rows.map(
      (each) =>
        `| ${each.from.toFixed(1)}-${each.to.toFixed(1)} | ${each.count} | ${each.confidence.toFixed(2)} | ${each.accuracy.toFixed(2)} |`,
    ),
  ].join('\n');
}

async function evaluate(folder: string, print: (line: string) => void, verbose: boolean): Promise<readonly Outcome[]> {
  const knowledge = loadKnowledge();
  const asked = await readCases(folder, knowledge, (each) => print(`warning: ${each}`));
  const outcomes = run(knowledge, asked);
  const repeat = (change: (question: Question, seed: number) => Question): Outcome[] =>
    Array.from({ length: REPEATS }, (_, round) =>
      run(knowledge, asked, (question, index) => change(question, 1000 * (round + 1) + index)),
    ).flat();
  const by = <Key extends string>(key: (each: Outcome) => Key): (readonly [string, Outcome[]])[] =>
    [...new Set(outcomes.map(key))].sort().map((name) => [`  ${name}`, outcomes.filter((each) => key(each) === name)]);
  print(`knowledge ${knowledge.version}\n`);
  print(
    table([
      ['all', outcomes],
      ...by((each) => `set ${each.answer.set}`),
      ...by((each) => `mechanism ${each.answer.mechanism}`),
      ...by((each) => `prior diagnosis ${each.answer.priorDiagnosisGiven ? 'given' : 'not given'}`),
      [`a third of the findings removed (x${REPEATS})`, repeat((question, seed) => withoutShare(question, MISSING_SHARE, seed))],
      [
        `${IRRELEVANT} irrelevant findings added (x${REPEATS})`,
        repeat((question, seed) => withIrrelevant(knowledge, question, IRRELEVANT, seed)),
      ],
    ]),
  );
  print(`\n${reliabilityTable(outcomes)}\n`);
  const missed = outcomes.filter((each) => !each.correct || !each.mechanismCorrect);
  for (const each of verbose ? outcomes : missed)
    print(
      `${each.correct ? 'right' : `rank ${each.rank}`} ${each.answer.id}: ${each.answer.accepted[0]} ${each.acceptedProbability.toFixed(3)}; first ${each.topDiagnosis} ${each.topProbability.toFixed(3)}; mechanism ${each.mechanism}${each.mechanismCorrect ? '' : ` (published ${each.answer.mechanism})`}`,
    );
  return outcomes;
}

if (process.argv[1]?.replace(/\\/g, '/').includes('ranking'))
  await evaluate(join(process.cwd(), 'knowledge/cases'), (each) => process.stdout.write(`${each}\n`), process.argv.includes('--verbose'));
