import { LABEL } from '../../core/index.ts';
import type { Analysis, AnalysisGroup, AnalysisLesion } from '../analysis/index.ts';
import { type Column, csvText, MADE_BY } from './cells.ts';

type Row = { readonly lesion: AnalysisLesion; readonly group: AnalysisGroup | undefined; readonly analysis: Analysis };

/** Column names are the result model's field names; the unit is in the name. Order is fixed, new columns go before `version`. */
export const LESION_COLUMNS: readonly Column<Row>[] = [
  {
    name: 'studyInstanceUid',
    meaning: 'study of the scan; replaced when de-identified',
    unit: '',
    value: ({ analysis }) => analysis.study.studyInstanceUid,
  },
  {
    name: 'seriesInstanceUid',
    meaning: 'series that was measured; replaced when de-identified',
    unit: '',
    value: ({ analysis }) => analysis.study.seriesInstanceUid,
  },
  { name: 'number', meaning: 'number of the lesion in pictures and label files', unit: '', value: ({ lesion }) => lesion.number },
  { name: 'id', meaning: 'id of the lesion in analysis.json', unit: '', value: ({ lesion }) => lesion.id },
  { name: 'trackingUid', meaning: 'the same in JSON, SEG, SR and FHIR', unit: '', value: ({ lesion }) => lesion.trackingUid },
  { name: 'groupId', meaning: 'group the lesion belongs to', unit: '', value: ({ lesion }) => lesion.groupId },
  { name: 'groupLabel', meaning: 'that group in words', unit: '', value: ({ group }) => group?.label ?? null },
  { name: 'pattern', meaning: 'distribution pattern of the group', unit: '', value: ({ group }) => group?.pattern ?? null },
  {
    name: 'expected',
    meaning: 'physiological or expected for age: which; empty = part of the question',
    unit: '',
    value: ({ lesion }) => lesion.expected,
  },
  { name: 'decision', meaning: 'accepted or rejected by a reader; empty = not reviewed', unit: '', value: ({ lesion }) => lesion.decision },
  { name: 'compartment', meaning: 'likeliest compartment', unit: '', value: ({ lesion }) => lesion.compartment },
  {
    name: 'compartmentProbability',
    meaning: 'probability of that compartment',
    unit: '1',
    value: ({ lesion }) => lesion.compartmentProbability[lesion.compartment] ?? null,
  },
  { name: 'region', meaning: 'body region', unit: '', value: ({ lesion }) => lesion.region },
  { name: 'side', meaning: 'left, right, midline, unknown: the patient’s', unit: '', value: ({ lesion }) => lesion.side },
  { name: 'morphology', meaning: 'likeliest morphology', unit: '', value: ({ lesion }) => lesion.morphology },
  {
    name: 'morphologyProbability',
    meaning: 'probability of that morphology',
    unit: '1',
    value: ({ lesion }) => lesion.morphologyProbability[lesion.morphology] ?? null,
  },
  { name: 'mineral', meaning: 'calcification, ossification or too coarse to say', unit: '', value: ({ lesion }) => lesion.mineral },
  {
    name: 'mineralProbability',
    meaning: 'probability of that mineral',
    unit: '1',
    value: ({ lesion }) => lesion.mineralProbability[lesion.mineral] ?? null,
  },
  { name: 'volumeMm3', meaning: 'volume corrected for partial volume', unit: 'mm3', value: ({ lesion }) => lesion.volumeMm3 },
  {
    name: 'volumeLowMm3',
    meaning: 'lower end of the 95 % interval of the true volume',
    unit: 'mm3',
    value: ({ lesion }) => lesion.volumeIntervalMm3[0],
  },
  {
    name: 'volumeHighMm3',
    meaning: 'upper end of the 95 % interval of the true volume',
    unit: 'mm3',
    value: ({ lesion }) => lesion.volumeIntervalMm3[1],
  },
  {
    name: 'thresholdVolumeMm3',
    meaning: 'voxels above the threshold, uncorrected',
    unit: 'mm3',
    value: ({ lesion }) => lesion.thresholdVolumeMm3,
  },
  { name: 'massMg', meaning: 'calcium hydroxyapatite equivalent', unit: 'mg', value: ({ lesion }) => lesion.massMg },
  { name: 'agatston', meaning: 'Agatston-style score', unit: '{score}', value: ({ lesion }) => lesion.agatston },
  { name: 'meanHu', meaning: 'mean density', unit: "[hnsf'U]", value: ({ lesion }) => lesion.meanHu },
  { name: 'maxHu', meaning: 'highest density', unit: "[hnsf'U]", value: ({ lesion }) => lesion.maxHu },
  { name: 'longestDiameterMm', meaning: 'longest diameter', unit: 'mm', value: ({ lesion }) => lesion.longestDiameterMm },
  { name: 'surfaceMm2', meaning: 'surface', unit: 'mm2', value: ({ lesion }) => lesion.surfaceMm2 },
  { name: 'depthFromSkinMm', meaning: 'depth from the skin', unit: 'mm', value: ({ lesion }) => lesion.depthFromSkinMm },
  { name: 'distanceToBoneMm', meaning: 'distance to bone', unit: 'mm', value: ({ lesion }) => lesion.distanceToBoneMm },
  { name: 'distanceToJointMm', meaning: 'distance to a joint', unit: 'mm', value: ({ lesion }) => lesion.distanceToJointMm },
  {
    name: 'distanceToArteryMm',
    meaning: 'distance to an artery',
    unit: 'mm',
    value: ({ lesion }) => lesion.surroundings.distanceToArteryMm,
  },
  { name: 'centroidLMm', meaning: 'centroid towards the patient’s left (LPS)', unit: 'mm', value: ({ lesion }) => lesion.centroidMm[0] },
  { name: 'centroidPMm', meaning: 'centroid towards the back (LPS)', unit: 'mm', value: ({ lesion }) => lesion.centroidMm[1] },
  { name: 'centroidSMm', meaning: 'centroid towards the head (LPS)', unit: 'mm', value: ({ lesion }) => lesion.centroidMm[2] },
  ...MADE_BY.map((each): Column<Row> => ({ ...each, value: ({ analysis }) => each.value(analysis) })),
  { name: 'notice', meaning: 'what this software is not', unit: '', value: () => LABEL },
];

/** `lesions.csv`: one row per lesion, RFC 4180 (CRLF, header line), empty cell = not known, decimal point. */
export function renderCsv(analysis: Analysis): string {
  const groups = new Map(analysis.groups.map((each) => [each.id, each]));
  const rows = analysis.lesions.map((lesion) => {
    const group = lesion.groupId === null ? undefined : groups.get(lesion.groupId);
    return LESION_COLUMNS.map(({ value }) => value({ lesion, group, analysis }));
  });
  return csvText([LESION_COLUMNS.map(({ name }) => name), ...rows]);
}
