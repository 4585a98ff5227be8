import { LABEL } from '../../core/index.ts';
import type { Analysis, AnalysisGroup, AnalysisLesion } from '../analysis/index.ts';
import { MEANING } from './dictionary.ts';

type Cell = string | number | null;
type Row = { readonly lesion: AnalysisLesion; readonly group: AnalysisGroup | undefined; readonly analysis: Analysis };

/** Column names are the result model's field names; the unit is in the name. Order is fixed, new columns go before `notice`. */
const COLUMNS: readonly (readonly [string, (row: Row) => Cell])[] = [
  ['studyInstanceUid', ({ analysis }) => analysis.study.studyInstanceUid],
  ['seriesInstanceUid', ({ analysis }) => analysis.study.seriesInstanceUid],
  ['number', ({ lesion }) => lesion.number],
  ['id', ({ lesion }) => lesion.id],
  ['trackingUid', ({ lesion }) => lesion.trackingUid],
  ['groupId', ({ lesion }) => lesion.groupId],
  ['groupLabel', ({ group }) => group?.label ?? null],
  ['pattern', ({ group }) => group?.pattern ?? null],
  ['expected', ({ lesion }) => lesion.expected],
  ['decision', ({ lesion }) => lesion.decision],
  ['compartment', ({ lesion }) => lesion.compartment],
  ['compartmentProbability', ({ lesion }) => lesion.compartmentProbability[lesion.compartment] ?? null],
  ['region', ({ lesion }) => lesion.region],
  ['side', ({ lesion }) => lesion.side],
  ['morphology', ({ lesion }) => lesion.morphology],
  ['morphologyProbability', ({ lesion }) => lesion.morphologyProbability[lesion.morphology] ?? null],
  ['mineral', ({ lesion }) => lesion.mineral],
  ['mineralProbability', ({ lesion }) => lesion.mineralProbability[lesion.mineral] ?? null],
  ['volumeMm3', ({ lesion }) => lesion.volumeMm3],
  ['volumeLowMm3', ({ lesion }) => lesion.volumeIntervalMm3[0]],
  ['volumeHighMm3', ({ lesion }) => lesion.volumeIntervalMm3[1]],
  ['thresholdVolumeMm3', ({ lesion }) => lesion.thresholdVolumeMm3],
  ['massMg', ({ lesion }) => lesion.massMg],
  ['agatston', ({ lesion }) => lesion.agatston],
  ['meanHu', ({ lesion }) => lesion.meanHu],
  ['maxHu', ({ lesion }) => lesion.maxHu],
  ['longestDiameterMm', ({ lesion }) => lesion.longestDiameterMm],
  ['surfaceMm2', ({ lesion }) => lesion.surfaceMm2],
  ['depthFromSkinMm', ({ lesion }) => lesion.depthFromSkinMm],
  ['distanceToBoneMm', ({ lesion }) => lesion.distanceToBoneMm],
  ['distanceToJointMm', ({ lesion }) => lesion.distanceToJointMm],
  ['distanceToArteryMm', ({ lesion }) => lesion.surroundings.distanceToArteryMm],
  ['centroidLMm', ({ lesion }) => lesion.centroidMm[0]],
  ['centroidPMm', ({ lesion }) => lesion.centroidMm[1]],
  ['centroidSMm', ({ lesion }) => lesion.centroidMm[2]],
  ['notice', () => LABEL],
];

/** What a spreadsheet would run as a formula (OWASP, CSV injection); our own numbers may begin with a minus. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== cell ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `lesions.csv`: one row per lesion, RFC 4180 (CRLF, header line), empty cell = not known, decimal point. */
export function renderCsv(analysis: Analysis): string {
  const groups = new Map(analysis.groups.map((each) => [each.id, each]));
  const lines = [COLUMNS.map(([name]) => name)];
  for (const lesion of analysis.lesions) {
    const group = lesion.groupId === null ? undefined : groups.get(lesion.groupId);
    lines.push(COLUMNS.map(([, value]) => cellText(value({ lesion, group, analysis }))));
  }
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** `data-dictionary.csv`: every column of `lesions.csv` with meaning and UCUM unit, in its order. */
export const renderDataDictionary = (): string =>
  [['column', 'meaning', 'unit'], ...COLUMNS.map(([name]) => [name, ...(MEANING[name] ?? ['', ''])])]
    .map((row) => `${row.map(cellText).join(',')}\r\n`)
    .join('');
