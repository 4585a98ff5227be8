import type { CanonicalVolume, Issue } from '../../core/index.ts';
import type { Lesion } from '../../lesions/types.ts';
import type { Analysis } from '../analysis/index.ts';
import { writeKeyObjects } from '../key-objects/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import { writeSecondaryCapture } from '../secondary-capture/index.ts';
import { planSegmentation, type SegmentationOptions, writeSegmentation } from '../segmentation/index.ts';
import { type Reader, writeStructuredReport } from '../structured-report/index.ts';

export const DICOM_OBJECTS = ['seg', 'sr', 'sc', 'ko'] as const;
export type DicomObject = (typeof DICOM_OBJECTS)[number];

/** File names of docs/contract.md. */
export const OBJECT_FILES: Readonly<Record<DicomObject, string>> = {
  seg: 'segmentation.dcm',
  sr: 'measurements.dcm',
  sc: 'secondary-capture.dcm',
  ko: 'key-objects.dcm',
};

export interface DicomObjectsInput {
  readonly analysis: Analysis;
  readonly canonical: CanonicalVolume;
  readonly lesions: readonly Pick<Lesion, 'id' | 'voxels'>[];
  /** For the secondary capture. */
  readonly keyImages: readonly KeyImage[];
  readonly segmentation?: Partial<SegmentationOptions>;
  readonly reader?: Reader;
}

export interface ObjectFile {
  readonly object: DicomObject;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An issue told by two objects is told once. */
const once = (issues: readonly Issue[]): Issue[] => [...new Map(issues.map((each) => [JSON.stringify(each), each])).values()];

/**
 * The DICOM objects of a result, one after another so that only one is held at a time. They refer to one another by the
 * same UIDs whichever of them are wanted.
 * @param put takes each file as it is made
 */
export async function writeDicomObjects(
  input: DicomObjectsInput,
  wanted: readonly DicomObject[],
  put: (file: ObjectFile) => Promise<void>,
): Promise<Issue[]> {
  if (wanted.length === 0) return [];
  const { value: plan, issues } = planSegmentation({ ...input, options: input.segmentation });
  const told: Issue[] = [...issues];
  const segmentation = plan?.reference ?? null;
  const give = (object: DicomObject, bytes: Uint8Array | null): Promise<void> | undefined =>
    bytes ? put({ object, name: OBJECT_FILES[object], bytes }) : undefined;
  if (plan && wanted.includes('seg')) await give('seg', writeSegmentation(plan));
  if (wanted.includes('sr')) {
    const { value, issues: met } = writeStructuredReport({ ...input, segmentation });
    told.push(...met);
    await give('sr', value);
  }
  if (wanted.includes('sc')) {
    const { value, issues: met } = writeSecondaryCapture(input);
    told.push(...met);
    await give('sc', value);
  }
  if (plan && wanted.includes('ko')) await give('ko', writeKeyObjects(input.analysis, plan, input.reader).value);
  return once(told);
}
