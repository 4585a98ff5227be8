import { inflateCapped } from '../../core/index.ts';
import type { PixelFormat } from '../instance/index.ts';
import type { TransferSyntax } from '../syntax/index.ts';
import { codestreamShape, endsWhole } from './codestream.ts';
import { loadCodecs, renewCodecs } from './library.ts';
import { decodeRle } from './rle.ts';

/** Why a frame cannot be had: the code of the issue, and its `received`. */
export interface FrameProblem {
  readonly code: string;
  readonly received: string;
}

/** Little endian samples as BitsAllocated says, interleaved by pixel (1-bit ones packed); or why there are none. */
export type Decoded = { readonly bytes: Uint8Array } | { readonly problem: FrameProblem };

const failed = (code: string, received: string): { problem: FrameProblem } => ({ problem: { code, received } });

const METHOD = {
  jpeg: 'decodeJpeg',
  'jpeg-lossless': 'decodeJpeg',
  'jpeg-ls': 'decodeJpegLs',
  'jpeg-2000': 'decodeJpeg2000',
  htj2k: 'decodeHtJpeg2000',
} as const;

/** SOF markers that the codec library decodes: baseline and extended Huffman, progressive, lossless (ITU T.81 table B.1). */
const JPEG_MARKERS = new Set([0xc0, 0xc1, 0xc2, 0xc3]);

/** Why a frame must not go to its decoder; null when its header agrees with the data set (T.81, T.87, T.800 against PS3.3 C.7.6.3). */
function refusal(bytes: Uint8Array, format: PixelFormat, syntax: TransferSyntax): string | null {
  const shape = codestreamShape(bytes);
  if (!shape) return `no ${syntax.name} codestream`;
  if (shape.width !== format.columns || shape.height !== format.rows)
    return `a frame of ${shape.width}x${shape.height} where the header says ${format.columns}x${format.rows}`;
  if (shape.components !== format.samplesPerPixel) return `${shape.components} components where the header says ${format.samplesPerPixel}`;
  if (shape.bits > format.bitsAllocated) return `${shape.bits} bits in ${format.bitsAllocated} allocated`;
  if (METHOD[syntax.codec as keyof typeof METHOD] === 'decodeJpeg' && !JPEG_MARKERS.has(shape.marker))
    return `JPEG process of marker FF${shape.marker.toString(16)}`;
  return null;
}

/** Bytes of a decoded frame; a 1-bit frame is packed and ends on a whole byte (PS3.5 8.2). */
const decodedBytes = (format: PixelFormat): number =>
  Math.ceil((format.rows * format.columns * format.samplesPerPixel * format.bitsAllocated) / 8);

function decodeOurs(bytes: Uint8Array, format: PixelFormat, codec: 'rle' | 'deflate'): Decoded {
  const expected = decodedBytes(format);
  if (codec === 'deflate') {
    const { bytes: out, state } = inflateCapped(bytes, { format: 'raw', mostBytes: expected + 1, expectedBytes: expected });
    return out.length >= expected && state !== 'broken'
      ? { bytes: out.subarray(0, expected) }
      : failed('dicom-truncated', `${out.length} of ${expected} bytes of the frame`);
  }
  const packed = format.bitsAllocated === 1;
  const out = decodeRle(bytes, {
    pixels: packed ? expected : format.rows * format.columns,
    bytesPerSample: packed ? 1 : format.bitsAllocated / 8,
    samplesPerPixel: format.samplesPerPixel,
  });
  return out ? { bytes: out } : failed('dicom-undecodable', 'a broken RLE segment');
}

/** Decodes one compressed frame. Its own header is compared with the data set before anything is allocated; never throws for bad input. */
export async function decodeFrame(bytes: Uint8Array, format: PixelFormat, syntax: TransferSyntax): Promise<Decoded> {
  const { codec } = syntax;
  if (codec === 'rle' || codec === 'deflate') return decodeOurs(bytes, format, codec);
  if (codec === 'native' || codec === 'none') return failed('dicom-unsupported-syntax', syntax.name);
  const problem = refusal(bytes, format, syntax);
  if (problem) return failed('dicom-undecodable', problem);
  if (!endsWhole(bytes)) return failed('dicom-truncated', 'a compressed frame without its end marker');
  const { NativeCodecs, Context } = await loadCodecs();
  const context = new Context({
    width: format.columns,
    height: format.rows,
    bitsAllocated: format.bitsAllocated,
    bitsStored: format.bitsStored,
    samplesPerPixel: format.samplesPerPixel,
    pixelRepresentation: format.signed ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: format.photometric,
    encodedBuffer: bytes,
  });
  try {
    const out = NativeCodecs[METHOD[codec]](context, {}).getDecodedBuffer();
    const expected = decodedBytes(format);
    if (!out || out.length < expected) return failed('dicom-undecodable', `${out?.length ?? 0} bytes decoded of ${expected}`);
    return { bytes: out.subarray(0, expected) };
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name === 'RuntimeError') await renewCodecs();
    return failed(
      'dicom-undecodable',
      `a frame that the codec refuses (${thrown instanceof Error ? thrown.message.slice(0, 120) : 'no reason given'})`,
    );
  }
}
