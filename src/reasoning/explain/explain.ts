import type { CostTier, Diagnosis, Evidence, Knowledge, Reference } from '../../knowledge/index.ts';
import { children } from '../../knowledge/index.ts';

/** One number with its source, ready to be shown. */
export interface ExplainedRow {
  readonly finding: string;
  readonly label: string;
  readonly p: number;
  /** 90 % range of the Beta, by its normal approximation on the logit scale. */
  readonly basis: Evidence['basis'];
  readonly weight: number;
  readonly n: number | null;
  readonly note: string | null;
  readonly sources: readonly (Reference | { readonly sentence: string })[];
}

/** All that the knowledge says of one cause, condition, finding or test. */
export interface Explanation {
  readonly id: string;
  readonly kind: 'diagnosis' | 'condition' | 'finding' | 'test';
  readonly label: string;
  readonly synonyms: readonly string[];
  readonly codes: readonly string[];
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly text: readonly { readonly heading: string; readonly lines: readonly string[] }[];
  /** P(finding | it). For a finding: P(it | cause), per cause. */
  readonly rows: readonly ExplainedRow[];
  readonly costTier: CostTier | null;
}

const sourcesOf = (knowledge: Knowledge, keys: readonly string[]): ExplainedRow['sources'] =>
  keys.map((key) => knowledge.references.get(key) ?? { sentence: key });

const rowOf = (knowledge: Knowledge, label: string, row: Evidence): ExplainedRow => ({
  finding: row.finding,
  label,
  p: row.p,
  basis: row.basis,
  weight: row.weight,
  n: row.n,
  note: row.note ?? null,
  sources: sourcesOf(knowledge, row.sources),
});

const labelOf = (knowledge: Knowledge, id: string): string => knowledge.terms.get(id)?.label ?? id;

/** What the knowledge says, every number with its basis, n and source, so that a doubter can check. Null for an unknown id. */
export function explain(knowledge: Knowledge, id: string): Explanation | null {
  const term = knowledge.terms.get(id);
  if (!term) return null;
  const common = {
    id,
    label: term.label,
    synonyms: term.synonyms,
    codes: term.codes,
    parents: term.parents,
    children: children(knowledge, id),
    costTier: term.costTier ?? null,
  };
  const cause = knowledge.diagnoses.get(id);
  if (cause)
    return {
      ...common,
      kind: 'diagnosis',
      text: causeText(knowledge, id),
      rows: sorted([
        ...cause.evidence.map((row) => rowOf(knowledge, labelOf(knowledge, row.finding), row)),
        ...cause.forms.flatMap((form) =>
          form.evidence.map((row) => rowOf(knowledge, `${labelOf(knowledge, row.finding)} (${form.label})`, row)),
        ),
      ]),
    };
  const condition = knowledge.conditions.get(id);
  if (condition)
    return {
      ...common,
      kind: 'condition',
      text: [
        {
          heading: 'Base rate where the calcification has another cause',
          lines: [
            String(condition.baseRate),
            ...(condition.baseRateSources.length > 0 ? condition.baseRateSources.map((key) => labelOfSource(knowledge, key)) : [UNSOURCED]),
          ],
        },
      ],
      rows: sorted(condition.evidence.map((row) => rowOf(knowledge, labelOf(knowledge, row.finding), row))),
    };
  const test = knowledge.tests.get(id);
  if (test) {
    const lines = test.intervals.map(
      (each) =>
        `${each.sex === 'any' ? '' : `${each.sex}, `}${each.ageYears[0]} to ${each.ageYears[1]} y: ${each.low ?? ''} to ${each.high ?? ''} ${test.unit ?? ''} (${labelOfSource(knowledge, each.source)})`,
    );
    return {
      ...common,
      kind: 'test',
      text: [
        { heading: 'Reference intervals', lines },
        { heading: 'States', lines: Object.values(test.states) },
      ],
      rows: [],
    };
  }
  const background = knowledge.background.get(id);
  const owners = [...knowledge.diagnoses.values(), ...knowledge.conditions.values()];
  const rows = owners.flatMap((owner) =>
    owner.evidence.filter((row) => row.finding === id).map((row) => ({ ...rowOf(knowledge, owner.label, row), finding: owner.id })),
  );
  return {
    ...common,
    kind: 'finding',
    text: background
      ? [{ heading: 'Where a cause says nothing of it', lines: [`${background.p} (${background.basis})`, ...background.sources] }]
      : [],
    rows: sorted(rows),
  };
}

const labelOfSource = (knowledge: Knowledge, key: string): string => knowledge.references.get(key)?.citation ?? key;
const sorted = (rows: readonly ExplainedRow[]): ExplainedRow[] => [...rows].sort((a, b) => b.p - a.p || (a.finding < b.finding ? -1 : 1));

/** Said of a number that stands on no paper. */
const UNSOURCED = 'expert-estimate, no source';
const BLURRED = 'every cause keeps a twentieth of its cases spread over life';

const ageLines = (age: Diagnosis['age']): string[] =>
  age.map(({ band, weight }) => `${band[0]} to ${band[1]} y: ${(weight * 100).toFixed(1)} %`);

function causeText(knowledge: Knowledge, id: string): Explanation['text'] {
  const cause = knowledge.diagnoses.get(id)!;
  const { prior } = cause;
  return [
    { heading: 'Mechanism', lines: [cause.mechanism] },
    { heading: 'What it is', lines: cause.description ? [cause.description] : [] },
    { heading: 'How often', lines: cause.frequency ? [cause.frequency] : [] },
    {
      heading: 'Prior weights',
      lines: [`incidental ${prior.incidental}, referral ${prior.referral}, paediatric ${prior.paediatric} (${prior.basis})`],
    },
    {
      heading: 'Age and sex',
      lines: [
        ...ageLines(cause.age),
        `female: ${cause.femaleShare === null ? 'not known' : `${(cause.femaleShare * 100).toFixed(0)} %`}`,
        `estimates from the references below; ${BLURRED}`,
      ],
    },
    {
      heading: 'Conditions',
      lines: cause.conditions.map(
        ({ condition, p, sources }) =>
          `${labelOf(knowledge, condition)}: ${p} (${sources.length > 0 ? sources.map((key) => labelOfSource(knowledge, key)).join('; ') : UNSOURCED})`,
      ),
    },
    {
      heading: 'Faces of it',
      lines: cause.forms.flatMap((form) => [
        `${form.label}: ${(form.share * 100).toFixed(0)} % of those referred (${UNSOURCED})`,
        ...(form.age === null ? [] : ageLines(form.age).map((line) => `${form.label}, ${line}`)),
      ]),
    },
    { heading: 'What tells it apart', lines: cause.discriminators },
    { heading: 'What to ask next', lines: cause.nextTests },
    { heading: 'Mistaken for', lines: cause.confusedWith.map((each) => labelOf(knowledge, each)) },
    { heading: 'References', lines: cause.references.map((key) => labelOfSource(knowledge, key)) },
  ].filter(({ lines }) => lines.length > 0);
}
