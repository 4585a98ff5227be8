import { issueSentence } from '../../core/index.ts';
import type { Analysis, AnalysisGroup } from '../analysis/index.ts';
import { askedGroups, findingWords, labelOf, percentRangeWords, percentWords, placeWords, plainWords } from '../wording/index.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { causeMarkup, pathMarkup, referenceMarkup } from './parts.ts';

const CAUSES_IN_FULL = 8;
const ALL = Number.POSITIVE_INFINITY;
const EXCLUDED_SHOWN = 200;
const LESIONS_SHOWN = 400;
const WORTH_A_WORD = 0.01;

type Cell = string | number | null;

/** A plain table; numbers stand right. A null is shown as a dash: not known. */
function table(about: { caption: string; columns: readonly string[]; rows: readonly (readonly Cell[])[] }): Markup {
  if (!about.rows.length) return html`<p class="soft">${about.caption}: none.</p>`;
  return html`<div class="wide"><table><caption>${about.caption}</caption><thead><tr>${about.columns.map(
    (each, index) => html`<th scope="col" class="${typeof about.rows[0][index] === 'number' ? 'number' : 'text'}">${each}</th>`,
  )}</tr></thead><tbody>${about.rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td class="${typeof cell === 'number' ? 'number' : 'text'}">${cell ?? '–'}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function groupReasoning(analysis: Analysis, group: AnalysisGroup): Markup {
  const shares = group.mechanism
    .filter((each) => each.probability >= WORTH_A_WORD)
    .map((each) => `${plainWords(each.mechanism)} ${percentWords(each.probability)} (${percentRangeWords(each.interval)})`);
  return html`<h2>${group.id} ${group.label}</h2>
<p>${group.verdict === 'not-enough-information' ? html`<b>Not enough information to rank causes; what follows leans on the priors.</b> ` : NOTHING}Pattern: <b>${group.pattern}</b>. Mechanisms: ${shares.join(', ') || 'none'}.</p>
${table({ caption: 'Pattern rules', columns: ['Rule', 'Fired', 'Counts'], rows: group.patternRules.map((each) => [each.rule, each.fired ? 'yes' : 'no', countsWords(each.counts)]) })}
${group.differential.slice(0, CAUSES_IN_FULL).map((cause, index) => causeMarkup(analysis, group, cause, { rank: index + 1, most: ALL, sources: true }))}
${group.disagreement ? html`<p><b>Path and ranking differ:</b> ${group.disagreement}</p>` : NOTHING}
<h3>Systematic path</h3>${pathMarkup(analysis, group)}
${table({ caption: 'Findings used', columns: ['Finding', 'State', 'Probability', 'From', 'Because'], rows: group.findings.map((each) => [labelOf(analysis.labels, each.finding), each.state, percentWords(each.probability), each.from, each.because.join(', ')]) })}
${group.unexplained.length ? html`<p>No cause says anything about: ${group.unexplained.map((id) => findingWords(analysis.labels, group, id)).join(', ')}.</p>` : NOTHING}
${table({ caption: 'Next tests', columns: ['Test', 'Kind', 'Expected information (bit)'], rows: group.nextTests.map((each) => [labelOf(analysis.labels, each.test), each.costTier, each.expectedInformationBits]) })}`;
}

const countsWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

function lesionTable(analysis: Analysis): Markup {
  return table({
    caption: 'Lesions. Volume corrected for partial volume; interval 95 %; position L, P, S in mm.',
    columns: [
      'No',
      'Group',
      'Compartment',
      'Place',
      'Morphology',
      'Mineral',
      'mm³',
      'Interval',
      'mg',
      'Agatston',
      'Mean HU',
      'Max HU',
      'mm',
      'Skin mm',
      'Bone mm',
      'Position',
      'Expected',
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
        each.decision === 'rejected' ? 'rejected by the reader' : each.expected && plainWords(each.expected),
      ]),
  });
}

function clinicalTables(analysis: Analysis): Markup {
  const { clinical, labels } = analysis;
  return html`${table({ caption: 'Laboratory, as used', columns: ['Test', 'Value', 'Unit', 'Converted', 'Grade', 'Interval from', 'Date', 'Where'], rows: clinical.labs.map((each) => [labelOf(labels, each.test), each.value ?? each.flag, each.unit, each.normalized && `${each.normalized.value} ${each.normalized.unit}`, each.grade, each.gradedBy, each.date, each.where]) })}
${table({ caption: 'Derived', columns: ['Value', 'Result', 'Unit', 'Grade', 'Method'], rows: clinical.derived.map((each) => [each.label, each.value, each.unit, each.grade, each.method]) })}
${table({ caption: 'Conditions', columns: ['Condition', 'State', 'Where'], rows: clinical.conditions.map((each) => [labelOf(labels, each.condition), each.state, each.where]) })}
${table({ caption: 'Facts', columns: ['Finding', 'State', 'Where'], rows: clinical.facts.map((each) => [labelOf(labels, each.finding), each.state, each.because.join(', ')]) })}`;
}

function technique(analysis: Analysis): Markup {
  const measured = analysis.technique;
  const grid = analysis.study.grid;
  if (!measured) return html`<p class="soft">Nothing was measured.</p>`;
  const rows: (readonly Cell[])[] = [
    ['Scanner', [measured.manufacturer, measured.manufacturerModelName].filter(Boolean).join(' ') || null],
    ['Tube voltage', measured.kvp === null ? null : `${measured.kvp} kV`],
    ['Slice thickness', measured.sliceThicknessMm === null ? null : `${measured.sliceThicknessMm} mm`],
    ['Kernel', measured.kernel],
    ['Grid', grid && `${grid.size.join(' × ')}, ${grid.spacingMm.map((each) => each.toFixed(3)).join(' × ')} mm`],
    ['Noise', `${measured.noiseHu} HU`],
    ['Resolution (PSF sigma)', `${measured.psfSigmaMm} mm`],
    ['Muscle / fat', `${measured.muscleHu} / ${measured.fatHu} HU`],
    ['Threshold, lower / upper', `${measured.candidateThresholdHu} / ${measured.seedThresholdHu} HU`],
    ['Contrast, measured', `${measured.contrast.value} (${percentWords(measured.contrast.probability)})`],
    ['Contrast agent, stated', measured.contrastBolusAgent],
    ['Metal', measured.metal ? 'yes' : 'no'],
    ['Body cut off by the field of view', measured.truncated ? 'yes' : 'no'],
    ['Stored with loss', analysis.study.lossy ? 'yes' : 'no'],
  ];
  return table({ caption: 'Technique', columns: ['What', 'Value'], rows });
}

/** Everything behind the first page: reasoning in full, all tables, issues, sources, and how the run was made. */
export function appendixMarkup(analysis: Analysis): Markup {
  const reasoned = [...askedGroups(analysis), ...analysis.groups.filter((each) => each.expected && each.verdict !== 'not-asked')];
  const { manifest } = analysis;
  return html`<section class="sheet"><h1>Appendix</h1>${reasoned.map((each) => groupReasoning(analysis, each))}
<h2>Lesions</h2>${lesionTable(analysis)}${
    analysis.lesions.length > LESIONS_SHOWN
      ? html`<p class="soft">${analysis.lesions.length - LESIONS_SHOWN} more in lesions.csv.</p>`
      : NOTHING
  }
<h2>Clinical input</h2>${clinicalTables(analysis)}
<h2>Technique</h2>${technique(analysis)}
<h2>Issues</h2>${analysis.issues.length ? html`<ul class="plain">${analysis.issues.map((each) => html`<li>${issueSentence(each)}</li>`)}</ul>` : html`<p class="soft">None.</p>`}
<h2>Bright, but not calcification</h2>${table({ caption: 'Excluded', columns: ['Reason', 'mm³', 'Max HU', 'Position L P S'], rows: analysis.excluded.slice(0, EXCLUDED_SHOWN).map((each) => [each.reason, each.volumeMm3, each.maxHu, each.centroidMm.map((value) => value.toFixed(0)).join(' ')]) })}${
    analysis.excluded.length > EXCLUDED_SHOWN
      ? html`<p class="soft">${analysis.excluded.length - EXCLUDED_SHOWN} more in analysis.json.</p>`
      : NOTHING
  }
${table({ caption: 'Series left out', columns: ['Series', 'Modality', 'Images', 'Reason'], rows: analysis.leftOut.map((each) => [each.description ?? each.seriesInstanceUid, each.modality, each.instances, each.reason]) })}
<h2>References</h2>${referenceMarkup(analysis)}
<h2>How this was made</h2><p>Calcimap ${manifest.version}, knowledge ${manifest.knowledgeVersion}${manifest.startedAt ? html`, ${manifest.startedAt}` : NOTHING}.</p>
<p>Settings <code>${manifest.settingsHash}</code><br>Input <code>${manifest.inputHash}</code></p><p><code>${JSON.stringify(manifest.settings)}</code></p>
<p class="foot">${analysis.disclaimer}</p></section>`;
}
