import type { Diagnosis } from '../../knowledge/index.ts';
import type { Model } from '../model/index.ts';
import type { Question } from '../types.ts';
import { askedAbout } from './definition.ts';

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
    const asked = askedAbout(model);
    list = Float64Array.from(model.diagnoses, (cause, h) => cause.prior[setting] * (setting === 'incidental' ? 1 : asked[h]!));
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
