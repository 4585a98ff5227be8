import { uidFromName, VERSION } from '../../core/index.ts';
import type { Attributes } from '../../dicom/index.ts';
import type { Analysis, AnalysisGroup, AnalysisLesion } from '../analysis/index.ts';
import {
  CALCIFICATION,
  type Code,
  compartmentCode,
  dcm,
  EVALUATION,
  expectedCode,
  FINDING,
  FINDING_SITE,
  LATERALITY,
  mineralCode,
  morphologyCode,
  own,
  patternCode,
  regionCode,
  sct,
  sideCode,
  TRACKING_ID,
  TRACKING_UID,
} from '../codes/index.ts';
import type { Origin } from '../object/index.ts';
import { kept, type SegmentationReference } from '../segmentation/index.ts';
import { totalVolume } from '../wording/index.ts';
import { coded, container, image, numeric, text, uidReference } from './content.ts';
import {
  AGATSTON_METHOD,
  CALCIUM_SCORE,
  MASS,
  MASS_METHOD,
  MG,
  MM3,
  measureItem,
  measureItems,
  NO_UNITS,
  PARTIAL_VOLUME_METHOD,
  VOLUME,
} from './measures.ts';

const GROUP = dcm('125007', 'Measurement Group');
const COUNT = sct('246206008', 'Number of lesions');
/** Lesions that the reader took out; the blur was calibrated on them too. */
export const REJECTED = own('rejected', 'Number of lesions rejected by the reader');
const PROBABILITY = own('probability', 'Probability of the evaluation');

/** PS3.16 TID 4019. */
const algorithmItems = (): Attributes[] => [
  text('HAS CONCEPT MOD', dcm('111001', 'Algorithm Name'), 'Calcimap'),
  text('HAS CONCEPT MOD', dcm('111003', 'Algorithm Version'), VERSION),
];

function siteItems(lesion: AnalysisLesion): Attributes[] {
  const region = regionCode(lesion.region);
  if (!region) return [];
  const side = sideCode(lesion.side);
  return [coded('HAS CONCEPT MOD', FINDING_SITE, region, side ? [coded('HAS CONCEPT MOD', LATERALITY, side)] : [])];
}

/** An evaluation with how sure it is: unsure ones are not rounded to yes. */
const evaluation = (name: Code, value: Code, probability?: number): Attributes =>
  coded(
    'CONTAINS',
    name,
    value,
    probability === undefined ? [] : [numeric('HAS PROPERTIES', { name: PROBABILITY, value: probability, unit: NO_UNITS })],
  );

const tracking = (id: string, uid: string): Attributes[] => [
  text('HAS OBS CONTEXT', TRACKING_ID, id),
  uidReference('HAS OBS CONTEXT', TRACKING_UID, uid),
];

/** PS3.16 TID 1411: one lesion, on its segment. */
function lesionGroup(lesion: AnalysisLesion, origin: Origin, segmentation: SegmentationReference): Attributes {
  const { compartment, morphology, mineral } = lesion;
  return container({
    relationship: 'CONTAINS',
    name: GROUP,
    template: '1411',
    children: [
      ...tracking(lesion.id, lesion.trackingUid),
      coded('CONTAINS', FINDING, mineralCode(mineral)),
      image('CONTAINS', {
        name: dcm('121191', 'Referenced Segment'),
        sopClassUid: segmentation.sopClassUid,
        sopInstanceUid: segmentation.sopInstanceUid,
        segment: segmentation.segmentOf.get(lesion.id)!,
      }),
      uidReference('CONTAINS', dcm('121232', 'Source series for segmentation'), origin.seriesInstanceUid),
      ...algorithmItems(),
      ...siteItems(lesion),
      ...measureItems(lesion),
      evaluation(EVALUATION.morphology, morphologyCode(morphology), lesion.morphologyProbability[morphology]),
      evaluation(EVALUATION.compartment, compartmentCode(compartment), lesion.compartmentProbability[compartment]),
      evaluation(EVALUATION.mineral, mineralCode(mineral), lesion.mineralProbability[mineral]),
      evaluation(EVALUATION.expected, expectedCode(lesion.expected)),
      ...(lesion.groupId ? [text('CONTAINS', EVALUATION.group, lesion.groupId)] : []),
    ],
  });
}

/** Sums over lesions; volumes with their joint interval. */
function totals(lesions: readonly AnalysisLesion[]): Attributes[] {
  const { mm3, interval } = totalVolume(lesions);
  const sum = (value: (each: AnalysisLesion) => number): number =>
    Number(lesions.reduce((total, each) => total + value(each), 0).toPrecision(12));
  return [
    measureItem({ name: COUNT, unit: NO_UNITS }, lesions.length),
    measureItem({ name: VOLUME, unit: MM3, method: PARTIAL_VOLUME_METHOD }, Number(mm3.toPrecision(12)), interval),
    measureItem(
      { name: MASS, unit: MG, method: MASS_METHOD },
      sum((each) => each.massMg),
    ),
    measureItem(
      { name: CALCIUM_SCORE, unit: NO_UNITS, method: AGATSTON_METHOD },
      sum((each) => each.agatston),
    ),
  ];
}

/** PS3.16 TID 1501: a group of one process. */
function processGroup(group: AnalysisGroup, lesions: readonly AnalysisLesion[]): Attributes {
  return container({
    relationship: 'CONTAINS',
    name: GROUP,
    template: '1501',
    children: [
      ...tracking(group.id, uidFromName(`calcimap group ${lesions.map((each) => each.trackingUid).join(' ')}`)),
      coded('CONTAINS', FINDING, CALCIFICATION),
      ...algorithmItems(),
      ...totals(lesions),
      evaluation(EVALUATION.pattern, patternCode(group.pattern), group.patternProbability[group.pattern]),
      text('CONTAINS', EVALUATION.group, group.label),
    ],
  });
}

/** PS3.16 TID 1501: everything in question, and what is expected apart from it. */
function burdenGroup(
  analysis: Analysis,
  about: { id: string; meaning: string; lesions: readonly AnalysisLesion[]; rejected?: number },
): Attributes {
  return container({
    relationship: 'CONTAINS',
    name: GROUP,
    template: '1501',
    children: [
      ...tracking(about.id, uidFromName(`calcimap ${about.id} ${analysis.manifest.inputHash} ${analysis.manifest.settingsHash}`)),
      coded('CONTAINS', FINDING, CALCIFICATION),
      ...algorithmItems(),
      ...totals(about.lesions),
      ...(about.rejected ? [measureItem({ name: REJECTED, unit: NO_UNITS }, about.rejected)] : []),
      text('CONTAINS', EVALUATION.group, about.meaning),
    ],
  });
}

/** All measurement groups: the whole study, the groups, the lesions. */
export function measurementGroups(analysis: Analysis, origin: Origin, segmentation: SegmentationReference | null): Attributes[] {
  const lesions = kept(analysis);
  const expected = lesions.filter((each) => each.expected !== null);
  const whole = [
    {
      id: 'whole-study',
      meaning: 'Whole study, without expected calcification',
      lesions: lesions.filter((each) => each.expected === null),
      rejected: analysis.lesions.length - lesions.length,
    },
    ...(expected.length ? [{ id: 'expected', meaning: 'Expected or physiological calcification', lesions: expected }] : []),
  ];
  return [
    ...whole.map((each) => burdenGroup(analysis, each)),
    ...analysis.groups.flatMap((group) => {
      const members = lesions.filter((each) => group.lesionIds.includes(each.id));
      return members.length ? [processGroup(group, members)] : [];
    }),
    ...(segmentation
      ? lesions.flatMap((each) => (segmentation.segmentOf.has(each.id) ? [lesionGroup(each, origin, segmentation)] : []))
      : []),
  ];
}
