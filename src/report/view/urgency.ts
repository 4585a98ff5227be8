/**
 * How soon somebody must act, in the three classes of the ACR Actionable Reporting Work Group (Larson et al., J Am Coll Radiol 2014;
 * 11:552-558): 1 within minutes, 2 within hours, 3 within days. The class of each gate is our reading of its action sentence.
 */
const CATEGORY_OF_GATE: Readonly<Record<string, 2 | 3>> = {
  calciphylaxis: 2,
  hypercalcaemia: 2,
  infection: 2,
  'generalised-arterial-calcification-of-infancy': 2,
  sarcoma: 3,
  'fibrodysplasia-ossificans-progressiva': 3,
};

const WORDS = { 2: 'within hours (ACR category 2)', 3: 'within days (ACR category 3)' } as const;

/** A gate that has no class yet is not waited with. */
export const urgencyOf = (gate: string): string => WORDS[CATEGORY_OF_GATE[gate] ?? 2];

export const ROUTINE = 'routine';
