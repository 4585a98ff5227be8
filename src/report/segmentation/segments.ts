import { uidFromName, VERSION } from '../../core/index.ts';
import type { Attributes } from '../../dicom/index.ts';
import type { Analysis, AnalysisGroup, AnalysisLesion } from '../analysis/index.ts';
import { ALTERED_STRUCTURE, type Code, codeItem, dcm, mineralCode, regionCode, sideCode } from '../codes/index.ts';
import { colourOfGroup } from '../keyimage/index.ts';
import { placeWords, plainWords } from '../wording/index.ts';
import { cielabOf } from './colour.ts';

/** A segment: one lesion, or the lesions of one group. */
export interface PlannedSegment {
  /** From 1, without gaps. */
  readonly number: number;
  readonly lesionIds: readonly string[];
  readonly attributes: Attributes;
}

const ALGORITHM_NAME = 'Calcimap';
/** PS3.16 CID 7162: hysteresis thresholding joins neighbours above a local threshold. */
const ALGORITHM_FAMILY = dcm('123101', 'Neighborhood Analysis');
const LABEL_CHARACTERS = 64;

const cut = (text: string): string => [...text].slice(0, LABEL_CHARACTERS).join('');

const algorithm: Attributes = {
  AlgorithmFamilyCodeSequence: [codeItem(ALGORITHM_FAMILY)],
  AlgorithmName: ALGORITHM_NAME,
  AlgorithmVersion: VERSION,
};

function anatomyOf(lesions: readonly AnalysisLesion[]): Attributes {
  const [first] = lesions;
  const region = lesions.every((each) => each.region === first.region) ? regionCode(first.region) : null;
  if (!region) return {};
  const side = lesions.every((each) => each.side === first.side) ? sideCode(first.side) : null;
  const modifier = side ? { AnatomicRegionModifierSequence: [codeItem(side)] } : {};
  return { AnatomicRegionSequence: [{ ...codeItem(region), ...modifier }] };
}

interface Wanted {
  readonly label: string;
  readonly description: string;
  readonly trackingId: string;
  readonly trackingUid: string;
  readonly type: Code;
  readonly lesions: readonly AnalysisLesion[];
  readonly groupId: string | null;
}

function wantedByLesion(analysis: Analysis): Wanted[] {
  return kept(analysis).map((each) => ({
    label: cut(`L${each.number} ${placeWords(each)}`),
    description: `${plainWords(each.morphology)}, ${plainWords(each.compartment)}${each.expected ? `, expected: ${plainWords(each.expected)}` : ''}`,
    trackingId: each.id,
    trackingUid: each.trackingUid,
    type: mineralCode(each.mineral),
    lesions: [each],
    groupId: each.groupId,
  }));
}

function wantedByGroup(analysis: Analysis): Wanted[] {
  const lesions = new Map(kept(analysis).map((each) => [each.id, each]));
  return analysis.groups.flatMap((group) => {
    const members = group.lesionIds.flatMap((id) => lesions.get(id) ?? []);
    if (members.length === 0) return [];
    return [
      {
        label: cut(`${group.id} ${group.label}`),
        description: `${members.length} lesions`,
        trackingId: group.id,
        trackingUid: uidFromName(`calcimap group ${members.map((each) => each.trackingUid).join(' ')}`),
        type: mineralCode(members.every((each) => each.mineral === 'ossification') ? 'ossification' : 'calcification'),
        lesions: members,
        groupId: group.id,
      },
    ];
  });
}

/** Lesions that objects show: all but those the reader rejected, by number. */
export const kept = (analysis: Analysis): AnalysisLesion[] => analysis.lesions.filter((each) => each.decision !== 'rejected');

/** A group's colour as in the key images: the order of the groups of the question, grey for expected ones. */
function coloursOf(groups: readonly AnalysisGroup[]): Map<string, [number, number, number]> {
  let asked = 0;
  return new Map(
    groups.map((group) => [group.id, cielabOf(colourOfGroup({ index: group.expected ? 0 : asked++, expected: Boolean(group.expected) }))]),
  );
}

/** The segments of a result with their Segment Description Macro (PS3.3 C.8.20.4). */
export function planSegments(analysis: Analysis, by: 'lesion' | 'group'): PlannedSegment[] {
  const colours = coloursOf(analysis.groups);
  const plain = cielabOf(colourOfGroup({ index: 0, expected: true }));
  return (by === 'lesion' ? wantedByLesion(analysis) : wantedByGroup(analysis)).map((wanted, index) => ({
    number: index + 1,
    lesionIds: wanted.lesions.map((each) => each.id),
    attributes: {
      SegmentNumber: index + 1,
      SegmentLabel: wanted.label,
      SegmentDescription: wanted.description,
      SegmentAlgorithmType: 'AUTOMATIC',
      SegmentAlgorithmName: `${ALGORITHM_NAME} ${VERSION}`,
      SegmentationAlgorithmIdentificationSequence: [algorithm],
      SegmentedPropertyCategoryCodeSequence: [codeItem(ALTERED_STRUCTURE)],
      SegmentedPropertyTypeCodeSequence: [codeItem(wanted.type)],
      ...anatomyOf(wanted.lesions),
      RecommendedDisplayCIELabValue: colours.get(wanted.groupId ?? '') ?? plain,
      TrackingID: wanted.trackingId,
      TrackingUID: wanted.trackingUid,
    },
  }));
}
