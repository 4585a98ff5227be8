import { COMPARTMENTS, LABEL, REGIONS } from '../../core/index.ts';
import type { Analysis, AnalysisGroup, AnalysisLesion, RankedCause } from '../analysis/index.ts';
import { askedGroups, namedCauses, totalVolume } from '../wording/index.ts';
import { type Cell, type Column, csvText, MADE_BY } from './cells.ts';

interface Row {
  readonly analysis: Analysis;
  /** Lesions of the question that no reader rejected; null when nothing could be examined. */
  readonly asked: readonly AnalysisLesion[] | null;
  readonly expected: readonly AnalysisLesion[] | null;
  readonly groups: readonly AnalysisGroup[];
}

const CAUSES = 3;
const SIDES = ['left', 'right', 'midline', 'unknown'] as const;
/** As volumes are written in analysis.json, mm3. */
const rounded = (mm3: number): number => Number(mm3.toFixed(2));

const column = (name: string, meaning: string, unit: string, value: (row: Row) => Cell): Column<Row> => ({ name, meaning, unit, value });
const ofAsked =
  (of: (asked: readonly AnalysisLesion[]) => Cell) =>
  ({ asked }: Row): Cell =>
    asked && of(asked);
const ofBurden =
  (field: 'lesionCount' | 'totalVolumeMm3' | 'totalMassMg' | 'totalAgatston' | 'expectedVolumeMm3') =>
  ({ analysis, asked }: Row): Cell =>
    asked && analysis.burden[field];
const ofLead =
  (of: (lead: AnalysisGroup) => Cell | undefined) =>
  ({ groups }: Row): Cell =>
    (groups[0] && of(groups[0])) ?? null;

/** `abdominal-wall` -> `AbdominalWall` */
const camel = (id: string): string => id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Number and volume of one member of a closed list. Where nothing was found and nothing was looked at, the cells stay empty. */
function partColumns(kind: 'compartment' | 'region' | 'side', member: string): Column<Row>[] {
  const of =
    (measure: (analysis: Analysis, there: readonly AnalysisLesion[]) => number) =>
    ({ analysis, asked }: Row): Cell => {
      const there = asked?.filter((each) => each[kind] === member) ?? [];
      const looked = kind !== 'region' || (analysis.study.bodyRegions as readonly string[]).includes(member);
      return asked && (there.length || looked) ? measure(analysis, there) : null;
    };
  const words = `${kind} ${member}`;
  const unseen = kind === 'region' ? '; empty = not in the field of view' : '';
  return [
    column(
      `${kind}${camel(member)}Number`,
      `lesions, ${words}${unseen}`,
      '1',
      of((_, there) => there.length),
    ),
    column(
      `${kind}${camel(member)}VolumeMm3`,
      `volume, ${words}${unseen}`,
      'mm3',
      of(({ burden }) => burden[`by${camel(kind)}` as 'byCompartment' | 'byRegion' | 'bySide'][member] ?? 0),
    ),
  ];
}

function causeColumns(rank: number): Column<Row>[] {
  const of = (value: (cause: RankedCause) => Cell): ((row: Row) => Cell) =>
    ofLead((lead) => {
      const cause = lead.verdict === 'not-asked' ? undefined : namedCauses(lead)[rank - 1];
      return cause && value(cause);
    });
  return [
    column(
      `cause${rank}`,
      `cause ${rank} of the leading group, id of the knowledge`,
      '',
      of((each) => each.diagnosis),
    ),
    column(
      `cause${rank}Label`,
      `cause ${rank} in words`,
      '',
      of((each) => each.label),
    ),
    column(
      `cause${rank}Probability`,
      `probability of cause ${rank}`,
      '1',
      of((each) => each.probability),
    ),
    column(
      `cause${rank}Low`,
      `lower end of its 90 % credible interval`,
      '1',
      of((each) => each.interval[0]),
    ),
    column(
      `cause${rank}High`,
      `upper end of its 90 % credible interval`,
      '1',
      of((each) => each.interval[1]),
    ),
  ];
}

const patient = ({ analysis }: Row): { age: number | null; sex: string | null } => ({
  age: analysis.clinical.patient.ageYears ?? analysis.study.patient.ageYears,
  sex: analysis.clinical.patient.sex ?? analysis.study.patient.sex,
});

/**
 * The same columns for every study, so that rows of many studies stand under one another. The leading group is the first of the
 * report: one with a safety gate before others, then the largest.
 */
export const STUDY_COLUMNS: readonly Column<Row>[] = [
  column('studyInstanceUid', 'study; replaced when de-identified', '', ({ analysis }) => analysis.study.studyInstanceUid),
  column(
    'seriesInstanceUid',
    'series that was measured; replaced when de-identified',
    '',
    ({ analysis }) => analysis.study.seriesInstanceUid,
  ),
  column(
    'patientId',
    'as in the scan or the record; a stand-in when de-identified',
    '',
    ({ analysis }) => analysis.study.patient.patientId ?? analysis.clinical.patient.id,
  ),
  column('studyDate', 'date of the scan; shifted when de-identified', '', ({ analysis }) => analysis.study.studyDate),
  column('ageYears', 'age; 90 for 90 and more when de-identified', 'a', (row) => patient(row).age),
  column('sex', 'male, female, other', '', (row) => patient(row).sex),
  column(
    'bodyRegions',
    'regions in the field of view, separated by semicolons',
    '',
    ({ analysis }) => analysis.study.bodyRegions.join(';') || null,
  ),
  column('number', 'lesions of the question, without rejected ones', '1', ofBurden('lesionCount')),
  column('volumeMm3', 'their volume, corrected for partial volume', 'mm3', ofBurden('totalVolumeMm3')),
  column(
    'volumeLowMm3',
    'lower end of its 95 % interval of the true volume',
    'mm3',
    ofAsked((asked) => rounded(totalVolume(asked).interval[0])),
  ),
  column(
    'volumeHighMm3',
    'upper end of its 95 % interval of the true volume',
    'mm3',
    ofAsked((asked) => rounded(totalVolume(asked).interval[1])),
  ),
  column('massMg', 'their calcium hydroxyapatite equivalent', 'mg', ofBurden('totalMassMg')),
  column('agatston', 'their Agatston-style score', '{score}', ofBurden('totalAgatston')),
  column(
    'longestDiameterMm',
    'longest diameter of the largest',
    'mm',
    ofAsked((asked) => (asked.length ? Math.max(...asked.map((each) => each.longestDiameterMm)) : null)),
  ),
  column('expectedNumber', 'lesions that are physiological or expected, kept apart', '1', ({ expected }) => expected?.length ?? null),
  column('expectedVolumeMm3', 'their volume', 'mm3', ofBurden('expectedVolumeMm3')),
  column(
    'rejectedNumber',
    'lesions that a reader rejected',
    '1',
    ({ analysis, asked }) => asked && analysis.lesions.filter((each) => each.decision === 'rejected').length,
  ),
  column('groupNumber', 'groups of the question', '1', ({ asked, groups }) => asked && groups.length),
  column(
    'groupId',
    'leading group: one with a safety gate first, then the largest',
    '',
    ofLead((lead) => lead.id),
  ),
  column(
    'groupLabel',
    'that group in words',
    '',
    ofLead((lead) => lead.label),
  ),
  column(
    'pattern',
    'its distribution pattern',
    '',
    ofLead((lead) => lead.pattern),
  ),
  column(
    'patternProbability',
    'probability of that pattern',
    '1',
    ofLead((lead) => lead.patternProbability[lead.pattern]),
  ),
  column(
    'patterns',
    'patterns of all groups of the question in their order, separated by semicolons',
    '',
    ({ groups }) => groups.map((each) => each.pattern).join(';') || null,
  ),
  column(
    'verdict',
    'ranked, not-enough-information or not-asked',
    '',
    ofLead((lead) => lead.verdict),
  ),
  column(
    'mechanism',
    'likeliest mechanism of the leading group',
    '',
    ofLead((lead) => lead.mechanism[0]?.mechanism),
  ),
  column(
    'mechanismProbability',
    'probability of that mechanism',
    '1',
    ofLead((lead) => lead.mechanism[0]?.probability),
  ),
  column(
    'mechanismLow',
    'lower end of its 90 % credible interval',
    '1',
    ofLead((lead) => lead.mechanism[0]?.interval[0]),
  ),
  column(
    'mechanismHigh',
    'upper end of its 90 % credible interval',
    '1',
    ofLead((lead) => lead.mechanism[0]?.interval[1]),
  ),
  ...Array.from({ length: CAUSES }, (_, index) => causeColumns(index + 1)).flat(),
  column(
    'safetyGates',
    'gates that any group opened, separated by semicolons',
    '',
    ({ analysis }) => [...new Set(analysis.groups.flatMap((each) => each.safetyGates.map(({ gate }) => gate)))].join(';') || null,
  ),
  ...COMPARTMENTS.flatMap((each) => partColumns('compartment', each)),
  ...REGIONS.flatMap((each) => partColumns('region', each)),
  ...SIDES.flatMap((each) => partColumns('side', each)),
  ...MADE_BY.map((each): Column<Row> => ({ ...each, value: ({ analysis }) => each.value(analysis) })),
  column('notice', 'what this software is not', '', () => LABEL),
];

/** `study.csv`: one row for the study, RFC 4180, the columns of `data-dictionary.csv`; empty cell = not known. */
export function renderStudyCsv(analysis: Analysis): string {
  const kept = analysis.lesions.filter((each) => each.decision !== 'rejected');
  const examined = analysis.technique !== null;
  const row: Row = {
    analysis,
    asked: examined ? kept.filter((each) => each.expected === null) : null,
    expected: examined ? kept.filter((each) => each.expected !== null) : null,
    groups: askedGroups(analysis),
  };
  return csvText([STUDY_COLUMNS.map(({ name }) => name), STUDY_COLUMNS.map(({ value }) => value(row))]);
}
