import { DATATYPE } from '../header/index.ts';
import { bytesPerVoxel, type NiftiHeader } from './fields.ts';

type Reader = (view: DataView, at: number, le: boolean) => number;

const READERS: Readonly<Record<number, Reader>> = {
  [DATATYPE.uint8]: (view, at) => view.getUint8(at),
  [DATATYPE.int8]: (view, at) => view.getInt8(at),
  [DATATYPE.int16]: (view, at, le) => view.getInt16(at, le),
  [DATATYPE.uint16]: (view, at, le) => view.getUint16(at, le),
  [DATATYPE.int32]: (view, at, le) => view.getInt32(at, le),
  [DATATYPE.uint32]: (view, at, le) => view.getUint32(at, le),
  [DATATYPE.float32]: (view, at, le) => view.getFloat32(at, le),
  [DATATYPE.float64]: (view, at, le) => view.getFloat64(at, le),
  [DATATYPE.int64]: (view, at, le) => Number(view.getBigInt64(at, le)),
  [DATATYPE.uint64]: (view, at, le) => Number(view.getBigUint64(at, le)),
};

/** scl_slope 0 means no scaling (nifti1.h). */
export const scalingOf = (header: NiftiHeader): { slope: number; intercept: number } =>
  Number.isFinite(header.slope) && header.slope !== 0 && Number.isFinite(header.intercept)
    ? { slope: header.slope, intercept: header.intercept }
    : { slope: 1, intercept: 0 };

export interface VoxelTarget {
  readonly write: (at: number, value: number) => void;
  readonly count: number;
}

/** Hands every scaled voxel value to `target`; the bytes must hold `count` voxels from `voxelOffset`. NaN is handed on. */
export function eachVoxel(bytes: Uint8Array, header: NiftiHeader, target: VoxelTarget): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = READERS[header.datatype];
  const width = bytesPerVoxel[header.datatype];
  const { slope, intercept } = scalingOf(header);
  for (let at = 0, from = header.voxelOffset; at < target.count; at++, from += width)
    target.write(at, slope * read(view, from, header.littleEndian) + intercept);
}

/** Int16 HU without scaling is a plain copy. */
export function plainInt16(bytes: Uint8Array, header: NiftiHeader, count: number): Int16Array | null {
  const { slope, intercept } = scalingOf(header);
  if (header.datatype !== DATATYPE.int16 || !header.littleEndian || slope !== 1 || intercept !== 0) return null;
  const start = bytes.byteOffset + header.voxelOffset;
  return start % 2 === 0
    ? new Int16Array(bytes.buffer, start, count)
    : new Int16Array(bytes.slice(header.voxelOffset, header.voxelOffset + 2 * count).buffer);
}
