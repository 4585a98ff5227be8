import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IDENTITY, UNKNOWN_ACQUISITION, UNKNOWN_PATIENT, UNKNOWN_SOURCE, type Volume } from '../../src/core/index.ts';
import { writeCtSeries } from '../../src/dicom/index.ts';

/** A small body of water with one bright nodule under the skin of the left side, 48 x 48 x 24 voxels of 3 mm. */
export function smallVolume(patientId = 'P1', description = 'small body'): Volume {
  const size = [48, 48, 24] as const;
  const hu = new Int16Array(size[0] * size[1] * size[2]).fill(-1000);
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++) {
        const radius = Math.hypot((i - 24) / 20, (j - 24) / 15);
        if (radius < 1) hu[i + size[0] * (j + size[1] * k)] = radius > 0.8 ? -100 : 50;
        if (Math.hypot(i - 41, j - 24, k - 12) < 2) hu[i + size[0] * (j + size[1] * k)] = 600;
      }
  return {
    grid: { size, spacingMm: [3, 3, 3], originMm: [-72, -72, -36], direction: IDENTITY },
    hu,
    source: {
      ...UNKNOWN_SOURCE,
      seriesDescription: description,
      patient: { ...UNKNOWN_PATIENT, patientId, patientName: `Phantom^${patientId}`, ageYears: 50, sex: 'female' },
      acquisition: { ...UNKNOWN_ACQUISITION, kvp: 120, sliceThicknessMm: 3, convolutionKernel: 'B40f', patientPosition: 'HFS' },
    },
  };
}

/** Writes the series into `folder`; `change` may alter or drop (null) a slice's bytes. */
export function writeSeries(
  folder: string,
  volume: Volume,
  change: (bytes: Uint8Array, slice: number) => Uint8Array | null = (bytes) => bytes,
): void {
  writeCtSeries(volume, {
    name: `${volume.source.seriesDescription} ${volume.source.patient.patientId}`,
    studyDate: '20240102',
    studyTime: '101112',
  }).forEach(({ path, bytes }, slice) => {
    const changed = change(bytes, slice);
    if (!changed) return;
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, changed);
  });
}
