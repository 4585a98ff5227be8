import type { Analysis } from '../analysis/index.ts';
import { percentWords, placeWords, plainWords } from '../wording/index.ts';
import type { Block } from './types.ts';
import { heading, small, soft, table } from './words.ts';

const LESIONS_SHOWN = 400;

/** Every lesion, one row each; what a page cannot hold is in the CSV. */
export function lesionBlocks(analysis: Analysis): Block[] {
  const more = analysis.lesions.length - LESIONS_SHOWN;
  return [
    heading(2, 'Lesions'),
    table({
      caption: 'Volume corrected for partial volume; interval 95 %; position L, P, S in mm.',
      size: 'dense',
      columns: [
        { title: 'No', numeric: true, width: 0.6 },
        { title: 'Group', width: 0.8 },
        { title: 'Compartment', width: 2 },
        { title: 'Place', width: 1.9 },
        { title: 'Morphology', width: 1.8 },
        { title: 'Mineral', width: 1.6 },
        { title: 'mm³', numeric: true, width: 1.1 },
        { title: 'Interval', width: 1.9 },
        { title: 'mg', numeric: true },
        { title: 'Agat.', numeric: true },
        { title: 'Mean', numeric: true },
        { title: 'Max HU', numeric: true },
        { title: 'mm', numeric: true, width: 0.8 },
        { title: 'Skin', numeric: true, width: 0.8 },
        { title: 'Bone', numeric: true, width: 0.8 },
        { title: 'Position', width: 1.7 },
        { title: 'Expected', width: 1.4 },
      ],
      rows: analysis.lesions
        .slice(0, LESIONS_SHOWN)
        .map((each) => [
          each.number,
          each.groupId,
          `${plainWords(each.compartment)} ${percentWords(each.compartmentProbability[each.compartment] ?? 0)}`,
          placeWords(each),
          `${each.morphology} ${percentWords(each.morphologyProbability[each.morphology] ?? 0)}`,
          each.mineral,
          each.volumeMm3,
          `${each.volumeIntervalMm3[0]}–${each.volumeIntervalMm3[1]}`,
          each.massMg,
          each.agatston,
          each.meanHu,
          each.maxHu,
          each.longestDiameterMm,
          each.depthFromSkinMm,
          each.distanceToBoneMm,
          each.centroidMm.map((value) => value.toFixed(0)).join(' '),
          each.decision === 'rejected' ? 'rejected' : each.expected && plainWords(each.expected),
        ]),
    }),
    ...(more > 0 ? [small(soft(`${more} more in lesions.csv.`))] : []),
  ];
}
