import { writeCtSeries } from '../../dicom/index.ts';
import { writeNifti } from '../../nifti/index.ts';
import type { Phantom } from '../types.ts';

export interface PhantomFile {
  /** Below the phantom's folder, `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * A phantom as files: `dicom/*.dcm` (one CT series), `truth.json`, `labels.nii.gz` (voxel = lesion label), `case.yaml`.
 * Only `dicom/` is what an analysis is given; the truth stays beside it.
 */
export function phantomFiles(phantom: Phantom): PhantomFile[] {
  const { volume, truth, labels, caseFile } = phantom;
  const text = new TextEncoder();
  const legend = Object.fromEntries(truth.lesions.map((lesion) => [lesion.label, lesion.id]));
  return [
    ...writeCtSeries(volume, {
      name: `phantom ${phantom.name} ${phantom.seed}`,
      folder: 'dicom',
      studyDescription: `Digital phantom ${phantom.name}, seed ${phantom.seed}`,
      seriesDescription: volume.source.seriesDescription ?? undefined,
      studyDate: volume.source.acquisition.studyDate ?? undefined,
    }),
    { path: 'truth.json', bytes: text.encode(`${JSON.stringify({ ...truth, grid: volume.grid, legend }, null, 2)}\n`) },
    {
      path: 'labels.nii.gz',
      bytes: writeNifti({ grid: volume.grid, voxels: labels, gzip: true, description: `Calcimap phantom ${phantom.name} lesion labels` }),
    },
    { path: 'case.yaml', bytes: text.encode(caseFile) },
  ];
}
