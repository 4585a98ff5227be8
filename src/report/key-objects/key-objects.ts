import type { Outcome, SourceFrame } from '../../core/index.ts';
import { writePart10 } from '../../dicom/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { dcm } from '../codes/index.ts';
import { typicalOf } from '../keyimage/index.ts';
import { instanceReferences, objectAttributes } from '../object/index.ts';
import { kept, type SegmentationPlan } from '../segmentation/index.ts';
import { container, image, languageItem, observerItems, type Reader, text } from '../structured-report/index.ts';

export const KEY_OBJECT_SELECTION_STORAGE = '1.2.840.10008.5.1.4.1.1.88.59';

/** Slices worth opening: more would be no selection. */
const MOST_SLICES = 12;

interface KeySlice {
  readonly frame: SourceFrame;
  readonly words: string;
}

/** Per group, those of the question first and then by volume: the slices that show most of its largest and its most typical lesion. */
function keySlices(analysis: Analysis, plan: SegmentationPlan): KeySlice[] {
  const lesions = new Map(kept(analysis).map((each) => [each.id, each]));
  const groups = [...analysis.groups].sort(
    (a, b) => Number(Boolean(a.expected)) - Number(Boolean(b.expected)) || b.volumeMm3 - a.volumeMm3 || (a.id < b.id ? -1 : 1),
  );
  const slices: KeySlice[] = [];
  for (const group of groups) {
    const members = group.lesionIds.flatMap((id) => lesions.get(id) ?? []).sort((a, b) => a.number - b.number);
    const [largest] = [...members].sort((a, b) => b.volumeMm3 - a.volumeMm3);
    const typical = group.expected ? null : typicalOf(members);
    for (const [lesion, why] of [
      [largest, 'largest'],
      [typical === largest ? null : typical, 'most typical'],
    ] as const) {
      const frame = lesion && plan.keyFrameOf.get(lesion.id);
      if (frame) slices.push({ frame, words: `${group.id} ${group.label}: lesion ${lesion.number}, ${why}` });
    }
  }
  return slices.slice(0, MOST_SLICES);
}

/**
 * `key-objects.dcm`: the slices that show the largest and the most typical lesion of each group (PS3.16 TID 2010), so that a viewer can jump to
 * them. Null when there is no such slice.
 */
export function writeKeyObjects(analysis: Analysis, plan: SegmentationPlan, reader?: Reader): Outcome<Uint8Array> {
  const slices = keySlices(analysis, plan);
  if (slices.length === 0) return { value: null, issues: [] };
  const { origin } = plan;
  const frames = [...new Map(slices.map(({ frame }) => [`${frame.sopInstanceUid} ${frame.frame}`, frame])).values()];
  const bytes = writePart10({
    ...objectAttributes(analysis, origin, { kind: 'key-objects', form: reader ? JSON.stringify(reader) : '', modality: 'KO' }),
    SOPClassUID: KEY_OBJECT_SELECTION_STORAGE,
    ReferencedPerformedProcedureStepSequence: [],
    CurrentRequestedProcedureEvidenceSequence: [
      {
        StudyInstanceUID: origin.studyInstanceUid,
        ReferencedSeriesSequence: [{ SeriesInstanceUID: origin.seriesInstanceUid, ReferencedSOPSequence: instanceReferences(frames) }],
      },
    ],
    ...container({
      name: dcm('113009', 'For Research'),
      template: '2010',
      children: [
        languageItem(),
        ...observerItems(reader),
        text('CONTAINS', dcm('113012', 'Key Object Description'), slices.map((each) => each.words).join('\n')),
        ...frames.map((frame) => image('CONTAINS', { ...frame, frame: frame.frameCount > 1 ? frame.frame : undefined })),
      ],
    }),
  });
  return { value: bytes, issues: [] };
}
