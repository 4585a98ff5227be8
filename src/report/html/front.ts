import { LABEL } from '../../core/index.ts';
import type { Analysis, AnalysisGroup } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import {
  askedGroups,
  dateWords,
  findingWords,
  impressionOf,
  labelOf,
  lengthWords,
  lesionsOf,
  mainCompartments,
  namedCauses,
  personWords,
  placeWords,
  plainWords,
  totalVolume,
  volumeRangeWords,
  volumeWords,
} from '../wording/index.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { causeMarkup, imagesMarkup, pathMarkup } from './parts.ts';

const CAUSES_IN_FRONT = 3;
/** The first is always shown beside a second; a third only when it is worth a thought. */
const LEAST_CAUSES = 2;
const WORTH_A_PLACE = 0.01;
const BARS_IN_FRONT = 3;
const TESTS_IN_FRONT = 3;
const LIMITS_IN_FRONT = 6;
const PLACES_SAID = 2;
const ROWS_IN_FRONT = 5;
/** Causes said of the groups after the first: their full ranking stands in the appendix. */
const CAUSES_OF_OTHERS = 1;
const GROUPS_IN_FULL = 3;

const entry = (name: string, value: string | null): Markup => (value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : NOTHING);

const said = (value: string | null, how: (value: string) => string): string | null => (value === null ? null : how(value));

function identity(analysis: Analysis): Markup {
  const { study, clinical } = analysis;
  const age = clinical.patient.ageYears ?? study.patient.ageYears;
  return html`<dl class="identity">${entry('Patient', said(study.patient.patientName ?? clinical.patient.name, personWords))}${entry(
    'ID',
    study.patient.patientId ?? clinical.patient.id,
  )}${entry('Born', said(study.patient.birthDate ?? clinical.patient.birthDate, dateWords))}${entry('Age', age === null ? null : `${age} y`)}${entry(
    'Sex',
    clinical.patient.sex ?? study.patient.sex,
  )}${entry('Study', said(study.studyDate, dateWords))}${entry('Series', study.seriesDescription)}${entry('Region', study.bodyRegions.map(plainWords).join(', '))}${entry(
    'Comparison',
    'none',
  )}</dl>`;
}

/** Shown whatever the rank; never a pop-up, one block. */
function gates(analysis: Analysis): Markup {
  const all = analysis.groups.flatMap((group) => group.safetyGates.map((gate) => ({ group, gate })));
  if (!all.length) return NOTHING;
  return html`<section class="gates" aria-label="Not to be missed"><h2>Not to be missed</h2><ul>${all.map(
    ({ group, gate }) =>
      html`<li><b>${labelOf(analysis.labels, gate.gate)}</b>: ${gate.action} <small>(${group.id}: ${gate.why.map((id) => findingWords(analysis.labels, group, id)).join(', ')})</small></li>`,
  )}</ul></section>`;
}

function impression(analysis: Analysis): Markup {
  const said = impressionOf(analysis);
  const rest = said.groups.slice(GROUPS_IN_FULL);
  return html`<section class="impression"><h2>Impression</h2>${said.groups
    .slice(0, GROUPS_IN_FULL)
    .map(
      (each, index) =>
        html`<h3>${each.heading} <small>(${each.groupId})</small></h3><p>${each.measured} ${each.causes.length ? html`<b>${each.conclusion}</b>` : each.conclusion}</p>${
          each.causes.length
            ? html`<ol>${each.causes.slice(0, index === 0 ? each.causes.length : CAUSES_OF_OTHERS).map((cause) => html`<li><b>${cause.label}</b> <span class="chance">(${cause.chance})</span> <small>${cause.reasons}</small></li>`)}</ol>`
            : NOTHING
        }`,
    )}${rest.length ? html`<p>Also: ${rest.map((each) => `${each.heading} (${each.groupId})`).join('; ')}.</p>` : NOTHING}${
    said.nothing ? html`<p><b>${said.nothing}</b></p>` : NOTHING
  }${said.expected ? html`<p class="soft">${said.expected}</p>` : NOTHING}</section>`;
}

/** `buttock, both sides; left pelvis`: a region named once, at most {@link PLACES_SAID} of them. */
function placesOf(lesions: ReturnType<typeof lesionsOf>): string {
  const sides = new Map<string, Set<string>>();
  for (const each of lesions) sides.set(each.region, (sides.get(each.region) ?? new Set()).add(each.side));
  const places = [...sides].map(([region, of]) => {
    const one = lesions.find((each) => each.region === region)!;
    if (of.size === 1) return placeWords(one);
    return `${placeWords({ region: one.region, side: 'unknown' })}, ${of.has('left') && of.has('right') ? 'both sides' : [...of].sort().join(' and ')}`;
  });
  return places.length > PLACES_SAID
    ? `${places.slice(0, PLACES_SAID).join('; ')} and ${places.length - PLACES_SAID} more`
    : places.join('; ');
}

function groupTable(analysis: Analysis): Markup {
  const all = [...askedGroups(analysis), ...analysis.groups.filter((each) => each.expected)];
  if (!all.length) return NOTHING;
  const groups = all.slice(0, ROWS_IN_FRONT);
  return html`<h2>Measured</h2><table class="small"><thead><tr><th scope="col">Group</th><th scope="col" class="number">No</th><th scope="col" class="keep">Volume (95 %)</th><th scope="col" class="number">Largest</th><th scope="col">Compartment; place</th></tr></thead><tbody>${groups.map(
    (group) => {
      const lesions = lesionsOf(analysis, group);
      const { mm3, interval } = totalVolume(lesions);
      return html`<tr><th scope="row">${group.id} ${group.label}${group.expected ? html` <small>(expected)</small>` : NOTHING}</th><td class="number">${lesions.length}</td><td class="keep">${volumeWords(mm3)}<br><small>${volumeRangeWords(interval)}</small></td><td class="number">${lengthWords(Math.max(0, ...lesions.map((each) => each.longestDiameterMm)))}</td><td>${mainCompartments(lesions)}; ${placesOf(lesions)}</td></tr>`;
    },
  )}</tbody></table>${all.length > ROWS_IN_FRONT ? html`<p class="soft">${all.length - ROWS_IN_FRONT} more groups in the appendix.</p>` : NOTHING}`;
}

/** Group whose reasoning stands on the first page: the first of the question that has a ranking. */
const leading = (analysis: Analysis): AnalysisGroup | null => askedGroups(analysis).find((each) => each.differential.length > 0) ?? null;

function differential(analysis: Analysis, group: AnalysisGroup): Markup {
  const causes = namedCauses(group).filter((each, index) => index < LEAST_CAUSES || each.probability >= WORTH_A_PLACE);
  return html`<h2>Differential of ${group.id}, ${group.label}</h2>${causes
    .slice(0, CAUSES_IN_FRONT)
    .map((cause, index) => causeMarkup(analysis, group, cause, { rank: index + 1, most: BARS_IN_FRONT, sources: false }))}`;
}

function nextTests(analysis: Analysis, group: AnalysisGroup | null): Markup {
  const tests = group?.nextTests.slice(0, TESTS_IN_FRONT) ?? [];
  return html`<h2>Next step</h2>${
    tests.length
      ? html`<ol class="path">${tests.map((each) => html`<li><b>${labelOf(analysis.labels, each.test)}</b> <small>${each.costTier}, ${each.expectedInformationBits.toFixed(2)} bit expected</small></li>`)}</ol>`
      : html`<p class="soft">No test in the knowledge would tell the causes apart.</p>`
  }${analysis.groups.some((each) => each.safetyGates.length) ? html`<p>First act on what is under “Not to be missed”.</p>` : NOTHING}`;
}

const sentenceCase = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** How far a reader has gone through the lesions. */
function reviewWords(analysis: Analysis): string {
  const decided = analysis.lesions.filter((each) => each.decision !== null);
  if (!decided.length) return 'Not reviewed by a reader.';
  const rejected = decided.filter((each) => each.decision === 'rejected').length;
  return `A reader looked at ${decided.length} of ${analysis.lesions.length} lesions and rejected ${rejected}.`;
}

function limits(analysis: Analysis): Markup {
  const grave = analysis.issues.filter((each) => each.severity !== 'note');
  const { technique } = analysis;
  return html`<div class="limits"><h2>Limits</h2><ul>${grave
    .slice(0, LIMITS_IN_FRONT)
    .map((each) => html`<li>${sentenceCase(each.received)}. ${each.fix}</li>`)}${
    grave.length > LIMITS_IN_FRONT ? html`<li>${grave.length - LIMITS_IN_FRONT} more in the appendix.</li>` : NOTHING
  }${
    technique
      ? html`<li>Noise ${technique.noiseHu} HU: foci below ${technique.candidateThresholdHu} HU, or smaller than a few voxels, may be missed. Contrast: ${technique.contrast.value}.</li>`
      : NOTHING
  }<li>Bone and other findings were not assessed. ${reviewWords(analysis)}</li></ul></div>`;
}

const path = (analysis: Analysis, group: AnalysisGroup | null): Markup =>
  group
    ? html`<h2>Systematic path</h2>${pathMarkup(analysis, group)}${group.disagreement ? html`<p><b>Path and ranking differ:</b> ${group.disagreement}</p>` : NOTHING}`
    : NOTHING;

/** The first page: what a referrer takes in within half a minute. */
export function frontMarkup(analysis: Analysis, images: readonly KeyImage[]): Markup {
  const group = leading(analysis);
  return html`<main class="sheet"><div class="top"><h1>Soft-tissue calcification on ${analysis.study.modality ?? 'CT'}</h1><div class="label">Calcimap: ${LABEL}</div></div>
${identity(analysis)}${gates(analysis)}
<div class="front"><div>${impression(analysis)}${groupTable(analysis)}${nextTests(analysis, group)}${path(analysis, group)}${limits(analysis)}</div><section class="images" aria-label="Key images"><h2>Key images</h2>${imagesMarkup(images)}</section></div>
${group ? differential(analysis, group) : NOTHING}
<p class="foot">${analysis.disclaimer}</p></main>`;
}
