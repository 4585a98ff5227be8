import type { DicomSource, SourceFile, StatedWindow } from '../../core/index.ts';
import type { Keyword } from '../dictionary/index.ts';
import { loadHeader } from '../instance/load.ts';
import { type Dataset, item, items, numbers, text, texts } from '../parse/index.ts';
import type { VolumePlan } from './plan.ts';

/**
 * What objects derived from a series say again of patient, study and equipment (PS3.3 C.7.1 to C.7.5), and of how its
 * pixels were compressed.
 */
export const KEPT_ATTRIBUTES = [
  'PatientName',
  'PatientID',
  'IssuerOfPatientID',
  'PatientBirthDate',
  'PatientSex',
  'PatientAge',
  'PatientSize',
  'PatientWeight',
  'PatientIdentityRemoved',
  'DeidentificationMethod',
  'LongitudinalTemporalInformationModified',
  'ClinicalTrialSponsorName',
  'ClinicalTrialProtocolID',
  'ClinicalTrialSubjectID',
  'StudyInstanceUID',
  'StudyDate',
  'StudyTime',
  'StudyID',
  'StudyDescription',
  'AccessionNumber',
  'ReferringPhysicianName',
  'TimezoneOffsetFromUTC',
  'SeriesInstanceUID',
  'SeriesDate',
  'SeriesTime',
  'AcquisitionDate',
  'AcquisitionTime',
  'ContentDate',
  'ContentTime',
  'FrameOfReferenceUID',
  'PositionReferenceIndicator',
  'BodyPartExamined',
  'Laterality',
  'LossyImageCompression',
  'LossyImageCompressionRatio',
  'LossyImageCompressionMethod',
] as const satisfies readonly Keyword[];

/** A second window is common, more are not. */
const MOST_WINDOWS = 3;

/** Window centres and widths of a frame: its own macro, the shared one (PS3.3 C.7.6.16.2.10), or the file's (C.11.2.1.2). */
function windowsOf(dataset: Dataset, frame: number): StatedWindow[] {
  const group = items(dataset, 'PerFrameFunctionalGroupsSequence')[frame] ?? null;
  const shared = item(dataset, 'SharedFunctionalGroupsSequence');
  const stated = (group && item(group, 'FrameVOILUTSequence')) ?? (shared && item(shared, 'FrameVOILUTSequence')) ?? dataset;
  const [centres, widths] = [numbers(stated, 'WindowCenter'), numbers(stated, 'WindowWidth')];
  const names = texts(stated, 'WindowCenterWidthExplanation');
  return centres
    .map((levelHu, n) => ({ levelHu, widthHu: widths[n], name: names[n] || null }))
    .filter(({ levelHu, widthHu }) => Number.isFinite(levelHu) && Number.isFinite(widthHu) && widthHu >= 1)
    .slice(0, MOST_WINDOWS);
}

/** The source of a volume as objects written for it need it. Reads one header again, so that listing thousands of files keeps none. */
export async function originOf(plan: VolumePlan, files: ReadonlyMap<string, SourceFile>): Promise<DicomSource> {
  const [{ instance, frame }] = plan.frames;
  const file = files.get(instance.path);
  const parsed = file ? (await loadHeader(file)).parsed : null;
  const header: Record<string, string> = {};
  for (const keyword of parsed ? KEPT_ATTRIBUTES : []) {
    const values = texts(parsed!.dataset, keyword);
    if (values.length > 0) header[keyword] = values.join('\\');
  }
  // Files say the method as text or as codes; written again as text.
  const codes = parsed
    ? items(parsed.dataset, 'DeidentificationMethodCodeSequence').flatMap((each) => text(each, 'CodeMeaning') ?? [])
    : [];
  if (codes.length > 0) header['DeidentificationMethod'] ??= codes.join('\\');
  return {
    header,
    frames: plan.frames.map((each) => ({
      sopClassUid: each.instance.sopClassUid,
      sopInstanceUid: each.instance.sopInstanceUid,
      frame: each.frame.index + 1,
      frameCount: each.instance.format!.frames,
      positionMm: each.frame.positionMm!,
    })),
    orientation: frame.orientation!,
    rows: instance.format!.rows,
    columns: instance.format!.columns,
    windows: parsed ? windowsOf(parsed.dataset, frame.index) : [],
    resampled: plan.way !== 'direct',
  };
}
