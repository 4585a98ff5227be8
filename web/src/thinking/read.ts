import { type ClinicalFacts, type Extraction, readClinical } from '../../../src/clinical/index.ts';
import type { Knowledge } from '../../../src/knowledge/index.ts';
import type { EnteredLab } from '../model/entry.ts';
import { unitsFor } from '../model/units.ts';
import type { ReadItem, Reading, ReadLab } from './messages.ts';

const MONTHS_BELOW_YEARS = 2;
const ageText = (years: number | null): string =>
  years === null ? '' : years < MONTHS_BELOW_YEARS ? `${Math.round(years * 12)} mo` : String(Math.floor(years));

function labOf(
  test: string,
  said: { value: string | null; unit: string | null; flag: string | null },
  knowledge: Knowledge,
): Omit<ReadLab, 'key' | 'span'> {
  const known = knowledge.tests.get(test);
  const units = known?.unit ? unitsFor({ unit: known.unit, substance: known.molarMass !== null }) : [];
  const unit = said.unit ?? '';
  const flag = (['positive', 'negative', 'low', 'normal', 'high'] as const).find((each) => each === said.flag) ?? '';
  return {
    test,
    label: known?.label ?? test,
    value: said.value ?? '',
    unit,
    units: unit && !units.includes(unit) ? [unit, ...units] : units,
    flag: flag satisfies EnteredLab['flag'],
    ...(known?.molarMass ? { molarMass: known.molarMass } : {}),
  };
}

const ITEM_KINDS = new Set<Extraction['kind']>(['finding', 'condition', 'drug', 'procedure']);
const UNCERTAIN = { from: 0.1, to: 0.9 } as const;

const softness = (probability: number, state: string): { probability?: number } =>
  state === 'uncertain' || (probability > UNCERTAIN.from && probability < UNCERTAIN.to) ? { probability } : {};

function fromText(extractions: readonly Extraction[], knowledge: Knowledge): Pick<Reading, 'items' | 'labs'> {
  const items: ReadItem[] = [];
  const labs: ReadLab[] = [];
  for (const each of extractions) {
    const { id, kind, span, words, state, probability } = each;
    if (!id || each.subject === 'family') continue;
    const key = `${kind}-${id}-${span[0]}`;
    if (kind === 'lab') labs.push({ ...labOf(id, each.result ?? { value: null, unit: null, flag: null }, knowledge), key, span, words });
    else if (ITEM_KINDS.has(kind) && knowledge.terms.has(id))
      items.push({
        key,
        span,
        id,
        label: knowledge.terms.get(id)?.label ?? each.label,
        kind: knowledge.conditions.has(id) ? 'condition' : 'finding',
        state: state === 'absent' ? 'absent' : 'present',
        ...softness(probability, state),
        words,
      });
  }
  return { items, labs };
}

/** Findings that the results give again are left out: they follow from the numbers. */
function fromFacts(facts: ClinicalFacts, knowledge: Knowledge): Pick<Reading, 'items' | 'labs'> {
  const measured = new Set(facts.labs.flatMap((each) => Object.values(knowledge.tests.get(each.test)?.states ?? {})));
  const stated = new Set([...knowledge.tests.values()].flatMap((each) => Object.values(each.states)));
  const label = (id: string): string => knowledge.terms.get(id)?.label ?? id;
  const findings: ReadItem[] = facts.findings
    .filter(({ finding }) => !measured.has(finding) && (!finding.startsWith('lab-') || stated.has(finding)))
    .map(({ finding, state, probability, because }) => ({
      key: `finding-${finding}`,
      span: null,
      id: finding,
      label: label(finding),
      kind: 'finding',
      state: state === 'absent' ? 'absent' : 'present',
      ...softness(probability, state),
      words: because?.join('; ') ?? '',
    }));
  const conditions: ReadItem[] = facts.conditions.map(({ condition, state, where }) => ({
    key: `condition-${condition}`,
    span: null,
    id: condition,
    label: label(condition),
    kind: 'condition',
    state,
    words: where,
  }));
  const labs = facts.labs.map((each, index) => ({
    ...labOf(each.test, { value: each.value === null ? null : String(each.value), unit: each.unit, flag: each.flag }, knowledge),
    key: `lab-${each.test}-${index}`,
    span: null,
    words: each.where,
  }));
  return { items: [...conditions, ...findings], labs };
}

/** A letter, a print-out, or a file of any clinical format: what it says, as entries that the reader confirms one by one. */
export async function read(input: { readonly name: string; readonly text: string }, knowledge: Knowledge): Promise<Reading> {
  const { facts, issues } = await readClinical([input], knowledge);
  const format = facts?.sources?.[0]?.format ?? 'refused';
  const extractions = facts?.extractions ?? [];
  const given = !facts ? { items: [], labs: [] } : format === 'text' ? fromText(extractions, knowledge) : fromFacts(facts, knowledge);
  return {
    format,
    text: format === 'text' ? input.text : null,
    extractions,
    ...given,
    patient: { ageYears: ageText(facts?.patient.ageYears ?? null), sex: facts?.patient.sex ?? '' },
    setting: facts?.setting ?? '',
    issues,
  };
}
