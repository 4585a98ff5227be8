import { issueSentence } from '../../core/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { askedGroups, dateWords, findingWords, labelOf, percentRangeWords, percentWords, plainWords } from '../wording/index.ts';
import { causeFigure } from './causes.ts';
import { countsWords } from './front.ts';
import { lesionBlocks } from './lesions.ts';
import { techniqueBlock } from './technique.ts';
import type { Block, Reasoned, Told, Words } from './types.ts';
import { bold, heading, list, paragraph, plain, small, soft, table } from './words.ts';

const CAUSES_IN_FULL = 8;
const GROUPS_IN_FULL = 12;
const EXCLUDED_SHOWN = 100;
const WORTH_A_WORD = 0.01;
const SAFE_DOI = /^10\.\d{4,9}\/[\w.()/:;+-]+$/;

/** The systematic path, step by step. */
const pathBlock = (analysis: Told, group: Reasoned): Block =>
  group.systematicPath.length
    ? list(
        group.systematicPath.map((each): Words => {
          const why = each.because.map((id) => findingWords(analysis.labels, group, id)).join(', ');
          return [bold(`${each.step}: `), plain(each.answer), ...(why ? [soft(` (${why})`)] : [])];
        }),
        true,
      )
    : small(soft('No step could be taken.'));

export function groupBlocks(analysis: Told, group: Reasoned): Block[] {
  const shares = group.mechanism
    .filter((each) => each.probability >= WORTH_A_WORD)
    .map((each) => `${plainWords(each.mechanism)} ${percentWords(each.probability)} (${percentRangeWords(each.interval)})`);
  const unexplained = group.unexplained.map((id) => findingWords(analysis.labels, group, id)).join(', ');
  return [
    heading(2, `${group.id} ${group.label}`.trim()),
    ...(group.verdict === 'not-enough-information'
      ? [paragraph(bold('Not enough information to rank causes; what follows leans on how common they are.'))]
      : []),
    paragraph(plain('Pattern: '), bold(group.pattern), plain(`. Mechanisms: ${shares.join(', ') || 'none'}.`)),
    heading(3, 'Systematic path'),
    pathBlock(analysis, group),
    ...(group.disagreement ? [paragraph(bold('Path and ranking differ: '), plain(group.disagreement))] : []),
    ...(group.differential.length ? [heading(3, 'Evidence')] : []),
    ...group.differential.slice(0, CAUSES_IN_FULL).map(
      (cause, index): Block => ({
        kind: 'cause',
        cause: causeFigure(analysis, group, cause, { rank: index + 1, most: Number.MAX_SAFE_INTEGER, cite: true }),
      }),
    ),
    table({
      caption: 'Pattern rules',
      size: 'dense',
      columns: [{ title: 'Rule', width: 4 }, { title: 'Fired' }, { title: 'Counts', width: 3 }],
      rows: group.patternRules.map((each) => [each.rule, each.fired ? 'yes' : 'no', countsWords(each.counts)]),
    }),
    table({
      caption: 'Findings used',
      size: 'dense',
      columns: [
        { title: 'Finding', width: 3 },
        { title: 'State' },
        { title: 'Probability', numeric: true },
        { title: 'From' },
        { title: 'Because', width: 4 },
      ],
      rows: group.findings.map((each) => [
        labelOf(analysis.labels, each.finding),
        each.state,
        percentWords(each.probability),
        each.from,
        each.because.join(', '),
      ]),
    }),
    ...(unexplained ? [paragraph(plain(`No cause says anything about: ${unexplained}.`))] : []),
    table({
      caption: 'Next tests',
      size: 'dense',
      columns: [{ title: 'Test', width: 4 }, { title: 'Kind' }, { title: 'Expected information (bit)', numeric: true, width: 2 }],
      rows: group.nextTests.map((each) => [labelOf(analysis.labels, each.test), each.costTier, each.expectedInformationBits]),
    }),
  ];
}

const rangeWords = (low: number | null, high: number | null): string | null =>
  low === null && high === null ? null : low === null ? `up to ${high}` : high === null ? `from ${low}` : `${low}–${high}`;

export function clinicalBlocks(analysis: Pick<Analysis, 'clinical' | 'labels'>): Block[] {
  const { clinical, labels } = analysis;
  return [
    heading(2, 'Clinical input, as used'),
    table({
      caption: 'Laboratory',
      size: 'dense',
      columns: [
        { title: 'Test', width: 2.2 },
        { title: 'Value', numeric: true },
        { title: 'Unit' },
        { title: 'Reference' },
        { title: 'Converted', width: 1.4 },
        { title: 'Grade' },
        { title: 'Graded by', width: 1.6 },
        { title: 'Date', width: 1.1 },
        { title: 'Where', width: 1.8 },
      ],
      rows: clinical.labs.map((each) => [
        labelOf(labels, each.test),
        each.value ?? each.flag,
        each.unit,
        rangeWords(each.referenceLow, each.referenceHigh),
        each.normalized && `${each.normalized.value} ${each.normalized.unit}`,
        each.grade,
        each.gradedBy,
        each.date && dateWords(each.date),
        each.where,
      ]),
    }),
    table({
      caption: 'Derived',
      size: 'dense',
      columns: [
        { title: 'What', width: 2 },
        { title: 'Value', numeric: true },
        { title: 'Unit' },
        { title: 'Grade' },
        { title: 'Method', width: 3 },
      ],
      rows: clinical.derived.map((each) => [each.label, each.value, each.unit, each.grade, each.method]),
    }),
    table({
      caption: 'Conditions',
      size: 'dense',
      columns: [{ title: 'Condition', width: 3 }, { title: 'State' }, { title: 'Where', width: 3 }],
      rows: clinical.conditions.map((each) => [labelOf(labels, each.condition), each.state, each.where]),
    }),
    table({
      caption: 'Facts',
      size: 'dense',
      columns: [{ title: 'Finding', width: 3 }, { title: 'State' }, { title: 'Where', width: 3 }],
      rows: clinical.facts.map((each) => [labelOf(labels, each.finding), each.state, each.because.join(', ')]),
    }),
    ...(clinical.notes ? [heading(3, 'Notes'), paragraph(plain(clinical.notes))] : []),
  ];
}

function leftOutBlocks(analysis: Analysis): Block[] {
  const more = analysis.excluded.length - EXCLUDED_SHOWN;
  return [
    heading(2, 'Bright, but not calcification'),
    table({
      caption: 'Excluded',
      size: 'dense',
      columns: [
        { title: 'Reason' },
        { title: 'mm³', numeric: true },
        { title: 'Max HU', numeric: true },
        { title: 'Position L P S', width: 2 },
      ],
      rows: analysis.excluded
        .slice(0, EXCLUDED_SHOWN)
        .map((each) => [each.reason, each.volumeMm3, each.maxHu, each.centroidMm.map((value) => value.toFixed(0)).join(' ')]),
    }),
    ...(more > 0 ? [small(soft(`${more} more in analysis.json.`))] : []),
    table({
      caption: 'Series left out',
      size: 'dense',
      columns: [{ title: 'Series', width: 3 }, { title: 'Modality' }, { title: 'Images', numeric: true }, { title: 'Reason', width: 3 }],
      rows: analysis.leftOut.map((each) => [each.description ?? each.seriesInstanceUid, each.modality, each.instances, each.reason]),
    }),
  ];
}

export function madeBlocks(
  analysis: Pick<Analysis, 'manifest' | 'references' | 'disclaimer'> & Partial<Pick<Analysis, 'deidentification'>>,
): Block[] {
  const { manifest } = analysis;
  const references = Object.values(analysis.references).map((each) => ({
    citation: each.citation,
    doi: each.doi && SAFE_DOI.test(each.doi) ? each.doi : null,
    pmid: each.pmid,
  }));
  return [
    heading(2, 'References'),
    references.length ? { kind: 'references', items: references } : small(soft('None cited.')),
    heading(2, 'How this was made'),
    paragraph(
      plain(`Calcimap ${manifest.version}, knowledge ${manifest.knowledgeVersion}${manifest.startedAt ? `, ${manifest.startedAt}` : ''}.`),
    ),
    small(plain(`Settings ${manifest.settingsHash}: ${JSON.stringify(manifest.settings)}`)),
    small(plain(`Input ${manifest.inputHash}`)),
    ...(analysis.deidentification
      ? [
          small(
            plain(
              `${analysis.deidentification.method} (${analysis.deidentification.codes.map((each) => `${each.scheme} ${each.value}`).join(', ')}).`,
            ),
          ),
        ]
      : []),
    paragraph(plain(analysis.disclaimer)),
  ];
}

/** Everything behind the first page: reasoning in full, all tables, issues, sources, and how the run was made. */
export function appendixBlocks(analysis: Analysis): Block[] {
  const reasoned = [...askedGroups(analysis), ...analysis.groups.filter((each) => each.expected && each.verdict !== 'not-asked')];
  const more = reasoned.length - GROUPS_IN_FULL;
  return [
    heading(1, 'Appendix'),
    ...reasoned.slice(0, GROUPS_IN_FULL).flatMap((each) => groupBlocks(analysis, each)),
    ...(more > 0 ? [small(soft(`${more} more groups in analysis.json.`))] : []),
    ...lesionBlocks(analysis),
    ...clinicalBlocks(analysis),
    heading(2, 'Technique'),
    techniqueBlock(analysis),
    heading(2, 'Issues'),
    analysis.issues.length ? list(analysis.issues.map((each) => [plain(issueSentence(each))])) : small(soft('None.')),
    ...leftOutBlocks(analysis),
    ...madeBlocks(analysis),
  ];
}
