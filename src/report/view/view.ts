import { issueSentence, LABEL } from '../../core/index.ts';
import type { Analysis, CaseAnswer } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import { causesSaid, conclusionOf, dateWords, personWords } from '../wording/index.ts';
import { appendixBlocks, clinicalBlocks, groupBlocks, madeBlocks } from './appendix.ts';
import { belowBlocks, bodyBlocks, gatesOf, impressionBlocks, rankingBlocks, recommendation } from './front.ts';
import { ageWords, givenWords, identityOf, LONG, labWords } from './identity.ts';
import { reviewWords } from './limits.ts';
import { acceptedWords, readersBlocks } from './review.ts';
import type { FrontDetail, Reasoned, ReportView, Told } from './types.ts';
import { bold, heading, list, plain, sentenceCase, small, soft } from './words.ts';

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
    made: `Calcimap ${manifest.version} · knowledge ${manifest.knowledgeVersion} · settings ${manifest.settingsHash.slice(0, HASH_SHOWN)} · ${[reviewWords(analysis), acceptedWords(analysis.review)].filter(Boolean).join(' · ')}`,
    identity: identityOf(analysis),
    gates: gatesOf(analysis),
    impression: [...readersBlocks(analysis.review), ...impressionBlocks(analysis, detail)],
    body: bodyBlocks(analysis, detail),
    images: titled.slice(0, detail.images),
    moreImages: titled.slice(detail.images, MOST_IMAGES),
    below: belowBlocks(analysis, detail),
    appendix: appendixBlocks(analysis),
  };
}

/** A case without images: the same report where there is nothing to measure, and no picture. */
export function caseView(answer: CaseAnswer, level = 0): ReportView {
  const detail = FRONT_DETAILS[Math.min(level, FRONT_DETAILS.length - 1)];
  const { manifest, clinical } = answer;
  const { ageYears, sex, id, name, birthDate } = clinical.patient;
  const group: Reasoned = { ...answer, id: '', label: 'Reasoning' };
  const told: Told = { labels: answer.labels, references: answer.references, groups: [group] };
  const entries: (readonly [string, string | null])[] = [
    ['Patient', name === null ? null : personWords(name)],
    ['ID', id],
    ['Born', birthDate === null ? null : dateWords(birthDate)],
    ['Age', ageYears === null ? null : ageWords(ageYears)],
    ['Sex', sex],
    ['Images', 'none: ranked from the findings that were entered'],
    ['History', givenWords(answer) || 'none given'],
    ['Laboratory', labWords(answer) || 'none given'],
  ];
  const conclusion = conclusionOf(answer);
  const causes = causesSaid(answer, answer);
  const grave = answer.issues.filter((each) => each.severity !== 'note');
  return {
    title: 'Soft-tissue calcification, case without images',
    label: `Calcimap: ${LABEL}`,
    disclaimer: answer.disclaimer,
    made: `Calcimap ${manifest.version} · knowledge ${manifest.knowledgeVersion} · settings ${manifest.settingsHash.slice(0, HASH_SHOWN)} · ${acceptedWords(answer.review) || 'Not reviewed by a reader'}`,
    identity: entries.flatMap(([label, value]) => (value ? [{ name: label, value, long: LONG.has(label) }] : [])),
    gates: gatesOf(told),
    impression: [
      ...readersBlocks(answer.review),
      { kind: 'paragraph', size: 'lead', words: [bold(conclusion)] },
      ...(causes.length ? [{ kind: 'reasons', items: causes } as const] : []),
    ],
    body: [
      ...recommendation(told, [group], detail),
      heading(2, 'What this cannot tell'),
      list([
        ...grave.slice(0, detail.limits).map((each) => [plain(issueSentence(each))]),
        [plain('No image was read: site, form and extent stand as they were entered, and nothing was measured.')],
      ]),
    ],
    images: null,
    moreImages: [],
    below: rankingBlocks(told, group, detail),
    appendix: [
      heading(1, 'Appendix'),
      ...groupBlocks(told, group),
      ...clinicalBlocks(answer),
      heading(2, 'Issues'),
      answer.issues.length ? list(answer.issues.map((each) => [plain(issueSentence(each))])) : small(soft('None.')),
      ...madeBlocks(answer),
    ],
  };
}
