import { LABEL } from '../../core/index.ts';
import type { Analysis } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import { appendixBlocks } from './appendix.ts';
import { belowBlocks, bodyBlocks, gatesOf, impressionBlocks } from './front.ts';
import { identityOf } from './identity.ts';
import { reviewWords } from './limits.ts';
import type { FrontDetail, ReportView } from './types.ts';
import { sentenceCase } from './words.ts';

/** From all that is worth a place on the first page to the least that it must say. */
export const FRONT_DETAILS: readonly FrontDetail[] = [
  { groups: 3, causes: 3, figures: 3, bars: 3, rows: 5, limits: 5, images: 4, tests: 3 },
  { groups: 3, causes: 3, figures: 2, bars: 3, rows: 5, limits: 4, images: 3, tests: 3 },
  { groups: 2, causes: 3, figures: 2, bars: 2, rows: 4, limits: 3, images: 3, tests: 2 },
  { groups: 2, causes: 3, figures: 2, bars: 2, rows: 4, limits: 3, images: 2, tests: 2 },
  { groups: 2, causes: 3, figures: 1, bars: 2, rows: 3, limits: 2, images: 2, tests: 1 },
  { groups: 2, causes: 2, figures: 1, bars: 1, rows: 3, limits: 2, images: 2, tests: 1 },
  { groups: 1, causes: 3, figures: 1, bars: 1, rows: 3, limits: 2, images: 2, tests: 1 },
  { groups: 1, causes: 2, figures: 0, bars: 0, rows: 3, limits: 2, images: 2, tests: 1 },
];

const MOST_IMAGES = 4;
const HASH_SHOWN = 12;

/** What a report says of a result; pure, the same for every renderer. `level` is an index of {@link FRONT_DETAILS}. */
export function reportView(analysis: Analysis, images: readonly KeyImage[], level = 0): ReportView {
  const detail = FRONT_DETAILS[Math.min(level, FRONT_DETAILS.length - 1)];
  const { manifest } = analysis;
  const titled = images.map((each) => ({ ...each, title: sentenceCase(each.title) }));
  return {
    title: `Soft-tissue calcification on ${analysis.study.modality ?? 'CT'}`,
    label: `Calcimap: ${LABEL}`,
    disclaimer: analysis.disclaimer,
    made: `Calcimap ${manifest.version} · knowledge ${manifest.knowledgeVersion} · settings ${manifest.settingsHash.slice(0, HASH_SHOWN)} · ${reviewWords(analysis)}`,
    identity: identityOf(analysis),
    gates: gatesOf(analysis),
    impression: impressionBlocks(analysis, detail),
    body: bodyBlocks(analysis, detail),
    images: titled.slice(0, detail.images),
    moreImages: titled.slice(detail.images, MOST_IMAGES),
    below: belowBlocks(analysis, detail),
    appendix: appendixBlocks(analysis),
  };
}
