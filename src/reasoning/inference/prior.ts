import { ancestors, type Diagnosis, descendants } from '../../knowledge/index.ts';
import type { Model } from '../model/index.ts';
import type { Question } from '../types.ts';

/** How often the cause is none that the knowledge has (own estimate). */
const NONE_PRIOR = 0.02;
/** No sex and no age is impossible for a cause. */
const LEAST_SHARE = 0.004;
/**
 * Ages are known to about this share of themselves and half a unit of what they are told in (days, months, years: about a quarter of a
 * small child's age, half a year from two years on): bands must not have edges, and a baby of seven months is no newborn.
 */
const AGE_BLUR = 0.12;
const AGE_BLUR_YEARS = 0.5;
const AGE_BLUR_SMALL = 0.25;
const AGE_BLUR_LEAST = 0.02;
/** Every cause keeps this share of its cases spread evenly over life. */
const AGE_FLOOR = 0.05;
const LIFE_YEARS = 100;
/**
 * A calcification is asked about mostly where the record does not already name what explains it: of the patients with a disease or event
 * that defines the cause, this share is not among those asked about (fitted with the power of the priors, docs/figures-reasoning.md).
 */
const EXPLAINED_BEFORE = 0.75;
/** A history, procedure or drug defines a cause when it is that common in it and that rare elsewhere. */
const DEFINING = 0.9;
const RARE_ELSEWHERE = 0.15;
/** The kind of cause that is a disease seen at a glance long before it calcifies. */
const SHOWS_FROM_YOUTH = 'inherited-skin';
/** Up to here a patient belongs to the paediatric setting. */
const ADULT_AGE = 20;

/** Density per year of the cause's cases around an age, in years. */
function ageDensity(cause: Pick<Diagnosis, 'age'>, years: number): number {
  const total = cause.age.reduce((sum, each) => sum + each.weight, 0);
  if (total <= 0) return 1 / LIFE_YEARS;
  const unit = Math.min(AGE_BLUR_YEARS, years * AGE_BLUR_SMALL + AGE_BLUR_LEAST);
  const from = Math.max(0, years * (1 - AGE_BLUR) - unit);
  const to = Math.min(LIFE_YEARS, Math.max(years * (1 + AGE_BLUR) + unit, from + 2 * unit));
  let share = 0;
  for (const { band, weight } of cause.age) {
    const overlap = Math.min(band[1], to) - Math.max(band[0], from);
    if (overlap > 0) share += ((weight / total) * overlap) / (band[1] - band[0]);
  }
  return (1 - AGE_FLOOR) * (share / Math.max(to - from, unit)) + AGE_FLOOR / LIFE_YEARS;
}

const childShare = (cause: Diagnosis): number => {
  const total = cause.age.reduce((sum, each) => sum + each.weight, 0);
  return Math.max(
    LEAST_SHARE,
    cause.age.reduce((sum, { band, weight }) => sum + (band[1] <= ADULT_AGE ? weight : 0), 0) / Math.max(total, LEAST_SHARE),
  );
};

const sexShare = (cause: Pick<Diagnosis, 'femaleShare'>, sex: 'male' | 'female'): number => {
  const female = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, cause.femaleShare ?? 0.5));
  return sex === 'female' ? female : 1 - female;
};

/**
 * P(a disease or event that the record would name | cause): that it has at least one of its conditions (those of one family exclude each
 * other, families are taken as independent), or the commonest of the facts that define it. `named` are conditions and findings that the
 * record does name: they are no longer missing, and one defining fact is as good as all of them.
 */
function definedShare(model: Model, cause: Diagnosis, named: ReadonlySet<string>): number {
  const { knowledge } = model;
  const families = new Map<string, number>();
  for (const { condition, p } of cause.conditions) {
    const kin = [condition, ...ancestors(knowledge, condition), ...descendants(knowledge, condition)];
    const family = knowledge.conditions.get(condition)?.family ?? condition;
    if (!kin.some((each) => named.has(each))) families.set(family, (families.get(family) ?? 0) + p);
  }
  let none = 1;
  for (const p of families.values()) none *= 1 - Math.min(1, p);
  const facts = cause.evidence.filter(
    ({ finding, p }) => p >= DEFINING && definesBy(cause, finding) && (knowledge.background.get(finding)?.p ?? 0) <= RARE_ELSEWHERE,
  );
  const fact = facts.some(({ finding }) => named.has(finding)) ? 0 : Math.max(0, ...facts.map((each) => each.p));
  return Math.max(1 - none, fact);
}

/** An event is told; of a disease that shows from youth the record tells what it looks like. */
const definesBy = (cause: Diagnosis, finding: string): boolean =>
  /^(hx|proc|drug)-/.test(finding) || (cause.kind === SHOWS_FROM_YOUTH && finding.startsWith('ex-'));

const NOTHING: ReadonlySet<string> = new Set();

const namers = new WeakMap<Model, ReadonlyMap<string, readonly string[]>>();

/** Conditions that a history is as good as the name of (on dialysis: kidney failure on dialysis). */
export function namedBy(model: Model, finding: string): readonly string[] {
  let known = namers.get(model);
  if (!known) {
    const list = new Map<string, string[]>();
    for (const condition of model.knowledge.conditions.values())
      for (const row of condition.evidence)
        if (row.finding.startsWith('hx-') && row.p >= DEFINING && (model.knowledge.background.get(row.finding)?.p ?? 0) <= RARE_ELSEWHERE)
          list.set(row.finding, [...(list.get(row.finding) ?? []), condition.id]);
    known = list;
    namers.set(model, known);
  }
  return known.get(finding) ?? [];
}

/** Log of how much likelier each cause is to be asked about once the record names these conditions and findings after all. */
export function lifted(model: Model, setting: Question['setting'], named: ReadonlySet<string>): Float64Array {
  const log = new Float64Array(model.hypotheses.length);
  if (setting === 'incidental' || named.size === 0) return log;
  model.diagnoses.forEach((cause, h) => {
    const silent = 1 - EXPLAINED_BEFORE * definedShare(model, cause, NOTHING);
    log[h] = Math.log((1 - EXPLAINED_BEFORE * definedShare(model, cause, named)) / silent);
  });
  return log;
}

/** Weight of each cause in a setting, built once per model. */
const weights = new WeakMap<Model, Map<Question['setting'], Float64Array>>();
function weightsOf(model: Model, setting: Question['setting']): Float64Array {
  let known = weights.get(model);
  if (!known) {
    known = new Map();
    weights.set(model, known);
  }
  let list = known.get(setting);
  if (!list) {
    list = Float64Array.from(model.diagnoses, (cause) => {
      const asked = setting === 'incidental' ? 1 : 1 - EXPLAINED_BEFORE * definedShare(model, cause, NOTHING);
      return cause.prior[setting] * asked;
    });
    known.set(setting, list);
  }
  return list;
}

/** Log prior by hypothesis from the setting, age and sex; sums to 1 before age and sex. */
export function logPrior(model: Model, question: Pick<Question, 'setting' | 'ageYears' | 'sex'>): Float64Array {
  const { diagnoses } = model;
  const log = new Float64Array(diagnoses.length + 1);
  const { ageYears, sex, setting } = question;
  let total = 0;
  const weight = weightsOf(model, setting);
  for (const each of weight) total += each;
  let mean = 0;
  diagnoses.forEach((cause, h) => {
    const share = weight[h]! / total;
    let factor = 1;
    if (ageYears !== null && ageYears >= 0) factor *= ageDensity(cause, ageYears) / (setting === 'paediatric' ? childShare(cause) : 1);
    if (sex === 'male' || sex === 'female') factor *= sexShare(cause, sex);
    mean += share * factor;
    log[h] = Math.log(share * factor * (1 - NONE_PRIOR));
  });
  log[diagnoses.length] = Math.log(mean * NONE_PRIOR);
  return log;
}
