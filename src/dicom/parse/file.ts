import { type Issue, inflateCapped, issue } from '../../core/index.ts';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, syntaxOf, type TransferSyntax } from '../syntax/index.ts';
import { type Dataset, type Encoding, TAG_PIXEL_DATA } from './element.ts';
import { text, texts } from './read.ts';
import { type Stop, walk, walkState } from './walk.ts';

const PREAMBLE_BYTES = 128;
/** A deflated data set may unfold to this, or to 200 times its size where that is more. */
const LEAST_INFLATE_CAP = 16 * 2 ** 20;
const MOST_INFLATE_RATIO = 200;
const KNOWN_VR = /^(AE|AS|AT|CS|DA|DS|DT|FL|FD|IS|LO|LT|OB|OW|PN|SH|SL|SQ|SS|ST|TM|UI|UL|UN|US|UT)$/;

export interface PixelElement {
  readonly offset: number;
  /** -1 = encapsulated. */
  readonly length: number;
  readonly vr: string;
}

/** The header of one file. */
export interface ParsedFile {
  readonly syntax: TransferSyntax;
  readonly meta: Dataset | null;
  readonly dataset: Dataset;
  /** MediaStorageSOPClassUID of the meta header. */
  readonly mediaStorageClass: string | null;
  /** Where the pixels lie in `dataset.bytes`; null when the file has none. */
  readonly pixels: PixelElement | null;
  readonly stop: Stop | null;
  /** True when the data set had to be inflated, so offsets are not those of the file. */
  readonly inflated: boolean;
  readonly issues: readonly Issue[];
}

const letters = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));

/** Where a Part 10 header begins; null when there is no DICM prefix. */
function metaStart(bytes: Uint8Array): number | null {
  if (letters(bytes, PREAMBLE_BYTES, 4) === 'DICM') return PREAMBLE_BYTES + 4;
  if (letters(bytes, 0, 4) === 'DICM') return 4;
  return null;
}

/** The encoding that the first attribute at `at` is written in, when it looks like one of groups 0 to 0x10; else null. */
function sniff(bytes: Uint8Array, at: number): Encoding | null {
  if (at + 8 > bytes.length) return null;
  const explicit = KNOWN_VR.test(letters(bytes, at + 4, 2));
  const little = bytes[at] + 256 * bytes[at + 1];
  const big = bytes[at + 1] + 256 * bytes[at];
  if (little <= 0x10 && bytes[at + 3] <= 0x10) {
    if (explicit) return { explicit: true, littleEndian: true };
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at + 4, true);
    return little > 0 && length < 4096 ? { explicit: false, littleEndian: true } : null;
  }
  return big <= 0x10 && explicit ? { explicit: true, littleEndian: false } : null;
}

const syntaxUidOf = (encoding: Encoding): string =>
  encoding.littleEndian ? (encoding.explicit ? EXPLICIT_LITTLE : IMPLICIT_LITTLE) : EXPLICIT_BIG;

/** True when the bytes begin like DICOM, with or without preamble and meta header. */
export const looksLikeDicom = (head: Uint8Array): boolean => metaStart(head) !== null || sniff(head, 0) !== null;

const walkMeta = (bytes: Uint8Array, start: number): { dataset: Dataset; at: number; stop: Stop | null } => {
  const state = walkState(bytes);
  const encoding = { explicit: true, littleEndian: true };
  const walked = walk(state, {
    start,
    end: bytes.length,
    encoding,
    characterSets: [],
    depth: 0,
    untilDelimiter: false,
    stopAtPixels: true,
    onlyGroup: 2,
  });
  return { ...walked, stop: state.stop };
};

/**
 * Reads the header of a DICOM file up to the pixel data (PS3.10 7; files without preamble or meta header are read by
 * what their first attribute looks like). `bytes` may be the file's first part: `stop.why` is then `short` when more is
 * needed. Null when the bytes are not DICOM.
 */
export function parseFile(bytes: Uint8Array, where: string): ParsedFile | null {
  const prefix = metaStart(bytes);
  const start = prefix ?? 0;
  const first = sniff(bytes, start);
  if (prefix === null && !first) return null;
  const issues: Issue[] = [];
  const hasMeta = bytes[start] === 2 && bytes[start + 1] === 0;
  const meta = hasMeta ? walkMeta(bytes, start) : null;
  if (meta?.stop)
    return {
      syntax: syntaxOf(EXPLICIT_LITTLE),
      meta: meta.dataset,
      mediaStorageClass: text(meta.dataset, 'MediaStorageSOPClassUID'),
      dataset: meta.dataset,
      pixels: null,
      stop: meta.stop,
      inflated: false,
      issues,
    };
  const declared = meta ? text(meta.dataset, 'TransferSyntaxUID') : null;
  let at = meta?.at ?? start;
  let body = bytes;
  let syntax = declared ? syntaxOf(declared) : null;
  if (syntax?.deflated) {
    const mostBytes = Math.max(LEAST_INFLATE_CAP, MOST_INFLATE_RATIO * bytes.length);
    const result = inflateCapped(bytes.subarray(at), { format: 'raw', mostBytes });
    body = result.bytes;
    at = 0;
    if (result.state === 'too-much' || result.state === 'broken')
      issues.push(
        issue('error', {
          code: 'dicom-inflate',
          where,
          expected: `a deflated data set of at most ${mostBytes} bytes`,
          received: result.state,
          fix: 'Export the file again, uncompressed.',
        }),
      );
  }
  const found = sniff(body, at);
  syntax ??= syntaxOf(found ? syntaxUidOf(found) : EXPLICIT_LITTLE);
  let encoding: Encoding = syntax;
  if (found && declared && (found.littleEndian !== syntax.littleEndian || (found.explicit && !syntax.explicit))) {
    encoding = found;
    issues.push(
      issue('note', {
        code: 'dicom-syntax-contradicted',
        where,
        expected: syntax.name,
        received: syntaxOf(syntaxUidOf(found)).name,
        fix: 'Read as what it is.',
      }),
    );
    if (syntax.codec === 'native') syntax = syntaxOf(syntaxUidOf(found));
  }
  const state = walkState(body);
  const options = {
    start: at,
    end: body.length,
    encoding: { explicit: encoding.explicit, littleEndian: encoding.littleEndian },
    depth: 0,
    untilDelimiter: false,
    stopAtPixels: true,
  };
  const walked = walk(state, { ...options, characterSets: [] });
  const dataset = { ...walked.dataset, characterSets: texts(walked.dataset, 'SpecificCharacterSet') };
  const pixel = dataset.elements.get(TAG_PIXEL_DATA);
  return {
    syntax,
    meta: meta?.dataset ?? null,
    mediaStorageClass: meta ? text(meta.dataset, 'MediaStorageSOPClassUID') : null,
    dataset,
    pixels: pixel && state.stop?.why === 'pixels' ? { offset: pixel.offset, length: pixel.length, vr: pixel.vr } : null,
    stop: state.stop,
    inflated: body !== bytes,
    issues,
  };
}
