import { gzipSync } from 'fflate';
import type { Grid, Matrix3 } from '../../core/index.ts';
import { voxelCount } from '../../core/index.ts';
import { DATATYPE, HEADER_BYTES, quaternionOf, rasAffine, SINGLE_FILE_OFFSET, UNITS_MM_SEC, XFORM_SCANNER } from '../header/index.ts';

export interface NiftiImage {
  readonly grid: Grid;
  /** i fastest, length nx * ny * nz. */
  readonly voxels: Int16Array | Uint8Array | Uint16Array;
  readonly gzip: boolean;
  /** At most 79 characters, ASCII. */
  readonly description?: string;
}

const LIMIT_NIFTI1 = 32767;
/** gzip effort: 6 is the usual balance of size and time. */
const GZIP_LEVEL = 6;

function datatypeOf(voxels: NiftiImage['voxels']): number {
  if (voxels instanceof Int16Array) return DATATYPE.int16;
  return voxels instanceof Uint16Array ? DATATYPE.uint16 : DATATYPE.uint8;
}

function writeHeader(view: DataView, image: NiftiImage): void {
  const { grid, voxels } = image;
  view.setInt32(0, HEADER_BYTES, true);
  [3, ...grid.size, 1, 1, 1, 1].forEach((value, at) => {
    view.setInt16(40 + 2 * at, value, true);
  });
  view.setInt16(70, datatypeOf(voxels), true);
  view.setInt16(72, 8 * voxels.BYTES_PER_ELEMENT, true);
  const affine = rasAffine(grid);
  const ras = [0, 1, 2].flatMap((row) => [0, 1, 2].map((c) => (row < 2 ? -1 : 1) * grid.direction[3 * row + c])) as unknown as Matrix3;
  const quaternion = quaternionOf(ras);
  [quaternion.qfac, ...grid.spacingMm].forEach((value, at) => {
    view.setFloat32(76 + 4 * at, value, true);
  });
  view.setFloat32(108, SINGLE_FILE_OFFSET, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, UNITS_MM_SEC);
  [...(image.description ?? 'Calcimap')].slice(0, 79).forEach((letter, at) => {
    view.setUint8(148 + at, letter.charCodeAt(0) & 0x7f);
  });
  view.setInt16(252, XFORM_SCANNER, true);
  view.setInt16(254, XFORM_SCANNER, true);
  [quaternion.b, quaternion.c, quaternion.d, affine[3], affine[7], affine[11]].forEach((value, at) => {
    view.setFloat32(256 + 4 * at, value, true);
  });
  affine.forEach((value, at) => {
    view.setFloat32(280 + 4 * at, value, true);
  });
  [0x6e, 0x2b, 0x31, 0].forEach((letter, at) => {
    view.setUint8(344 + at, letter);
  });
}

/**
 * A volume or label map as NIfTI-1, single file (`.nii`, or `.nii.gz` with `gzip`). LPS becomes RAS; sform and qform both
 * say the same. The gzip member carries no time, so the same image gives the same bytes.
 * @throws RangeError when the voxels do not fill the grid, or a side exceeds 32767 (NIfTI-1 dim is int16).
 */
export function writeNifti(image: NiftiImage): Uint8Array {
  const { grid, voxels } = image;
  if (voxels.length !== voxelCount(grid)) throw new RangeError(`${voxels.length} voxels for a grid of ${voxelCount(grid)}`);
  if (grid.size.some((side) => side > LIMIT_NIFTI1)) throw new RangeError(`NIfTI-1 holds at most ${LIMIT_NIFTI1} voxels a side`);
  const file = new Uint8Array(SINGLE_FILE_OFFSET + voxels.byteLength);
  const view = new DataView(file.buffer);
  writeHeader(view, image);
  // Voxels are little endian on every platform that runs this (typed arrays take the machine's order; all targets are LE).
  file.set(new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength), SINGLE_FILE_OFFSET);
  return image.gzip ? gzipSync(file, { level: GZIP_LEVEL, mtime: 0 }) : file;
}
