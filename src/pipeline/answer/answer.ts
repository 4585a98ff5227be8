import type { ClinicalInput, ClinicalReading, Setting } from '../../clinical/index.ts';
import { readClinical } from '../../clinical/index.ts';
import type { Issue } from '../../core/index.ts';
import { digest } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { differential } from '../../reasoning/index.ts';
import type { CaseAnswer } from '../../report/index.ts';
import { buildCaseAnswer } from '../../report/index.ts';
import { statedPattern } from './pattern.ts';

export interface CaseResult {
  readonly status: 'done' | 'part' | 'refused';
  readonly answer: CaseAnswer | null;
  readonly issues: readonly Issue[];
}

/** A case without images: the clinical facts alone are ranked. */
export async function answerCase(
  input: ClinicalInput & { readonly setting?: Setting },
  tools: { readonly knowledge: Knowledge; readonly startedAt?: string },
): Promise<CaseResult> {
  const begun = performance.now();
  const { facts, issues }: ClinicalReading = await readClinical([input], tools.knowledge);
  if (!facts) return { status: 'refused', answer: null, issues };
  const setting = input.setting ?? facts.setting ?? 'referral';
  const ranked = differential(tools.knowledge, {
    findings: facts.findings,
    conditions: facts.conditions,
    ageYears: facts.patient.ageYears,
    sex: facts.patient.sex,
    setting,
  });
  const answer = buildCaseAnswer({
    label: input.name,
    facts,
    differential: ranked,
    pattern: statedPattern(facts.findings),
    words: tools.knowledge,
    issues,
    run: {
      settings: { setting },
      inputHash: digest(input.bytes ?? input.text ?? ''),
      timingsMs: { all: performance.now() - begun },
      peakMemoryBytes: null,
      startedAt: tools.startedAt ?? null,
    },
  });
  return { status: issues.some((each) => each.severity !== 'note') ? 'part' : 'done', answer, issues: answer.issues };
}
