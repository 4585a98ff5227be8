/** Transfer syntaxes (PS3.5 section 10 and annex A) and what decodes each. */
export type Codec = 'native' | 'rle' | 'deflate' | 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k' | 'none';

export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly codec: Codec;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  readonly deflated: boolean;
  /** The syntax itself permits loss; LossyImageCompression in the data set can say so too. */
  readonly lossy: boolean;
}

export const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG = '1.2.840.10008.1.2.2';

type Row = readonly [uid: string, name: string, codec: Codec, trait?: 'lossy' | 'implicit' | 'big' | 'deflated'];

const ROWS: readonly Row[] = [
  [IMPLICIT_LITTLE, 'Implicit VR Little Endian', 'native', 'implicit'],
  [EXPLICIT_LITTLE, 'Explicit VR Little Endian', 'native'],
  [EXPLICIT_BIG, 'Explicit VR Big Endian', 'native', 'big'],
  ['1.2.840.10008.1.2.1.99', 'Deflated Explicit VR Little Endian', 'native', 'deflated'],
  ['1.2.840.10008.1.2.1.98', 'Encapsulated Uncompressed Explicit VR Little Endian', 'native'],
  ['1.2.840.10008.1.2.5', 'RLE Lossless', 'rle'],
  ['1.2.840.10008.1.2.8.1', 'Deflated Image Frame Compression', 'deflate'],
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)', 'jpeg', 'lossy'],
  ['1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 and 4)', 'jpeg', 'lossy'],
  ['1.2.840.10008.1.2.4.53', 'JPEG Spectral Selection (Process 6 and 8), retired', 'jpeg', 'lossy'],
  ['1.2.840.10008.1.2.4.55', 'JPEG Full Progression (Process 10 and 12), retired', 'jpeg', 'lossy'],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless (Process 14)', 'jpeg-lossless'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless (Process 14, selection value 1)', 'jpeg-lossless'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless', 'jpeg-ls'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless', 'jpeg-ls', 'lossy'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless Only', 'jpeg-2000'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000', 'jpeg-2000', 'lossy'],
  ['1.2.840.10008.1.2.4.201', 'High-Throughput JPEG 2000 Lossless Only', 'htj2k'],
  ['1.2.840.10008.1.2.4.202', 'High-Throughput JPEG 2000 RPCL Lossless Only', 'htj2k'],
  ['1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000', 'htj2k', 'lossy'],
  ['1.2.840.10008.1.2.4.92', 'JPEG 2000 Part 2 Lossless Only', 'none'],
  ['1.2.840.10008.1.2.4.93', 'JPEG 2000 Part 2', 'none', 'lossy'],
  ['1.2.840.10008.1.2.4.100', 'MPEG2 Main Profile', 'none', 'lossy'],
  ['1.2.840.10008.1.2.4.102', 'MPEG-4 AVC/H.264 High Profile', 'none', 'lossy'],
  ['1.2.840.10008.1.2.4.107', 'HEVC/H.265 Main Profile', 'none', 'lossy'],
  ['1.2.840.10008.1.2.4.110', 'JPEG XL Lossless', 'none'],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL', 'none', 'lossy'],
];

const TABLE: ReadonlyMap<string, TransferSyntax> = new Map(
  ROWS.map(([uid, name, codec, trait]) => [
    uid,
    {
      uid,
      name,
      codec,
      explicit: trait !== 'implicit',
      littleEndian: trait !== 'big',
      deflated: trait === 'deflated',
      lossy: trait === 'lossy',
    },
  ]),
);

export const TRANSFER_SYNTAXES: readonly TransferSyntax[] = [...TABLE.values()];

/** The syntax of a UID; one that is not known is read as explicit little endian (PS3.5 10) and has no codec. */
export const syntaxOf = (uid: string): TransferSyntax =>
  TABLE.get(uid) ?? { uid, name: `unknown (${uid})`, codec: 'none', explicit: true, littleEndian: true, deflated: false, lossy: false };
