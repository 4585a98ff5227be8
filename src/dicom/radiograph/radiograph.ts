import { type Issue, issue, type Radiograph, type RadiographScale, type SourceFile } from '../../core/index.ts';
import { type Instance, instanceOf } from '../instance/index.ts';
import { loadHeader } from '../instance/load.ts';
import { type Dataset, number, numbers, text, texts } from '../parse/index.ts';
import { openPixels, outputValues } from '../pixels/index.ts';

/** Projection radiography (PS3.4 annex B.5): CR, DX, mammography, XA excluded as it is a film. */
export const RADIOGRAPH_CLASSES: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.1.1.1',
  '1.2.840.10008.5.1.4.1.1.1.1',
  '1.2.840.10008.5.1.4.1.1.1.1.1',
  '1.2.840.10008.5.1.4.1.1.1.2',
  '1.2.840.10008.5.1.4.1.1.1.2.1',
]);
const MODALITIES = new Set(['CR', 'DX', 'MG', 'RG', 'DR']);

export const isRadiograph = (instance: Instance): boolean =>
  RADIOGRAPH_CLASSES.has(instance.sopClassUid) || (instance.sopClassUid === '' && MODALITIES.has(instance.modality));

type Pair = readonly [number, number];

function pairOf(dataset: Dataset, name: 'PixelSpacing' | 'ImagerPixelSpacing'): Pair | null {
  const [row, column] = numbers(dataset, name);
  return row > 0 && column > 0 ? [column, row] : null;
}

/** Spacing differs when it differs by more than this share: beyond the rounding of DS values. */
const SAME_SHARE = 1e-4;
const same = (a: Pair, b: Pair): boolean => a.every((value, at) => Math.abs(value - b[at]) <= SAME_SHARE * value);

/** PixelSpacing against ImagerPixelSpacing (PS3.3 10.7.1.3): which is which decides what a length means. */
export function radiographScale(dataset: Dataset): { spacingMm: Pair | null; scale: RadiographScale } {
  const pixel = pairOf(dataset, 'PixelSpacing');
  const imager = pairOf(dataset, 'ImagerPixelSpacing');
  const calibration = text(dataset, 'PixelSpacingCalibrationType');
  if (pixel && (calibration === 'GEOMETRY' || calibration === 'FIDUCIAL')) return { spacingMm: pixel, scale: 'calibrated' };
  if (pixel && imager && !same(pixel, imager)) return { spacingMm: pixel, scale: 'calibrated' };
  const magnification = number(dataset, 'EstimatedRadiographicMagnificationFactor');
  if (imager && magnification !== null && magnification >= 1 && magnification < 10)
    return { spacingMm: [imager[0] / magnification, imager[1] / magnification], scale: 'magnification-corrected' };
  if (imager) return { spacingMm: imager, scale: 'detector' };
  return pixel ? { spacingMm: pixel, scale: 'unstated' } : { spacingMm: null, scale: 'none' };
}

const SIDES: Readonly<Record<string, Radiograph['laterality']>> = { L: 'left', R: 'right', B: 'both', U: 'unpaired' };
const lateralityOf = (dataset: Dataset): Radiograph['laterality'] =>
  SIDES[text(dataset, 'ImageLaterality') ?? text(dataset, 'Laterality') ?? ''] ?? null;

const SCALE_WORDS: Readonly<Record<RadiographScale, string | null>> = {
  calibrated: null,
  'magnification-corrected': null,
  detector: 'spacing at the detector: lengths in the patient are smaller',
  unstated: 'PixelSpacing without a word on the plane it holds for',
  none: 'no spacing: lengths cannot be measured',
};

function notes(dataset: Dataset, radiograph: Radiograph): Issue[] {
  const where = radiograph.source.path;
  const issues: Issue[] = [];
  const words = SCALE_WORDS[radiograph.scale];
  if (words)
    issues.push(
      issue(radiograph.scale === 'none' ? 'warning' : 'note', {
        code: 'radiograph-scale',
        where,
        expected: 'calibrated PixelSpacing (PS3.3 10.7.1.3)',
        received: words,
        fix: 'Calibrate against an object of known size.',
      }),
    );
  if (radiograph.laterality === null)
    issues.push(
      issue('note', {
        code: 'radiograph-side-unknown',
        where,
        expected: 'Laterality or ImageLaterality',
        received: 'neither',
        fix: 'Give the side with the findings.',
      }),
    );
  if (radiograph.burnedIn !== false)
    issues.push(
      issue(radiograph.burnedIn ? 'warning' : 'note', {
        code: 'radiograph-burned-in',
        where,
        expected: 'BurnedInAnnotation NO',
        received: text(dataset, 'BurnedInAnnotation') ?? 'not stated',
        fix: 'Text in the pixels may name the patient.',
      }),
    );
  if (radiograph.lossy)
    issues.push(
      issue('note', {
        code: 'dicom-lossy',
        where,
        expected: 'lossless pixels',
        received: 'lossy compression',
        fix: 'Faint calcification may be lost.',
      }),
    );
  return issues;
}

async function decode(file: SourceFile, instance: Instance): Promise<{ values: Float32Array } | { problem: Issue }> {
  const got = await openPixels(file, instance).samples(0);
  const fail = (code: string, received: string): { problem: Issue } => ({
    problem: issue('error', { code, where: file.path, expected: 'one grey image', received, fix: 'Export the image again.' }),
  });
  if ('problem' in got) return fail(got.problem.code, got.problem.received);
  const format = instance.format!;
  if (format.samplesPerPixel !== 1 || format.bitsAllocated === 1)
    return fail('dicom-not-grey', `${format.samplesPerPixel} samples per pixel`);
  if (format.frames > 1) return fail('radiograph-several-frames', `${format.frames} frames`);
  return {
    values: outputValues(got.bytes, { format, transform: instance.frames[0].transform, padding: null }, format.rows * format.columns),
  };
}

/** A radiograph with its pixels; null with an issue when the file is none or cannot be decoded. */
export async function readRadiograph(file: SourceFile): Promise<{ radiograph: Radiograph | null; issues: Issue[] }> {
  const { parsed, issues: met } = await loadHeader(file);
  const instance = parsed ? instanceOf(parsed, file) : null;
  if (!parsed || !instance || !isRadiograph(instance)) {
    const received = instance ? `modality ${instance.modality || 'not stated'}` : 'no DICOM file';
    return {
      radiograph: null,
      issues: [
        ...met,
        issue('error', {
          code: 'radiograph-not-one',
          where: file.path,
          expected: 'a CR, DX or mammography image',
          received,
          fix: 'Give the radiograph itself.',
        }),
      ],
    };
  }
  const decoded = await decode(file, instance);
  if ('problem' in decoded) return { radiograph: null, issues: [...met, decoded.problem] };
  const { dataset } = parsed;
  const { values } = decoded;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const inverted = instance.format!.photometric === 'MONOCHROME1';
  // Turned about the range, so that the values keep their scale.
  if (inverted) for (let at = 0; at < values.length; at++) values[at] = low + high - values[at];
  const burned = text(dataset, 'BurnedInAnnotation');
  const radiograph: Radiograph = {
    size: [instance.format!.columns, instance.format!.rows],
    ...radiographScale(dataset),
    values,
    range: { low, high },
    inverted,
    modality: instance.modality,
    laterality: lateralityOf(dataset),
    view: text(dataset, 'ViewPosition'),
    bodyPartExamined: instance.acquisition.bodyPartExamined,
    orientation: texts(dataset, 'PatientOrientation'),
    burnedIn: burned === 'YES' ? true : burned === 'NO' ? false : null,
    lossy: instance.lossy,
    source: {
      path: file.path,
      sopClassUid: instance.sopClassUid,
      sopInstanceUid: instance.sopInstanceUid,
      studyInstanceUid: instance.studyInstanceUid || null,
      seriesInstanceUid: instance.seriesInstanceUid || null,
      patient: instance.patient,
      studyDate: instance.acquisition.studyDate,
      manufacturer: instance.acquisition.manufacturer,
    },
  };
  return { radiograph, issues: [...met, ...notes(dataset, radiograph)] };
}
