import { digest, uidFromName } from '../../core/index.ts';
import type { Analysis } from '../analysis/index.ts';

/** DICOM objects that a result is written as. */
export type ObjectKind = 'segmentation' | 'measurements' | 'secondary-capture' | 'key-objects';

export interface ObjectUids {
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
}

/**
 * What a result says, without when it was made: input, settings and versions by their hashes, and everything concluded
 * from them. A reader's decision changes it, so that a changed object never keeps its UID (PS3.5 9).
 */
export const contentDigest = (analysis: Analysis): string => {
  const { version, knowledgeVersion, settingsHash, inputHash } = analysis.manifest;
  return digest(JSON.stringify({ ...analysis, manifest: { version, knowledgeVersion, settingsHash, inputHash } }));
};

/**
 * UIDs of one object: the same for the same result, whatever writes it and in whichever order. The series depends on the
 * scan, settings and versions alone, so that corrected objects of one run stay together.
 * @param form how the object is written, where there are several ways
 */
export function objectUids(analysis: Analysis, kind: ObjectKind, form = ''): ObjectUids {
  const { version, knowledgeVersion, settingsHash, inputHash } = analysis.manifest;
  // the study too: a de-identified copy is another series in another study
  const run = `${analysis.study.studyInstanceUid ?? ''} ${inputHash} ${settingsHash} ${version} ${knowledgeVersion}`;
  return {
    seriesInstanceUid: uidFromName(`calcimap ${kind} series ${run}`),
    sopInstanceUid: uidFromName(`calcimap ${kind} instance ${run} ${contentDigest(analysis)} ${form}`),
  };
}
