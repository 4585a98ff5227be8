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
}

export const readWhole = (file: SourceFile): Promise<Uint8Array> => file.read({ offset: 0, length: file.size });

export const sourceFromBytes = (path: string, bytes: Uint8Array): SourceFile => ({
  path,
  size: bytes.length,
  read: async ({ offset, length }) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
});
