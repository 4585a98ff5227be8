import { readWhole, type SourceFile } from '../../core/index.ts';
import type { Decoded } from '../codec/index.ts';
import type { Instance, PixelFormat } from '../instance/index.ts';
import { parseFile } from '../parse/index.ts';
import { formatProblem, frameBytes } from './format.ts';
import { type Fragment, frameFragments, joinFragments } from './fragments.ts';
import { samplesOf } from './samples.ts';

/** Frames of one file on demand. A problem is words for an issue; nothing throws for bad bytes. */
export interface PixelSource {
  /** Bytes of one frame as stored, native or compressed. */
  stored(frame: number): Promise<Decoded>;
  /** Samples of one frame: little endian, as BitsAllocated says, interleaved by pixel. */
  samples(frame: number): Promise<Decoded>;
}

type Stored = PixelSource['stored'];

const failing =
  (problem: string): Stored =>
  async () => ({ problem });

function nativeFrames(file: SourceFile, instance: Instance, format: PixelFormat): Stored {
  const pixels = instance.pixels!;
  const length = frameBytes(format);
  let inflated: Promise<Uint8Array> | null = null;
  const body = async (offset: number): Promise<Uint8Array> => {
    if (!instance.inflated) return file.read({ offset, length });
    inflated ??= readWhole(file).then((bytes) => parseFile(bytes, file.path)?.dataset.bytes ?? new Uint8Array(0));
    return (await inflated).subarray(offset, offset + length);
  };
  return async (frame) => {
    const start = frame * length;
    if (start + length > pixels.length)
      return { problem: `${pixels.length} bytes of pixel data for a frame that ends at ${start + length}` };
    const bytes = await body(pixels.offset + start);
    return bytes.length < length ? { problem: `${bytes.length} of ${length} bytes of the frame` } : { bytes };
  };
}

function encapsulatedFrames(file: SourceFile, instance: Instance, format: PixelFormat): Stored {
  const { offset } = instance.pixels!;
  const open = async (): Promise<{ bytes: Uint8Array; byFrame: readonly (readonly Fragment[])[] }> => {
    const bytes = await file.read({ offset, length: Math.max(0, file.size - offset) });
    return { bytes, byFrame: frameFragments(bytes, format.frames).byFrame };
  };
  let opened: ReturnType<typeof open> | null = null;
  return async (frame) => {
    opened ??= open();
    const { bytes, byFrame } = await opened;
    const fragments = byFrame[frame];
    return fragments ? { bytes: joinFragments(bytes, fragments) } : { problem: `${byFrame.length} of ${format.frames} compressed frames` };
  };
}

function framesOf(file: SourceFile, instance: Instance): Stored {
  const { pixels, format } = instance;
  if (!pixels || !format) return failing('no pixel data');
  const problem = formatProblem(format);
  if (problem) return failing(problem);
  return pixels.length < 0 ? encapsulatedFrames(file, instance, format) : nativeFrames(file, instance, format);
}

/** Opens the pixel data of a file whose header was read. */
export function openPixels(file: SourceFile, instance: Instance): PixelSource {
  const stored = framesOf(file, instance);
  return {
    stored,
    samples: async (frame) => {
      const got = await stored(frame);
      if ('problem' in got) return got;
      return samplesOf(got.bytes, { format: instance.format!, syntax: instance.syntax, vr: instance.pixels!.vr });
    },
  };
}
