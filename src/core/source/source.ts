import { type Issue, issue } from '../issue/index.ts';

/**
 * A file as every room sees it: named bytes that can be read in part. Node and the browser each make their own
 * (`src/host`), so nothing below touches a file system.
 */
export interface SourceFile {
  /** Path relative to what the user gave, `/` between folders; shown to people, never opened. */
  readonly path: string;
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer at the end of the file. Rejects when the machine does not give them. */
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

/** What a `read` rejects with when it knows why: bytes that are there and not the ones that were stored. */
export class SourceError extends Error {
  readonly code: string;
  readonly received: string;
  constructor(code: string, received: string) {
    super(`${code}: ${received}`);
    this.code = code;
    this.received = received;
  }
}

/** Code and words of a read that failed. Of the machine's errors only the code is kept: its words may hold a path. */
export function readFailure(cause: unknown): { readonly code: string; readonly received: string } {
  if (cause instanceof SourceError) return { code: cause.code, received: cause.received };
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  return { code: 'input-unreadable', received: typeof code === 'string' ? code : typeof name === 'string' ? name : 'a failed read' };
}

/** The issue of a file whose bytes cannot be had. */
export const readIssue = (cause: unknown, where: string): Issue =>
  issue('warning', {
    ...readFailure(cause),
    where,
    expected: 'a file that can be read whole',
    fix: 'Check the right to read it and copy it again; it was left out.',
  });
