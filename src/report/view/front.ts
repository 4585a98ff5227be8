import type { Analysis, AnalysisGroup } from '../analysis/index.ts';
import {
  askedGroups,
  findingWords,
  impressionOf,
  labelOf,
  lengthWords,
  lesionsOf,
  mainCompartments,
  namedCauses,
  placesWords,
  plainWords,
  totalVolume,
  volumeRangeWords,
  volumeWords,
} from '../wording/index.ts';
import { causeFigure } from './causes.ts';
import { limitsOf } from './limits.ts';
import type { Block, FrontDetail, GateView, Reasoned, Span, Told, Words } from './types.ts';
import { ROUTINE, urgencyOf } from './urgency.ts';
import { bold, heading, list, paragraph, plain, sentenceCase, small, soft, table } from './words.ts';

/** A cause below this is drawn only to stand beside the first. */
const WORTH_A_PLACE = 0.01;
const LEAST_FIGURES = 2;
/** Below this a test would hardly move the ranking. */
const WORTH_ASKING_BITS = 0.02;

/** Shown whatever the rank, once for each gate although several groups may open it. */
export function gatesOf(analysis: Told): GateView[] {
  const seen = new Map<string, GateView>();
  for (const group of analysis.groups)
    for (const gate of group.safetyGates) {
      const why = gate.why.map((id) => findingWords(analysis.labels, group, id)).join(', ');
      const title = sentenceCase(labelOf(analysis.labels, gate.gate));
      if (!seen.has(gate.gate)) seen.set(gate.gate, { title, urgency: urgencyOf(gate.gate), action: gate.action, why });
    }
  return [...seen.values()];
}

export function impressionBlocks(analysis: Analysis, detail: FrontDetail): Block[] {
  const said = impressionOf(analysis);
  const blocks: Block[] = [];
  const shown = said.groups.slice(0, detail.groups);
  shown.forEach((each, index) => {
    const conclusion = each.conclusion ? (each.causes.length ? bold(each.conclusion) : plain(each.conclusion)) : null;
    blocks.push(heading(3, each.heading, each.groupId));
    blocks.push({ kind: 'paragraph', size: 'lead', words: conclusion ? [conclusion, plain(` ${each.measured}`)] : [plain(each.measured)] });
    const causes = each.causes.slice(0, index === 0 ? detail.causes : 1);
    if (causes.length) blocks.push({ kind: 'reasons', items: causes });
  });
  const rest = said.groups.slice(detail.groups);
  if (rest.length) blocks.push(small(plain(`Also: ${rest.map((each) => `${each.heading} (${each.groupId})`).join('; ')}.`)));
  if (said.nothing) blocks.push({ kind: 'paragraph', size: 'lead', words: [bold(said.nothing)] });
  if (said.expected) blocks.push(small(soft(said.expected)));
  return blocks;
}

function measured(analysis: Analysis, detail: FrontDetail): Block[] {
  const all = [...askedGroups(analysis), ...analysis.groups.filter((each) => each.expected)];
  if (!all.length) return [];
  const rows = all.slice(0, detail.rows).map((group): (string | number | Words)[] => {
    const lesions = lesionsOf(analysis, group);
    const { mm3, interval } = totalVolume(lesions);
    const largest = lesions.reduce((most, each) => Math.max(most, each.longestDiameterMm), 0);
    const name: Span[] = [bold(group.id)];
    if (group.expected) name.push(soft(' expected'));
    return [
      name,
      lesions.length,
      [plain(volumeWords(mm3)), soft(` (${volumeRangeWords(interval)})`)],
      lengthWords(largest),
      mainCompartments(lesions),
      placesWords(lesions),
    ];
  });
  const blocks: Block[] = [
    heading(2, 'Measured'),
    table({
      caption: null,
      size: 'small',
      columns: [
        { title: 'Group', width: 1.15 },
        { title: 'No', numeric: true, width: 0.5 },
        { title: 'Volume (95 %)', width: 1.9 },
        { title: 'Largest', numeric: true, width: 0.9 },
        { title: 'Compartment', width: 1.5 },
        { title: 'Region', width: 1.7 },
      ],
      rows,
    }),
  ];
  if (all.length > detail.rows) blocks.push(small(soft(`${all.length - detail.rows} more groups in the appendix.`)));
  return blocks;
}

const countsWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, value]) => `${name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()} ${Number(value.toFixed(1))}`)
    .join(', ');

/** The pattern of each group said in front, and the rule that fired. */
function pattern(groups: readonly AnalysisGroup[], detail: FrontDetail): Block[] {
  const items = groups.slice(0, detail.groups).flatMap((group): Words[] => {
    const fired = group.patternRules.find((each) => each.fired);
    if (!fired) return [];
    const rule = fired.rule.replace(new RegExp(`^${group.pattern}: `), '');
    return [
      [
        ...(groups.length > 1 ? [soft(`${group.id} `)] : []),
        bold(group.pattern === 'none' ? 'no named pattern' : group.pattern),
        plain(`: ${rule} `),
        soft(`(${countsWords(fired.counts)})`),
      ],
    ];
  });
  return items.length ? [heading(2, 'Pattern, and the rule that fired'), list(items)] : [];
}

const VERBS: Readonly<Record<AnalysisGroup['nextTests'][number]['costTier'], string>> = {
  history: 'Ask for',
  exam: 'Examine for',
  lab: 'Test',
  imaging: 'Look for, by imaging',
  biopsy: 'Tissue or fluid',
};

/** Gates first, then the questions and tests that would tell most; each with how soon. */
export function recommendation(analysis: Told, groups: readonly Reasoned[], detail: FrontDetail): Block[] {
  const items: Words[] = [];
  const gates = gatesOf(analysis);
  if (gates.length)
    items.push([bold(`Act first on “not to be missed”: ${gates.map((each) => `${each.title}, ${each.urgency}`).join('; ')}.`)]);
  const group = groups.find((each) => each.nextTests.some((test) => test.expectedInformationBits >= WORTH_ASKING_BITS));
  const tests = group?.nextTests.filter((each) => each.expectedInformationBits >= WORTH_ASKING_BITS).slice(0, detail.tests) ?? [];
  tests.forEach((each, index) => {
    const lead = index === 0 && group!.id ? `Next best for ${group!.id}. ` : '';
    items.push([
      plain(lead),
      plain(`${VERBS[each.costTier]}: `),
      bold(labelOf(analysis.labels, each.test)),
      soft(` (${ROUTINE}; ${each.expectedInformationBits.toFixed(2)} bit expected)`),
    ]);
  });
  if (!tests.length && groups.length)
    items.push([
      plain('No single question or test in the knowledge would change the order much; '),
      plain('correlate with the clinical picture.'),
    ]);
  if (!groups.length)
    items.push([plain(analysis.technique === null ? 'None: mend what is named below, and run again.' : 'None from what was found.')]);
  return [heading(2, 'Recommendation and next best test'), list(items)];
}

/** What stands below the impression, beside the pictures. */
export function bodyBlocks(analysis: Analysis, detail: FrontDetail): Block[] {
  const groups = askedGroups(analysis);
  return [
    ...measured(analysis, detail),
    ...pattern(groups, detail),
    ...recommendation(analysis, groups, detail),
    heading(2, 'What this examination cannot tell'),
    list(limitsOf(analysis, detail.limits).map((each) => [plain(each)])),
  ];
}

/** The ranking of the first group that has one, drawn. */
export function belowBlocks(analysis: Analysis, detail: FrontDetail): Block[] {
  const group = askedGroups(analysis).find((each) => each.differential.length > 0);
  return group ? rankingBlocks(analysis, group, detail) : [];
}

/** The first causes of a ranking, drawn. */
export function rankingBlocks(analysis: Told, group: Reasoned, detail: FrontDetail): Block[] {
  if (detail.figures === 0) return [];
  const causes = namedCauses(group).filter((each, index) => index < LEAST_FIGURES || each.probability >= WORTH_A_PLACE);
  const rest = group.differential.find((each) => each.diagnosis === 'none-of-these');
  return [
    heading(
      2,
      group.id ? `Why: differential of ${group.id}` : 'Why: differential',
      'bars: how much a finding multiplies (×) or divides (÷) the odds; grey: 90 % interval',
    ),
    ...causes.slice(0, detail.figures).map(
      (cause, index): Block => ({
        kind: 'cause',
        cause: causeFigure(analysis, group, cause, { rank: index + 1, most: detail.bars, cite: false }),
      }),
    ),
    ...(rest
      ? [
          small(
            soft(
              `None of the causes in the knowledge: ${causeFigure(analysis, group, rest, { rank: 0, most: 0, cite: false }).probabilityWords}.`,
            ),
          ),
        ]
      : []),
    ...(group.disagreement ? [paragraph(bold('Path and ranking differ: '), plain(plainWords(group.disagreement)))] : []),
  ];
}

export { countsWords };
