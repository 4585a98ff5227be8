/**
 * A file as every room sees it: named bytes that can be read in part. Node and the browser each make their own
 * (`src/host`), so nothing below touches a file system.
 */
export interface SourceFile {
  /** Path relative to what the user gave, `/` between folders; shown to people, never opened. */
  readonly path: string;
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer at the end of the file. */
  read(range: { offset: number; length: number }): Promise<Uint8Array>;
  /** Where the machine can: bytes from `offset` straight into `target`; how many there were. Saves a copy for large reads. */
  readInto?(target: Uint8Array, offset: number): Promise<number>;
}

/** Fills `target` from `offset`; how many bytes there were. */
export async function readInto(file: SourceFile, target: Uint8Array, offset: number): Promise<number> {
  if (file.readInto) return file.readInto(target, offset);
  const bytes = await file.read({ offset, length: target.length });
  target.set(bytes);
  return bytes.length;
}

export const readWhole = (file: SourceFile): Promise<Uint8Array> => file.read({ offset: 0, length: file.size });

export const sourceFromBytes = (path: string, bytes: Uint8Array): SourceFile => ({
  path,
  size: bytes.length,
  read: async ({ offset, length }) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
});
