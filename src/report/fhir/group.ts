import type { Observation, ObservationComponent, RiskAssessment, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import type { Analysis, AnalysisGroup, RankedCause } from '../analysis/index.ts';
import { EVALUATION, patternCode } from '../codes/index.ts';
import { factorWords, findingWords, lesionsOf, percentRangeWords, splitEvidence, totalVolume } from '../wording/index.ts';
import type { Urns } from './context.ts';
import { codingOf, conceptOf, dateOf, MM3, ownConcept, probability, quantity, referenceTo, stringOf } from './elements.ts';
import { commonOf, IMAGING } from './lesion.ts';

/** Lesions of one process: how many, how much, which pattern, by which mechanism. */
export function groupObservation(analysis: Analysis, group: AnalysisGroup, urns: Urns): Observation {
  const lesions = lesionsOf(analysis, group);
  const { mm3, interval } = totalVolume(lesions);
  const mechanisms = group.mechanism.map(
    (each): ObservationComponent => ({
      code: ownConcept(`mechanism-${each.mechanism}`, `Mechanism ${each.mechanism}: probability`),
      valueQuantity: probability(each.probability),
    }),
  );
  const chance = group.patternProbability[group.pattern];
  return {
    resourceType: 'Observation',
    status: 'preliminary',
    category: [IMAGING],
    code: { coding: [codingOf(EVALUATION.group)], text: `${group.id}: ${group.label}` },
    ...commonOf(analysis, urns),
    hasMember: lesions.map((each) => referenceTo(urns.lesion(each.id), each.id)),
    component: [
      { code: ownConcept('lesion-count', 'Number of calcifications'), valueInteger: lesions.length },
      { code: ownConcept('total-volume', 'Total volume'), valueQuantity: quantity(mm3, MM3) },
      {
        code: ownConcept('total-volume-interval', 'Total volume: 95 % interval'),
        valueRange: { low: quantity(interval[0], MM3), high: quantity(interval[1], MM3) },
      },
      { code: conceptOf(EVALUATION.pattern), valueCodeableConcept: conceptOf(patternCode(group.pattern)) },
      ...(chance === undefined
        ? []
        : [{ code: ownConcept('pattern-probability', 'Distribution pattern: probability'), valueQuantity: probability(chance) }]),
      ...mechanisms,
    ],
  };
}

function rationaleOf(analysis: Analysis, group: AnalysisGroup, cause: RankedCause): string {
  const { speaksFor, speaksAgainst } = splitEvidence(cause);
  const say = (items: typeof speaksFor): string =>
    items.map((each) => `${findingWords(analysis.labels, group, each.finding)} ${factorWords(each.log10LikelihoodRatio)}`).join(', ') ||
    'nothing';
  return `90 % credible interval ${percentRangeWords(cause.interval)}. For: ${say(speaksFor)}. Against: ${say(speaksAgainst)}.`;
}

/** The ranked causes of a group; null when none were asked for. */
export function ranking(analysis: Analysis, group: AnalysisGroup, urns: Urns): RiskAssessment | null {
  if (group.verdict === 'not-asked' || group.differential.length === 0) return null;
  const occurrence = dateOf(analysis.study.studyDate);
  return {
    resourceType: 'RiskAssessment',
    status: 'preliminary',
    subject: referenceTo(urns.patient),
    ...(occurrence ? { occurrenceDateTime: occurrence } : {}),
    performer: referenceTo(urns.device),
    method: { text: 'Exact Bayesian inference over conditions, causes and findings (docs/method.md)' },
    code: ownConcept('differential', 'Causes of the calcification, ranked'),
    basis: [referenceTo(urns.group(group.id))],
    prediction: group.differential.map(
      (cause): RiskAssessmentPrediction => ({
        outcome: ownConcept(cause.diagnosis, cause.label),
        probabilityDecimal: cause.probability,
        rationale: rationaleOf(analysis, group, cause),
      }),
    ),
    note: [
      ...(group.verdict === 'not-enough-information' ? [{ text: 'Not enough information to rank causes.' }] : []),
      ...group.safetyGates.map((gate) => ({ text: stringOf(`${gate.gate}: ${gate.action}`) ?? gate.gate })),
      { text: analysis.disclaimer },
    ],
  };
}
