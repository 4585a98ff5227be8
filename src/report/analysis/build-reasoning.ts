import type { ClinicalFacts } from '../../clinical/types.ts';
import { type Finding, PATTERNS } from '../../core/index.ts';
import type { LesionGroup } from '../../lesions/types.ts';
import type { Differential } from '../../reasoning/types.ts';
import { orderedDistribution, round, roundShare, significant, sortedMeasures } from './round.ts';
import type { Analysis, AnalysisGroup } from './schema.ts';

type Reasoning = Pick<
  AnalysisGroup,
  'verdict' | 'findings' | 'mechanism' | 'differential' | 'systematicPath' | 'disagreement' | 'nextTests' | 'safetyGates' | 'unexplained'
>;

const findingOf = (each: Finding): Reasoning['findings'][number] => ({
  finding: each.finding,
  state: each.state,
  probability: roundShare(each.probability, each.finding),
  from: each.from,
  because: [...(each.because ?? [])],
});

const intervalOf = (interval: readonly [number, number]): [number, number] => [roundShare(interval[0]), roundShare(interval[1])];

/** null = the group was not asked about; its own imaging findings are then all there is. */
export function reasoningOf(differential: Differential | null, findings: readonly Finding[]): Reasoning {
  return {
    verdict: differential?.verdict ?? 'not-asked',
    findings: (differential?.findings ?? findings).map(findingOf),
    mechanism: (differential?.mechanism ?? []).map((each) => ({
      mechanism: each.mechanism,
      probability: roundShare(each.probability, each.mechanism),
      interval: intervalOf(each.interval),
    })),
    differential: (differential?.differential ?? []).map((each) => ({
      diagnosis: each.diagnosis,
      label: each.label,
      mechanism: each.mechanism,
      probability: roundShare(each.probability, each.diagnosis),
      interval: intervalOf(each.interval),
      evidence: each.evidence.map((item) => ({
        finding: item.finding,
        log10LikelihoodRatio: round('log10', item.log10LikelihoodRatio, item.finding),
        log10VersusRunnerUp: round('log10', item.log10VersusRunnerUp, item.finding),
        sources: [...item.sources],
      })),
    })),
    systematicPath: (differential?.systematicPath ?? []).map((each) => ({
      step: each.step,
      answer: each.answer,
      because: [...each.because],
    })),
    disagreement: differential?.disagreement ?? null,
    nextTests: (differential?.nextTests ?? []).map((each) => ({
      test: each.test,
      expectedInformationBits: Math.max(0, round('bits', each.expectedInformationBits, each.test)),
      costTier: each.costTier,
    })),
    safetyGates: (differential?.safetyGates ?? []).map((each) => ({ gate: each.gate, why: [...each.why], action: each.action })),
    unexplained: [...(differential?.unexplained ?? [])],
  };
}

type PatternParts = Pick<LesionGroup, 'pattern' | 'patternProbability' | 'patternRules'>;

export const patternOf = (parts: PatternParts): Pick<AnalysisGroup, 'pattern' | 'patternProbability' | 'patternRules'> => ({
  pattern: parts.pattern,
  patternProbability: orderedDistribution(PATTERNS, parts.patternProbability),
  patternRules: parts.patternRules.map((each) => ({ rule: each.rule, fired: each.fired, counts: sortedMeasures(each.counts) })),
});

export const groupOf = (group: LesionGroup, differential: Differential | null): AnalysisGroup => ({
  id: group.id,
  label: group.label,
  lesionIds: [...group.lesionIds],
  lesionCount: group.lesionIds.length,
  volumeMm3: round('mm3', group.volumeMm3, 'group volumeMm3'),
  extent: group.extent,
  expected: group.expected,
  ...patternOf(group),
  ...reasoningOf(differential, group.findings),
});

/** The facts as used; with no clinical input at all, everything is unknown and nothing is absent. */
export function clinicalOf(facts: ClinicalFacts | null): Analysis['clinical'] {
  return {
    patient: {
      ageYears: facts?.patient.ageYears ?? null,
      sex: facts?.patient.sex ?? null,
      id: facts?.patient.id ?? null,
      name: facts?.patient.name ?? null,
      birthDate: facts?.patient.birthDate ?? null,
    },
    setting: facts?.setting ?? null,
    facts: (facts?.findings ?? []).map(findingOf),
    conditions: (facts?.conditions ?? []).map((each) => ({ condition: each.condition, state: each.state, where: each.where })),
    labs: (facts?.labs ?? []).map((each) => ({
      test: each.test,
      value: each.value,
      unit: each.unit,
      flag: each.flag,
      date: each.date,
      referenceLow: each.referenceLow,
      referenceHigh: each.referenceHigh,
      normalized: each.normalized && { value: significant(each.normalized.value), unit: each.normalized.unit },
      grade: each.grade,
      gradedBy: each.gradedBy,
      where: each.where,
    })),
    derived: (facts?.derived ?? []).map((each) => ({
      id: each.id,
      label: each.label,
      value: significant(each.value),
      unit: each.unit,
      method: each.method,
      from: [...each.from],
      grade: each.grade,
    })),
    notes: facts?.notes ?? null,
  };
}
