import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Answer, judge, type Outcome } from '../../../bench/ranking/score.ts';
import { sharedPath } from '../../../test/shared.ts';
import { ancestors, loadKnowledge } from '../../knowledge/index.ts';
import { differential } from '../../reasoning/index.ts';
import { readClinical } from '../index.ts';
import type { ClinicalFacts } from '../types.ts';

interface PublishedCase {
  readonly id: string;
  readonly vignette: string;
  readonly patient: { readonly age_years?: number; readonly sex?: string };
}

const path = sharedPath('cases/published_cases.json');
const coded = (name: string): string => fileURLToPath(new URL(`../../../knowledge/cases/${name}`, import.meta.url));
const knowledge = loadKnowledge();

const facts = async (name: string, text: string): Promise<ClinicalFacts> => (await readClinical([{ name, text }], knowledge)).facts!;

/** Findings and conditions as `+id` or `-id`; what is uncertain is on the side it leans to. */
function items(of: ClinicalFacts): Set<string> {
  const found = new Set<string>();
  for (const each of of.findings) if (each.probability !== 0.5) found.add(`${each.probability > 0.5 ? '+' : '-'}${each.finding}`);
  for (const each of of.conditions) found.add(`${each.state === 'present' ? '+' : '-'}${each.condition}`);
  return found;
}

/** The same fact or a closer one: a finger where a hand was listed, the condition where its history was. */
function says(got: ReadonlySet<string>, wanted: string): boolean {
  if (got.has(wanted)) return true;
  const id = wanted.slice(1);
  for (const each of got) {
    if (each[0] !== wanted[0]) continue;
    const other = each.slice(1);
    if (ancestors(knowledge, other).includes(id) || ancestors(knowledge, id).includes(other)) return true;
    const condition = knowledge.conditions.get(other);
    if (each[0] === '+' && condition?.evidence.some((row) => row.finding === id && row.p >= 0.9)) return true;
  }
  return false;
}

const GROUPS: readonly (readonly [string, RegExp])[] = [
  ['sites', /^.site-/],
  ['compartments', /^.compartment-/],
  ['morphology and distribution', /^.(morph|dist)-/],
  ['laboratory', /^.lab-/],
  ['imaging', /^.img-/],
  ['history, examination, drugs, procedures, conditions', /./],
];

const answer = (of: Answer, from: ClinicalFacts): Outcome =>
  judge(
    of,
    differential(knowledge, {
      findings: from.findings,
      conditions: from.conditions,
      ageYears: from.patient.ageYears,
      sex: from.patient.sex,
      setting: from.setting ?? 'referral',
    }),
  );

it.skipIf(path === null || !existsSync(coded('answers.yaml')))(
  'recalls the coded facts of published cases from their vignettes, and ranks from the text alone',
  async () => {
    const cases = JSON.parse(readFileSync(path!, 'utf8')) as PublishedCase[];
    const answers = new Map((parse(readFileSync(coded('answers.yaml'), 'utf8')) as Answer[]).map((each) => [each.id, each]));
    const counts = new Map(GROUPS.map(([name]) => [name, { listed: 0, found: 0 }]));
    const outcomes: { text: Outcome; coded: Outcome }[] = [];
    let taken = 0;
    let supported = 0;
    let ages = 0;
    let sexes = 0;
    for (const each of cases) {
      const text = await facts('vignette.txt', each.vignette);
      const listed = await facts('case.yaml', readFileSync(coded(`${each.id}.yaml`), 'utf8'));
      const [got, wanted] = [items(text), items(listed)];
      const missed: string[] = [];
      for (const item of wanted) {
        const count = counts.get(GROUPS.find(([, pattern]) => pattern.test(item))![0])!;
        count.listed++;
        if (says(got, item)) count.found++;
        else missed.push(item);
      }
      const extra = [...got].filter((item) => !says(wanted, item));
      taken += got.size;
      supported += got.size - extra.length;
      if (each.patient.age_years === undefined || Math.abs((text.patient.ageYears ?? -1) - each.patient.age_years) < 1) ages++;
      if (text.patient.sex === (each.patient.sex ?? null)) sexes++;
      outcomes.push({ text: answer(answers.get(each.id)!, text), coded: answer(answers.get(each.id)!, listed) });
      if (process.env['SHOW_ERRORS'])
        console.log(`${each.id} ${each.vignette}\n   MISSED ${missed.join(' ')}\n   EXTRA ${extra.join(' ')}`);
    }
    const total = [...counts.values()].reduce((sum, each) => ({ listed: sum.listed + each.listed, found: sum.found + each.found }));
    const lines = [...counts, ['all', total] as const].map(
      ([name, { listed, found }]) => `${name}: ${found} of ${listed} (${(found / listed).toFixed(2)})`,
    );
    const top = (side: 'text' | 'coded', within: number): number => outcomes.filter((each) => each[side].rank <= within).length;
    const mechanism = (side: 'text' | 'coded'): number => outcomes.filter((each) => each[side].mechanismCorrect).length;
    console.log(
      [
        `${cases.length} vignettes; age ${ages}, sex ${sexes}`,
        ...lines,
        `taken from text and coded too: ${supported} of ${taken} (${(supported / taken).toFixed(2)})`,
        `ranking from text: first ${top('text', 1)}, first three ${top('text', 3)}, mechanism ${mechanism('text')}`,
        `ranking from coded facts: first ${top('coded', 1)}, first three ${top('coded', 3)}, mechanism ${mechanism('coded')}`,
      ].join('\n'),
    );
    expect(total.found / total.listed).toBeGreaterThan(0.6);
    expect(top('text', 3)).toBeGreaterThan(cases.length / 3);
  },
);
