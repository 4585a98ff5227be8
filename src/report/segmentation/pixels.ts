import type { DeferredBytes } from '../../dicom/index.ts';
import type { Footprint } from './planes.ts';
import type { PlannedSegment } from './segments.ts';

/** One frame to be written: a plane, and the pixels of each segment on it (one segment when binary). */
export interface SegFrame {
  readonly plane: number;
  readonly parts: readonly { readonly segment: number; readonly pixels: Int32Array }[];
}

/** Pixels of each segment on each plane; the union of its lesions. */
function layOut(
  segments: readonly PlannedSegment[],
  footprints: ReadonlyMap<string, readonly Footprint[]>,
): { segment: number; footprints: Footprint[] }[] {
  return segments.map(({ number, lesionIds }) => {
    const byPlane = new Map<number, Int32Array[]>();
    for (const id of lesionIds)
      for (const { plane, pixels } of footprints.get(id) ?? []) byPlane.set(plane, [...(byPlane.get(plane) ?? []), pixels]);
    const joined = [...byPlane].sort(([a], [b]) => a - b);
    return {
      segment: number,
      footprints: joined.map(([plane, parts]) => ({
        plane,
        pixels: parts.length === 1 ? parts[0] : Int32Array.from(new Set(parts.flatMap((each) => [...each]))).sort(),
      })),
    };
  });
}

/** Frames that have a pixel: by segment and then by place; of a label map, by place. */
export function framesOf(
  segments: readonly PlannedSegment[],
  footprints: ReadonlyMap<string, readonly Footprint[]>,
  encoding: 'binary' | 'labelmap',
): SegFrame[] {
  const laid = layOut(segments, footprints);
  if (encoding === 'binary')
    return laid.flatMap(({ segment, footprints }) => footprints.map(({ plane, pixels }) => ({ plane, parts: [{ segment, pixels }] })));
  const byPlane = new Map<number, { segment: number; pixels: Int32Array }[]>();
  for (const { segment, footprints } of laid)
    for (const { plane, pixels } of footprints) byPlane.set(plane, [...(byPlane.get(plane) ?? []), { segment, pixels }]);
  return [...byPlane].sort(([a], [b]) => a - b).map(([plane, parts]) => ({ plane, parts }));
}

/** Bits, first pixel in the lowest bit, frames one after another without padding (PS3.5 8.1.1). */
export function packedBits(frames: readonly SegFrame[], area: number): DeferredBytes {
  const bytes = Math.ceil((frames.length * area) / 8);
  return {
    byteLength: bytes + (bytes % 2),
    writeInto: (target) => {
      frames.forEach((frame, index) => {
        for (const { pixels } of frame.parts)
          for (let n = 0; n < pixels.length; n++) {
            const bit = index * area + pixels[n];
            target[Math.floor(bit / 8)] |= 1 << (bit % 8);
          }
      });
    },
  };
}

/** Segment numbers, one or two bytes each. */
export function numberedPixels(frames: readonly SegFrame[], about: { area: number; wide: boolean }): DeferredBytes {
  const width = about.wide ? 2 : 1;
  const bytes = frames.length * about.area * width;
  return {
    byteLength: bytes + (bytes % 2),
    writeInto: (target) => {
      frames.forEach((frame, index) => {
        for (const { segment, pixels } of frame.parts)
          for (let n = 0; n < pixels.length; n++) {
            const at = (index * about.area + pixels[n]) * width;
            target[at] = segment & 0xff;
            if (about.wide) target[at + 1] = segment >> 8;
          }
      });
    },
  };
}
