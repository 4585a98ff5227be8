import type { ClinicalFacts, Setting } from '../../clinical/index.ts';
import type { Finding } from '../../core/index.ts';
import type { LesionGroup } from '../../lesions/index.ts';
import type { Question } from '../../reasoning/index.ts';

/** What was seen outweighs what was told: the image speaks for its own findings, the record for the rest. */
export function mergeFindings(imaging: readonly Finding[], clinical: readonly Finding[]): Finding[] {
  const seen = new Set(imaging.map((each) => each.finding));
  return [...imaging, ...clinical.filter((each) => each.from === 'reader' || !seen.has(each.finding))];
}

/** Findings that describe the calcification itself; told ones belong to the patient's question, not to expected calcium. */
const describesCalcification = (finding: string): boolean => /^(site|compartment|morph|dist)-/.test(finding);

/**
 * One group's question over the shared facts. For physiological groups (costal cartilage, phleboliths...) what the
 * record says about *the* calcification is left aside: it was not said about them.
 */
export function questionOf(
  group: LesionGroup,
  facts: ClinicalFacts | null,
  scan: { ageYears: number | null; sex: Question['sex'] },
  setting: Setting,
): Question {
  const told = (facts?.findings ?? []).filter((each) => !group.expected || !describesCalcification(each.finding));
  return {
    findings: mergeFindings(group.findings, told),
    conditions: facts?.conditions ?? [],
    ageYears: facts?.patient.ageYears ?? scan.ageYears,
    sex: facts?.patient.sex ?? scan.sex,
    setting,
  };
}
