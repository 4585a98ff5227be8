import { TISSUES } from '../../anatomy/types.ts';
import { ANALYSIS_SCHEMA, DISCLAIMER, digest, type Issue, VERSION } from '../../core/index.ts';
import { burdenOf, excludedOf, lesionOf, studyOf, techniqueOf } from './build-image.ts';
import { clinicalOf, groupOf, patternOf, reasoningOf } from './build-reasoning.ts';
import type { AnalysisParts, CaseParts, RunParts, Words } from './parts.ts';
import { round } from './round.ts';
import { type Analysis, type AnalysisManifest, AnalysisSchema, CASE_SCHEMA, type CaseAnswer, CaseAnswerSchema } from './schema.ts';
import { wordsFor } from './words.ts';

const RANK = { error: 0, warning: 1, note: 2 } as const;

/** Gravest first, the same one told twice once; within a severity the order of the rooms is kept. */
function mergeIssues(lists: readonly (readonly Issue[])[]): Analysis['issues'] {
  const seen = new Set<string>();
  const merged: Analysis['issues'] = [];
  for (const each of lists.flat()) {
    const { code, severity, where, expected, received, fix } = each;
    const key = JSON.stringify([code, severity, where, expected, received, fix]);
    if (seen.has(key)) continue;
    seen.add(key);
    merged.push({ code, severity, where, expected, received, fix });
  }
  return merged.sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** Keys sorted at every depth, so that equal settings have equal text. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sortKeys(each)]));
}

function manifestOf(run: RunParts, words: Words, inputHash: string): AnalysisManifest {
  const settings = sortKeys(run.settings) as AnalysisManifest['settings'];
  return {
    version: VERSION,
    knowledgeVersion: words.version,
    settings,
    settingsHash: digest(JSON.stringify(settings)),
    inputHash,
    timingsMs: Object.fromEntries(Object.entries(run.timingsMs).map(([stage, value]) => [stage, round('ms', value, stage)])),
    peakMemoryBytes: run.peakMemoryBytes,
    startedAt: run.startedAt ?? null,
  };
}

/**
 * One result from its parts. Pure: the same parts give the same object, keys in the schema's order, numbers rounded as
 * `round.ts` says; only `manifest.timingsMs`, `peakMemoryBytes` and `startedAt` may differ between runs.
 * @throws when a part breaks its own type (a number that is not finite): a fault of ours, never of the input.
 */
export function buildAnalysis(parts: AnalysisParts): Analysis {
  const source = parts.reading.volume?.source;
  const scan = source?.seriesInstanceUid ?? parts.reading.inputHash;
  const groups = parts.lesionReading?.groups ?? [];
  const groupOfLesion = new Map<string, string>();
  for (const group of groups) for (const id of group.lesionIds) groupOfLesion.set(id, group.id);
  const lesions = (parts.lesionReading?.lesions ?? []).map((each) =>
    lesionOf(each, { scan, groupId: groupOfLesion.get(each.id) ?? null, decision: parts.decisions?.get(each.id) ?? null }),
  );
  const reasoned = groups.map((each) => groupOf(each, parts.differentials.get(each.id) ?? null));
  const clinical = clinicalOf(parts.facts);
  return AnalysisSchema.parse({
    schema: ANALYSIS_SCHEMA,
    disclaimer: DISCLAIMER,
    study: studyOf(parts),
    technique: techniqueOf(parts),
    lesions,
    groups: reasoned,
    burden: burdenOf(lesions),
    excluded: (parts.lesionReading?.excluded ?? []).map(excludedOf),
    leftOut: parts.reading.series
      .filter((each) => !each.chosen)
      .map(({ seriesInstanceUid, description, modality, instances, size, spacingMm, reason }) => ({
        ...{ seriesInstanceUid, description, modality, instances, size, spacingMm, reason },
      })),
    anatomy: {
      source: parts.anatomy ? (parts.anatomySource ?? 'measured') : 'none',
      legend: Object.fromEntries(Object.entries(TISSUES).map(([tissue, code]) => [String(code), tissue])),
    },
    clinical,
    ...wordsFor(reasoned, clinical, parts.words),
    issues: mergeIssues([parts.reading.issues, parts.anatomy?.issues ?? [], parts.lesionReading?.issues ?? [], parts.issues]),
    manifest: manifestOf(parts.run, parts.words, parts.run.inputHash ?? parts.reading.inputHash),
    deidentification: null,
  });
}

/** The answer to a case without image: the reasoning of one group, without lesions. */
export function buildCaseAnswer(parts: CaseParts): CaseAnswer {
  const clinical = clinicalOf(parts.facts);
  const reasoning = reasoningOf(parts.differential, parts.facts.findings);
  return CaseAnswerSchema.parse({
    schema: CASE_SCHEMA,
    disclaimer: DISCLAIMER,
    label: parts.label,
    ...patternOf(parts.pattern ?? { pattern: 'none', patternProbability: {}, patternRules: [] }),
    ...reasoning,
    clinical,
    ...wordsFor([reasoning], clinical, parts.words),
    issues: mergeIssues([parts.issues]),
    manifest: manifestOf(parts.run, parts.words, parts.run.inputHash),
  });
}

/** The text of `analysis.json` (and of a case answer): two spaces, one newline at the end. */
export const toJsonText = (result: Analysis | CaseAnswer): string => `${JSON.stringify(result, null, 2)}\n`;
