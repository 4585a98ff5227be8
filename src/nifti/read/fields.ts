import { type Issue, issue, type Vector3 } from '../../core/index.ts';
import { DATATYPE, HEADER_BYTES } from '../header/index.ts';

const HEADER2_BYTES = 540;
/** Longest side that is believed; NIfTI-2 could say 2^63. */
const MOST_SIDE = 65535;

/** What a header says, either version, before any of it is trusted. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  readonly dim: readonly number[];
  readonly pixdim: readonly number[];
  readonly datatype: number;
  readonly voxelOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly qformCode: number;
  readonly sformCode: number;
  readonly quaternion: Vector3;
  readonly qoffset: Vector3;
  /** 12 numbers by rows. */
  readonly sform: readonly number[];
  /** Units of space to mm: metre 1000, mm 1, micrometre 0.001; unknown counts as mm. */
  readonly toMm: number;
}

export const bytesPerVoxel: Readonly<Record<number, number>> = {
  [DATATYPE.uint8]: 1,
  [DATATYPE.int8]: 1,
  [DATATYPE.int16]: 2,
  [DATATYPE.uint16]: 2,
  [DATATYPE.int32]: 4,
  [DATATYPE.uint32]: 4,
  [DATATYPE.float32]: 4,
  [DATATYPE.float64]: 8,
  [DATATYPE.int64]: 8,
  [DATATYPE.uint64]: 8,
};

const LENGTH_UNITS: Readonly<Record<number, number>> = { 1: 1000, 3: 0.001 };

/** True when the bytes open like a NIfTI header of either version and byte order. */
export function looksLikeNifti(head: Uint8Array): boolean {
  if (head.length < HEADER_BYTES) return false;
  return headerKind(new DataView(head.buffer, head.byteOffset, head.byteLength)) !== null;
}

function headerKind(view: DataView): { version: 1 | 2; littleEndian: boolean } | null {
  for (const littleEndian of [true, false]) {
    const size = view.getInt32(0, littleEndian);
    if (size === HEADER_BYTES && magic(view, 344) === 'n+1') return { version: 1, littleEndian };
    if (size === HEADER2_BYTES && magic(view, 4) === 'n+2') return { version: 2, littleEndian };
  }
  return null;
}

const magic = (view: DataView, at: number): string => String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2));

const list = (count: number, read: (index: number) => number): number[] => Array.from({ length: count }, (_, index) => read(index));

function header1(view: DataView, le: boolean): NiftiHeader {
  const f32 = (at: number): number => view.getFloat32(at, le);
  return {
    version: 1,
    littleEndian: le,
    dim: list(8, (i) => view.getInt16(40 + 2 * i, le)),
    pixdim: list(8, (i) => f32(76 + 4 * i)),
    datatype: view.getInt16(70, le),
    voxelOffset: f32(108),
    slope: f32(112),
    intercept: f32(116),
    qformCode: view.getInt16(252, le),
    sformCode: view.getInt16(254, le),
    quaternion: [f32(256), f32(260), f32(264)],
    qoffset: [f32(268), f32(272), f32(276)],
    sform: list(12, (i) => f32(280 + 4 * i)),
    toMm: LENGTH_UNITS[view.getUint8(123) & 7] ?? 1,
  };
}

function header2(view: DataView, le: boolean): NiftiHeader {
  const i64 = (at: number): number => Number(view.getBigInt64(at, le));
  const f64 = (at: number): number => view.getFloat64(at, le);
  return {
    version: 2,
    littleEndian: le,
    dim: list(8, (i) => i64(16 + 8 * i)),
    pixdim: list(8, (i) => f64(104 + 8 * i)),
    datatype: view.getInt16(12, le),
    voxelOffset: i64(168),
    slope: f64(176),
    intercept: f64(184),
    qformCode: view.getInt32(344, le),
    sformCode: view.getInt32(348, le),
    quaternion: [f64(352), f64(360), f64(368)],
    qoffset: [f64(376), f64(384), f64(392)],
    sform: list(12, (i) => f64(400 + 8 * i)),
    toMm: LENGTH_UNITS[view.getInt32(500, le) & 7] ?? 1,
  };
}

/** The header of the file's first bytes; null with an issue when it cannot be believed. */
export function readHeader(bytes: Uint8Array, where: string): { header: NiftiHeader | null; issues: Issue[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (received: string, expected: string): { header: null; issues: Issue[] } => ({
    header: null,
    issues: [issue('error', { code: 'nifti-bad-header', where, expected, received, fix: 'Write the file again.' })],
  });
  const kind = bytes.length >= HEADER_BYTES ? headerKind(view) : null;
  if (!kind) return refuse('no NIfTI header', 'a NIfTI-1 or NIfTI-2 header');
  if (kind.version === 2 && bytes.length < HEADER2_BYTES) return refuse(`${bytes.length} bytes`, `${HEADER2_BYTES} bytes of header`);
  const header = kind.version === 1 ? header1(view, kind.littleEndian) : header2(view, kind.littleEndian);
  const { dim } = header;
  if (!(dim[0] >= 1 && dim[0] <= 7)) return refuse(`${dim[0]} dimensions`, '1 to 7 dimensions');
  const used = dim.slice(1, dim[0] + 1);
  if (used.some((side) => !(side >= 1 && side <= MOST_SIDE))) return refuse(`sides ${used.join(' x ')}`, `sides of 1 to ${MOST_SIDE}`);
  if (used.slice(3).some((side) => side > 1)) return refuse(`${dim[0]} dimensions (${used.join(' x ')})`, 'one volume of 3 dimensions');
  if (bytesPerVoxel[header.datatype] === undefined) return refuse(`datatype ${header.datatype}`, 'an integer or float datatype');
  const least = kind.version === 1 ? HEADER_BYTES : HEADER2_BYTES;
  const { voxelOffset } = header;
  if (!(Number.isInteger(voxelOffset) && voxelOffset >= least))
    return refuse(`voxels at byte ${voxelOffset}`, `voxels from a whole byte after ${least}`);
  return { header, issues: [] };
}

export const sizeOf = (header: NiftiHeader): Vector3 =>
  [0, 1, 2].map((axis) => (axis < header.dim[0] ? header.dim[axis + 1] : 1)) as unknown as Vector3;
