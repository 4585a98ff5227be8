/**
 * Values computed from results. Each function takes conventional units, named in its fields, and throws nothing:
 * the caller has checked that the numbers are positive.
 */

/** Payne RB et al., Br Med J 1973;4:643: 0.8 mg/dL of calcium per g/dL of albumin below 4.0. */
export const correctedCalciumMgDl = (of: { calciumMgDl: number; albuminGDl: number }): number =>
  of.calciumMgDl + 0.8 * (4.0 - of.albuminGDl);

/** Ca x P above which metastatic calcification is a concern (KDOQI 2003, Am J Kidney Dis 42 S4), mg2/dL2. */
export const CALCIUM_PHOSPHATE_LIMIT = 55;

/** CKD-EPI 2021 without race, adults (Inker LA et al., N Engl J Med 2021;385:1737), mL/min/1.73 m2. */
export function ckdEpi2021(of: { creatinineMgDl: number; ageYears: number; sex: 'male' | 'female' }): number {
  const female = of.sex === 'female';
  const ratio = of.creatinineMgDl / (female ? 0.7 : 0.9);
  const below = Math.min(ratio, 1) ** (female ? -0.241 : -0.302);
  const above = Math.max(ratio, 1) ** -1.2;
  return 142 * below * above * 0.9938 ** of.ageYears * (female ? 1.012 : 1);
}

/** Bedside Schwartz, 1 to 17 years (Schwartz GJ et al., J Am Soc Nephrol 2009;20:629), mL/min/1.73 m2. */
export const bedsideSchwartz = (of: { creatinineMgDl: number; heightCm: number }): number => (0.413 * of.heightCm) / of.creatinineMgDl;

/** eGFR below which kidney function counts as reduced (KDIGO 2024: G3a and worse). */
export const REDUCED_EGFR = 60;

/** Tubular reabsorption of phosphate, 0..1, from one urine and blood sample in like units. */
export const tubularReabsorption = (of: {
  urinePhosphate: number;
  serumPhosphate: number;
  urineCreatinine: number;
  serumCreatinine: number;
}): number => 1 - (of.urinePhosphate * of.serumCreatinine) / (of.serumPhosphate * of.urineCreatinine);

/** Kenny AP, Glen AC, Lancet 1973;2:158; form of Barth JH et al., Ann Clin Biochem 2000;37:79. In the unit of the serum phosphate. */
export const tmpPerGfr = (of: { reabsorption: number; serumPhosphate: number }): number =>
  of.reabsorption <= 0.86
    ? of.reabsorption * of.serumPhosphate
    : ((0.3 * of.reabsorption) / (1 - 0.8 * of.reabsorption)) * of.serumPhosphate;
