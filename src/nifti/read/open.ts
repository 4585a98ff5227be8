import { type Grid, type Issue, inflateCapped, issue, readWhole, type SourceFile, voxelCount } from '../../core/index.ts';
import { bytesPerVoxel, looksLikeNifti, type NiftiHeader, readHeader } from './fields.ts';
import { niftiGrid } from './geometry.ts';

/** Enough for either header and the gzip wrapper of it. */
const HEAD_BYTES = 4096;
/** Largest image that is inflated or allocated: 2^31 voxels of 16 bit. */
const MOST_BYTES = 2 ** 32;

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** First bytes, unwrapped when gzipped. */
const unwrapHead = (head: Uint8Array): Uint8Array =>
  isGzip(head) ? inflateCapped(head, { format: 'gzip', mostBytes: 8 * HEAD_BYTES }).bytes : head;

/** True when a file's first bytes are a NIfTI image, gzipped or not. */
export const opensLikeNifti = (head: Uint8Array): boolean => looksLikeNifti(unwrapHead(head));

export interface OpenedNifti {
  readonly header: NiftiHeader;
  readonly grid: Grid;
  /** The whole unwrapped file. */
  readonly bytes: Uint8Array;
}

/** Header and geometry only. */
export async function openHeader(file: SourceFile): Promise<{ header: NiftiHeader | null; grid: Grid | null; issues: Issue[] }> {
  const head = unwrapHead(await file.read({ offset: 0, length: HEAD_BYTES }));
  const { header, issues } = readHeader(head, file.path);
  if (!header) return { header: null, grid: null, issues };
  const geometry = niftiGrid(header, file.path);
  return { header, grid: geometry.grid, issues: [...issues, ...geometry.issues] };
}

/** The whole image; lengths are compared with the bytes that are there before anything is made of them. */
export async function openNifti(file: SourceFile): Promise<{ image: OpenedNifti | null; issues: Issue[] }> {
  const { header, grid, issues } = await openHeader(file);
  if (!header || !grid) return { image: null, issues };
  const needed = header.voxelOffset + voxelCount(grid) * bytesPerVoxel[header.datatype];
  const refuse = (code: string, received: string, expected: string): { image: null; issues: Issue[] } => ({
    image: null,
    issues: [...issues, issue('error', { code, where: file.path, expected, received, fix: 'Copy the file again.' })],
  });
  if (needed > MOST_BYTES) return refuse('nifti-too-large', `${needed} bytes`, `at most ${MOST_BYTES} bytes`);
  const raw = await readWhole(file);
  // deflate cannot unfold to more than 1032 times its size, so a header that asks for more lies.
  if (isGzip(raw) && needed > 1032 * raw.length) return refuse('nifti-truncated', `${raw.length} compressed bytes`, `${needed} bytes`);
  const inflated = isGzip(raw) ? inflateCapped(raw, { format: 'gzip', mostBytes: needed + HEAD_BYTES, expectedBytes: needed }) : null;
  if (inflated?.state === 'damaged') return refuse('nifti-damaged', 'bytes with another checksum', 'the bytes that were packed');
  const bytes = inflated?.bytes ?? raw;
  if (bytes.length < needed) return refuse('nifti-truncated', `${bytes.length} bytes`, `${needed} bytes`);
  return { image: { header, grid, bytes }, issues };
}
