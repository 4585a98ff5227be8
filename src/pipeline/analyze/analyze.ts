import type { Anatomy } from '../../anatomy/index.ts';
import { buildAnatomy } from '../../anatomy/index.ts';
import type { ClinicalFacts, ClinicalInput, ClinicalReading } from '../../clinical/index.ts';
import { matchIdentity, readClinical } from '../../clinical/index.ts';
import type { CanonicalVolume, Issue, Reading, RunOptions, SourceFile } from '../../core/index.ts';
import { canonicalVolume, checkAborted, digest, hasError } from '../../core/index.ts';
import type { ReadOptions } from '../../intake/index.ts';
import { readInput } from '../../intake/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import type { LesionReading } from '../../lesions/index.ts';
import { findLesions } from '../../lesions/index.ts';
import type { Differential } from '../../reasoning/index.ts';
import { differential } from '../../reasoning/index.ts';
import type { Analysis } from '../../report/index.ts';
import { buildAnalysis } from '../../report/index.ts';
import { readExternalAnatomy } from '../external/index.ts';
import { checkHounsfield } from '../gate/index.ts';
import { questionOf } from '../question/index.ts';
import type { Settings } from '../settings/index.ts';
import { DEFAULT_SETTINGS } from '../settings/index.ts';

export interface AnalyzeInput {
  readonly files: readonly SourceFile[];
  readonly clinical: readonly ClinicalInput[];
  /** Segmentations made elsewhere (DICOM SEG, NIfTI); they take precedence over the anatomy worked out here. */
  readonly anatomy?: readonly SourceFile[];
  readonly settings?: Partial<Settings>;
}

/** What the machine lends: kernels, knowledge, and a way to read its memory (bytes; null where it cannot be told). */
export interface AnalyzeTools extends RunOptions {
  readonly kernels: Kernels;
  readonly knowledge: Knowledge;
  readonly peakMemoryBytes?: () => number | null;
  /** ISO 8601, UTC; stands in the manifest alone. */
  readonly startedAt?: string;
  /** Decodes slices on other threads, where the host has some, and digests them by the host's own means. */
  readonly decoding?: Pick<ReadOptions, 'decode' | 'parallel' | 'prepare' | 'digest' | 'onPlan' | 'onSlice'>;
  /** Issues met before, while the files were collected. */
  readonly issues?: readonly Issue[];
  /** Told as soon as the voxels are there, so that a page can show the first image. */
  readonly onVolume?: (canonical: CanonicalVolume) => void;
}

/**
 * `done`; `part`: a result, but something given was left out; `nothing`: no CT in it; `refused`: input that must not be
 * analysed (exit codes 0, 8, 4, 3 of docs/contract.md).
 */
export type AnalyzeStatus = 'done' | 'part' | 'nothing' | 'refused';

export interface AnalyzeResult {
  readonly status: AnalyzeStatus;
  readonly analysis: Analysis | null;
  readonly issues: readonly Issue[];
  readonly reading: Reading;
  /** For views that draw voxels; null without a result. */
  readonly images: { readonly canonical: CanonicalVolume; readonly anatomy: Anatomy; readonly lesions: LesionReading } | null;
}

/** A clock for the manifest alone: no result depends on it. */
function stopwatch(): { lap: (stage: string) => void; timingsMs: Record<string, number> } {
  const timingsMs: Record<string, number> = {};
  let last = performance.now();
  return {
    timingsMs,
    lap: (stage) => {
      const now = performance.now();
      timingsMs[stage] = Math.round(now - last);
      last = now;
    },
  };
}

const setAside = (issues: readonly Issue[]): boolean => issues.some((each) => each.severity !== 'note');

function withoutResult(reading: Reading, issues: readonly Issue[]): AnalyzeResult {
  // a broken file is refused; without one, there simply was no CT
  const refused = setAside(issues.filter((each) => !NOTHING_THERE.has(each.code)));
  return { status: refused ? 'refused' : 'nothing', analysis: null, issues, reading, images: null };
}

/** What says "nothing to analyse" rather than "this is broken". */
const NOTHING_THERE = new Set([
  'intake-empty',
  'intake-nothing-to-analyze',
  'dicom-not-ct',
  'dicom-series-left-out',
  'dicom-localizer-left-out',
]);

async function oneDifferentialPerGroup(
  lesions: LesionReading,
  reading: Reading,
  facts: ClinicalFacts | null,
  settings: Settings,
  tools: AnalyzeTools,
): Promise<Map<string, Differential>> {
  const patient = reading.volume?.source.patient;
  const setting = settings.setting ?? facts?.setting ?? 'incidental';
  const byGroup = new Map<string, Differential>();
  // costal cartilage and the like need no explanation; expected vessel calcium still has causes worth ranking
  const asked = lesions.groups.filter((group) => !group.expected || group.pattern === 'vascular');
  for (const [index, group] of asked.entries()) {
    checkAborted(tools.signal);
    tools.progress?.({ stage: 'reasoning', fraction: index / asked.length });
    const question = questionOf(group, facts, { ageYears: patient?.ageYears ?? null, sex: patient?.sex ?? null }, setting);
    byGroup.set(group.id, differential(tools.knowledge, question));
  }
  tools.progress?.({ stage: 'reasoning', fraction: 1 });
  return byGroup;
}

/**
 * The main job: files and clinical facts in, one {@link Analysis} out. Bad input gives issues and a status, never a
 * throw; an abort rejects with the signal's reason.
 */
export async function analyze(input: AnalyzeInput, tools: AnalyzeTools): Promise<AnalyzeResult> {
  const settings: Settings = { ...DEFAULT_SETTINGS, ...input.settings };
  const { progress, signal, kernels, knowledge } = tools;
  const watch = stopwatch();

  // slices are decoded straight into the kernels' memory: no later step copies the volume
  const allocate = (count: number): Int16Array => kernels.allocateVoxels(count);
  const reading = await readInput(input.files, { progress, signal, allocate, ...tools.decoding });
  watch.lap('read');
  const clinical: ClinicalReading = input.clinical.length ? await readClinical(input.clinical, knowledge) : { facts: null, issues: [] };
  const told = [...(tools.issues ?? []), ...reading.issues, ...clinical.issues];
  if (!reading.volume) return withoutResult(reading, told);
  told.push(...checkHounsfield(reading.volume));
  if (told.some((each) => each.code === 'volume-not-hounsfield')) return withoutResult(reading, told);
  if (input.clinical.length && !clinical.facts) return { status: 'refused', analysis: null, issues: told, reading, images: null };
  if (clinical.facts) {
    const identity = matchIdentity(reading.volume.source.patient, clinical.facts, { override: settings.allowPatientMismatch });
    told.push(...identity);
    if (hasError(identity)) return { status: 'refused', analysis: null, issues: told, reading, images: null };
  }
  watch.lap('clinical');

  const canonical = canonicalVolume(reading.volume, allocate);
  tools.onVolume?.(canonical);
  const given = input.anatomy?.length ? await readExternalAnatomy(input.anatomy, canonical.volume) : null;
  if (given) told.push(...given.issues);
  const anatomy = await buildAnatomy(canonical.volume, kernels, { progress, signal, labels: given?.labels ?? undefined });
  watch.lap('anatomy');
  const lesions = await findLesions(canonical.volume, anatomy, kernels, {
    progress,
    signal,
    ageYears: clinical.facts?.patient.ageYears ?? reading.volume.source.patient.ageYears,
    sex: clinical.facts?.patient.sex ?? reading.volume.source.patient.sex,
  });
  watch.lap('lesions');
  const differentials = await oneDifferentialPerGroup(lesions, reading, clinical.facts, settings, tools);
  watch.lap('reasoning');

  const analysis = buildAnalysis({
    reading,
    anatomy,
    anatomySource: given?.labels ? 'given' : 'measured',
    lesionReading: lesions,
    facts: clinical.facts,
    differentials,
    words: knowledge,
    issues: told,
    run: {
      settings: { ...settings },
      inputHash: digest(
        [reading.inputHash, ...input.clinical.map((each) => digest(each.bytes ?? each.text ?? '')), ...(given ? [given.hash] : [])].join(
          ' ',
        ),
      ),
      timingsMs: watch.timingsMs,
      peakMemoryBytes: tools.peakMemoryBytes?.() ?? null,
      startedAt: tools.startedAt ?? null,
    },
  });
  const images = { canonical, anatomy, lesions };
  return { status: setAside(told) ? 'part' : 'done', analysis, issues: analysis.issues, reading, images };
}
