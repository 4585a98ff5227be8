import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { Issue, SourceFile } from '../../core/index.ts';
import { issue } from '../../core/index.ts';

/** More files than any CT study has; a folder beyond it is a mistake such as a whole disk. */
export const MAX_FILES = 200_000;

/** Reads until `target` is full or the file ends; how many bytes there were. */
async function fill(path: string, target: Uint8Array, offset: number): Promise<number> {
  const handle = await open(path, 'r');
  try {
    let filled = 0;
    while (filled < target.length) {
      const { bytesRead } = await handle.read(target, filled, target.length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  } finally {
    await handle.close();
  }
}

function sourceFromPath(path: string, shown: string, size: number): SourceFile {
  return {
    path: shown.split(sep).join('/'),
    size,
    read: async ({ offset, length }) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      const filled = await fill(path, bytes, offset);
      return filled === bytes.length ? bytes : bytes.subarray(0, filled);
    },
    readInto: (target, offset) => fill(path, target, offset),
  };
}

/**
 * Every regular file below the given paths, in name order. A link is followed only where the user named it himself:
 * one found inside a folder could lead anywhere and is left out with a note.
 */
export async function collectFiles(paths: readonly string[]): Promise<{ files: SourceFile[]; issues: Issue[] }> {
  const files: SourceFile[] = [];
  const issues: Issue[] = [];
  const walk = async (folder: string, top: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (files.length >= MAX_FILES) return;
      if (entry.isSymbolicLink())
        issues.push(
          issue('note', {
            code: 'input-link-left-out',
            where: relative(top, path),
            expected: 'a regular file',
            received: 'a symbolic link',
            fix: 'Name the file it points to, if it belongs to the study.',
          }),
        );
      else if (entry.isDirectory()) await walk(path, top);
      else if (entry.isFile()) files.push(sourceFromPath(path, relative(top, path), (await stat(path)).size));
    }
  };
  for (const given of paths) {
    try {
      const path = await realpath(given);
      const about = await stat(path);
      if (about.isDirectory()) await walk(path, path);
      else if (about.isFile()) files.push(sourceFromPath(path, basename(path), about.size));
    } catch (cause) {
      issues.push(
        issue('error', {
          code: 'input-not-found',
          where: given,
          expected: 'a folder or file that can be read',
          received: (cause as NodeJS.ErrnoException).code ?? String(cause),
          fix: 'Check the spelling of the path and the right to read it.',
        }),
      );
    }
  }
  if (files.length >= MAX_FILES)
    issues.push(
      issue('warning', {
        code: 'input-too-many-files',
        where: paths.join(', '),
        expected: `at most ${MAX_FILES} files`,
        received: 'more',
        fix: 'Name the folder of the study itself.',
      }),
    );
  return { files, issues };
}
