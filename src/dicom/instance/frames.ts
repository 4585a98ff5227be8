import type { Vector3 } from '../../core/index.ts';
import { type Dataset, item, items, number, numbers, text, texts } from '../parse/index.ts';
import type { Frame, ModalityTransform } from './instance.ts';

const finite = (values: number[], length: number): number[] | null =>
  values.length >= length && values.slice(0, length).every(Number.isFinite) ? values.slice(0, length) : null;

const UNIT_TOLERANCE = 1e-2;

/** Row and column cosines made exactly orthonormal; null when they are no two directions at right angles. */
function cosines(values: number[]): number[] | null {
  const v = finite(values, 6);
  if (!v) return null;
  const rowLength = Math.hypot(v[0], v[1], v[2]);
  if (Math.abs(rowLength - 1) > UNIT_TOLERANCE) return null;
  const row = [v[0] / rowLength, v[1] / rowLength, v[2] / rowLength];
  const dot = row[0] * v[3] + row[1] * v[4] + row[2] * v[5];
  if (Math.abs(dot) > UNIT_TOLERANCE) return null;
  const column = [v[3] - dot * row[0], v[4] - dot * row[1], v[5] - dot * row[2]];
  const columnLength = Math.hypot(column[0], column[1], column[2]);
  if (Math.abs(columnLength - 1) > UNIT_TOLERANCE) return null;
  return [...row, ...column.map((x) => x / columnLength)];
}

function spacingOf(dataset: Dataset | null): [number, number] | null {
  const pair = dataset ? finite(numbers(dataset, 'PixelSpacing'), 2) : null;
  return pair && pair[0] > 0 && pair[1] > 0 ? [pair[1], pair[0]] : null;
}

const LINEAR: ModalityTransform = { slope: 1, intercept: 0, lut: null };

function transformOf(dataset: Dataset | null, signed: boolean): ModalityTransform | null {
  if (!dataset) return null;
  const lut = item(dataset, 'ModalityLUTSequence');
  const descriptor = lut ? numbers(lut, 'LUTDescriptor') : [];
  if (lut && descriptor.length === 3) {
    const values = numbers(lut, 'LUTData');
    const first = signed && descriptor[1] >= 0x8000 ? descriptor[1] - 0x10000 : descriptor[1];
    if (values.length > 0) return { slope: 1, intercept: 0, lut: { first, values } };
  }
  const slope = number(dataset, 'RescaleSlope');
  const intercept = number(dataset, 'RescaleIntercept');
  if (slope === null && intercept === null) return null;
  return { slope: slope || 1, intercept: intercept ?? 0, lut: null };
}

/** Macro item from the frame's groups, else from the shared ones (PS3.3 C.7.6.16). */
type Macro = (name: Parameters<typeof item>[1]) => Dataset | null;

function enhancedFrame(index: number, macro: Macro, dataset: Dataset, signed: boolean): Frame {
  const position = macro('PlanePositionSequence');
  const orientation = macro('PlaneOrientationSequence');
  const measures = macro('PixelMeasuresSequence');
  const content = macro('FrameContentSequence');
  const kind = macro('CTImageFrameTypeSequence');
  const values = macro('PixelValueTransformationSequence');
  const stated = transformOf(values, signed) ?? transformOf(dataset, signed);
  return {
    index,
    positionMm: position ? (finite(numbers(position, 'ImagePositionPatient'), 3) as Vector3 | null) : null,
    orientation: orientation ? cosines(numbers(orientation, 'ImageOrientationPatient')) : null,
    spacingMm: spacingOf(measures),
    thicknessMm: measures ? number(measures, 'SliceThickness') : null,
    transform: stated ?? LINEAR,
    rescaleStated: stated !== null,
    rescaleType: (values ? text(values, 'RescaleType') : null) ?? text(dataset, 'RescaleType') ?? '',
    frameType: kind ? texts(kind, 'FrameType') : [],
    stackId: content ? (text(content, 'StackID') ?? '') : '',
    temporal: content ? String(number(content, 'TemporalPositionIndex') ?? '') : '',
    acquisition: content ? String(number(content, 'FrameAcquisitionNumber') ?? '') : '',
  };
}

/** The frames of an instance: from the functional groups when there are any, else one frame per stored frame. */
export function framesOf(dataset: Dataset, count: number, signed: boolean): Frame[] {
  const perFrame = items(dataset, 'PerFrameFunctionalGroupsSequence');
  const shared = item(dataset, 'SharedFunctionalGroupsSequence');
  if (perFrame.length > 0 || shared) {
    return Array.from({ length: count }, (_, index) => {
      const own = perFrame[index] ?? null;
      const macro: Macro = (name) => (own ? item(own, name) : null) ?? (shared ? item(shared, name) : null);
      return enhancedFrame(index, macro, dataset, signed);
    });
  }
  const stated = transformOf(dataset, signed);
  const plain: Frame = {
    index: 0,
    positionMm: finite(numbers(dataset, 'ImagePositionPatient'), 3) as Vector3 | null,
    orientation: cosines(numbers(dataset, 'ImageOrientationPatient')),
    spacingMm: spacingOf(dataset),
    thicknessMm: number(dataset, 'SliceThickness'),
    transform: stated ?? LINEAR,
    rescaleStated: stated !== null,
    rescaleType: text(dataset, 'RescaleType') ?? '',
    frameType: [],
    stackId: '',
    temporal: String(number(dataset, 'TemporalPositionIdentifier') ?? ''),
    acquisition: String(number(dataset, 'AcquisitionNumber') ?? ''),
  };
  // Frames of an instance without functional groups have one position between them, so only the first has a place.
  return Array.from({ length: count }, (_, index) => (index === 0 ? plain : { ...plain, index, positionMm: null }));
}
