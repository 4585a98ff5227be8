import type { Observation, ObservationComponent } from '@medplum/fhirtypes';
import type { Analysis, AnalysisLesion } from '../analysis/index.ts';
import { compartmentCode, EVALUATION, expectedCode, mineralCode, morphologyCode, regionCode, sideCode } from '../codes/index.ts';
import { MEASURES } from '../structured-report/index.ts';
import { placeWords } from '../wording/index.ts';
import type { Urns } from './context.ts';
import { codingOf, conceptOf, dateOf, MM3, ownConcept, probability, quantity, referenceTo, uidIdentifier } from './elements.ts';

export const IMAGING = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'imaging', display: 'Imaging' }],
};

/** What every observation of this result shares. */
export function commonOf(analysis: Analysis, urns: Urns): Pick<Observation, 'subject' | 'device' | 'derivedFrom' | 'effectiveDateTime'> {
  const effective = dateOf(analysis.study.studyDate);
  return {
    subject: referenceTo(urns.patient),
    ...(effective ? { effectiveDateTime: effective } : {}),
    device: referenceTo(urns.device),
    ...(urns.study ? { derivedFrom: [referenceTo(urns.study)] } : {}),
  };
}

/** Measurements, as the structured report names them. What is not known has no component. */
function measureComponents(lesion: AnalysisLesion): ObservationComponent[] {
  return MEASURES.flatMap((measure) => {
    const value = measure.value(lesion);
    if (value === null) return [];
    const method = [measure.derivation, measure.method].filter((each) => each !== undefined).map((each) => each.meaning);
    const text = method.length ? `${measure.name.meaning} (${method.join('; ')})` : measure.name.meaning;
    return [
      {
        code: { coding: [codingOf(measure.name), ...(measure.method ? [codingOf(measure.method)] : [])], text },
        valueQuantity: quantity(value, { code: measure.unit.value, words: measure.unit.meaning }),
      },
    ];
  });
}

/** A choice among names, with how likely it is. */
const choice = (
  name: { code: string; words: string },
  value: ReturnType<typeof conceptOf>,
  chance: number | undefined,
): ObservationComponent[] => [
  { code: ownConcept(name.code, name.words), valueCodeableConcept: value },
  ...(chance === undefined
    ? []
    : [{ code: ownConcept(`${name.code}-probability`, `${name.words}: probability`), valueQuantity: probability(chance) }]),
];

export function lesionObservation(analysis: Analysis, lesion: AnalysisLesion, urns: Urns): Observation {
  const region = regionCode(lesion.region);
  const side = sideCode(lesion.side);
  const named = (code: { value: string; meaning: string }): { code: string; words: string } => ({ code: code.value, words: code.meaning });
  return {
    resourceType: 'Observation',
    identifier: [uidIdentifier(lesion.trackingUid)],
    status: 'preliminary',
    category: [IMAGING],
    code: conceptOf(mineralCode(lesion.mineral), `${lesion.id}: ${lesion.mineral} of soft tissue`),
    ...commonOf(analysis, urns),
    bodySite: { ...(region ? { coding: [codingOf(region), ...(side ? [codingOf(side)] : [])] } : {}), text: placeWords(lesion) },
    component: [
      ...measureComponents(lesion),
      {
        code: ownConcept('volume-interval', 'Volume: 95 % interval of the true volume'),
        valueRange: { low: quantity(lesion.volumeIntervalMm3[0], MM3), high: quantity(lesion.volumeIntervalMm3[1], MM3) },
      },
      ...choice(
        named(EVALUATION.compartment),
        conceptOf(compartmentCode(lesion.compartment)),
        lesion.compartmentProbability[lesion.compartment],
      ),
      ...choice(
        named(EVALUATION.morphology),
        conceptOf(morphologyCode(lesion.morphology)),
        lesion.morphologyProbability[lesion.morphology],
      ),
      ...choice(named(EVALUATION.mineral), conceptOf(mineralCode(lesion.mineral)), lesion.mineralProbability[lesion.mineral]),
      ...choice(named(EVALUATION.expected), conceptOf(expectedCode(lesion.expected)), undefined),
    ],
  };
}
