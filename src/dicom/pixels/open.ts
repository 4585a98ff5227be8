import { readWhole, type SourceFile } from '../../core/index.ts';
import type { Decoded, FrameProblem } from '../codec/index.ts';
import type { Instance, PixelFormat } from '../instance/index.ts';
import { parseFile } from '../parse/index.ts';
import { formatProblem, frameBytes } from './format.ts';
import { type Fragment, frameFragments, joinFragments } from './fragments.ts';
import { samplesOf } from './samples.ts';

/** Bytes of one frame as stored, native or compressed. A native 1-bit frame begins `firstBit` bits into the first byte. */
export type Stored = { readonly bytes: Uint8Array; readonly firstBit: number } | { readonly problem: FrameProblem };

/** Frames of one file on demand. What is wrong comes back as a problem; nothing throws for bad bytes. */
export interface PixelSource {
  stored(frame: number): Promise<Stored>;
  /** Samples of one frame: little endian, as BitsAllocated says (1 bit: a byte each), interleaved by pixel. */
  samples(frame: number): Promise<Decoded>;
}

type ReadStored = PixelSource['stored'];

const truncated = (received: string): { problem: FrameProblem } => ({ problem: { code: 'dicom-truncated', received } });

const failing =
  (problem: FrameProblem): ReadStored =>
  async () => ({ problem });

function nativeFrames(file: SourceFile, instance: Instance, format: PixelFormat): ReadStored {
  const pixels = instance.pixels!;
  const perFrame = frameBytes(format);
  let inflated: Promise<Uint8Array> | null = null;
  const body = async (offset: number, length: number): Promise<Uint8Array> => {
    if (!instance.inflated) return file.read({ offset, length });
    inflated ??= readWhole(file).then((bytes) => parseFile(bytes, file.path)?.dataset.bytes ?? new Uint8Array(0));
    return (await inflated).subarray(offset, offset + length);
  };
  return async (frame) => {
    const start = Math.floor(frame * perFrame);
    const end = Math.ceil((frame + 1) * perFrame);
    if (end > pixels.length) return truncated(`${pixels.length} bytes of pixel data for a frame that ends at ${end}`);
    // Words of big endian 8-bit pixels come in pairs, so an odd frame needs the byte after it too.
    const bytes = await body(pixels.offset + start, Math.min(pixels.length - start, end - start + ((end - start) % 2)));
    const firstBit = Math.round((frame * perFrame - start) * 8);
    return bytes.length < end - start ? truncated(`${bytes.length} of ${end - start} bytes of the frame`) : { bytes, firstBit };
  };
}

function encapsulatedFrames(file: SourceFile, instance: Instance, format: PixelFormat): ReadStored {
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
    return fragments
      ? { bytes: joinFragments(bytes, fragments), firstBit: 0 }
      : truncated(`${byFrame.length} of ${format.frames} compressed frames`);
  };
}

function framesOf(file: SourceFile, instance: Instance): ReadStored {
  const { pixels, format } = instance;
  if (!pixels || !format) return failing({ code: 'dicom-no-pixels', received: 'no image in it' });
  const problem = formatProblem(format);
  if (problem) return failing({ code: 'dicom-bad-format', received: problem });
  // Two pixels share their colour (PS3.3 C.7.6.3.1.2), so a frame has not the size its samples say; nothing grey is stored so.
  if (pixels.length >= 0 && /_42[02]$/.test(format.photometric))
    return failing({ code: 'dicom-bad-format', received: `subsampled colour (${format.photometric})` });
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
      return samplesOf(got.bytes, { format: instance.format!, syntax: instance.syntax, vr: instance.pixels!.vr }, got.firstBit);
    },
  };
}
