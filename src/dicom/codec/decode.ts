import type { PixelFormat } from '../instance/index.ts';
import type { TransferSyntax } from '../syntax/index.ts';
import { codestreamShape } from './codestream.ts';
import { loadCodecs, renewCodecs } from './library.ts';
import { decodeRle } from './rle.ts';

/** Little endian samples as BitsAllocated says, interleaved by pixel; or why there are none. */
export type Decoded = { readonly bytes: Uint8Array } | { readonly problem: string };

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

/** Decodes one compressed frame. Its own header is compared with the data set before anything is allocated; never throws for bad input. */
export async function decodeFrame(bytes: Uint8Array, format: PixelFormat, syntax: TransferSyntax): Promise<Decoded> {
  const expected = (format.rows * format.columns * format.samplesPerPixel * format.bitsAllocated) / 8;
  if (syntax.codec === 'rle') {
    const shape = {
      pixels: format.rows * format.columns,
      bytesPerSample: format.bitsAllocated / 8,
      samplesPerPixel: format.samplesPerPixel,
    };
    const out = decodeRle(bytes, shape);
    return out ? { bytes: out } : { problem: 'a broken RLE segment' };
  }
  if (syntax.codec === 'native' || syntax.codec === 'none') return { problem: `no codec for ${syntax.name}` };
  const problem = refusal(bytes, format, syntax);
  if (problem) return { problem };
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
    const out = NativeCodecs[METHOD[syntax.codec]](context, {}).getDecodedBuffer();
    if (!out || out.length < expected) return { problem: `${out?.length ?? 0} bytes decoded of ${expected}` };
    return { bytes: out.subarray(0, expected) };
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name === 'RuntimeError') await renewCodecs();
    return { problem: `the codec refused it (${thrown instanceof Error ? thrown.message.slice(0, 120) : 'no reason given'})` };
  }
}
