import { close, type Dirent, open, read } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { Issue, SourceFile } from '../../core/index.ts';
import { issue, readIssue } from '../../core/index.ts';

/** More files than any CT study has; a folder beyond it is a mistake such as a whole disk. */
export const MAX_FILES = 200_000;
/** Deepest nesting of folders that is followed; links are not, so only a made-up tree is deeper. */
const DEEPEST = 64;
/** Sizes asked for at once. */
const LANES = 32;

/** A path as the machine has it: bytes, because a name on a disc need not be text. */
type Path = string | Buffer;

/** Reads until `target` is full or the file ends; how many bytes there were. */
const fill = (path: Path, target: Uint8Array, offset: number): Promise<number> =>
  // Callbacks: a handle object for each of a thousand short reads costs more than the reading.
  new Promise((resolve, reject) => {
    open(path, 'r', (denied, descriptor) => {
      if (denied) {
        reject(denied);
        return;
      }
      const end = (cause: Error | null, filled: number): void => close(descriptor, () => (cause ? reject(cause) : resolve(filled)));
      const more = (filled: number): void =>
        read(descriptor, target, filled, target.length - filled, offset + filled, (cause, got) => {
          if (cause || got === 0 || filled + got === target.length) end(cause, filled + (got || 0));
          else more(filled + got);
        });
      if (target.length === 0) end(null, 0);
      else more(0);
    });
  });

const sourceFromPath = (path: Path, shown: string, size: number): SourceFile => ({
  path: shown,
  size,
  read: async ({ offset, length }) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    const filled = await fill(path, bytes, offset);
    return filled === bytes.length ? bytes : bytes.subarray(0, filled);
  },
  readInto: (target, offset) => fill(path, target, offset),
});

interface Found {
  readonly path: Buffer;
  readonly shown: string;
}

interface Walk {
  readonly found: Found[];
  readonly issues: Issue[];
}

const SEPARATOR = Buffer.from(sep);
const leftOut = (code: string, where: string, received: string, fix: string): Issue =>
  issue('note', { code, where, expected: 'a regular file', received, fix });

/** Regular files below a folder, in name order; what cannot be opened is named and the rest goes on. */
async function walk(into: Walk, folder: Found, depth: number): Promise<void> {
  let entries: Dirent<Buffer>[];
  try {
    entries = await readdir(folder.path, { withFileTypes: true, encoding: 'buffer' });
  } catch (cause) {
    into.issues.push(readIssue(cause, `${folder.shown}/`));
    return;
  }
  entries.sort((a, b) => Buffer.compare(a.name, b.name));
  for (const entry of entries) {
    if (into.found.length >= MAX_FILES) return;
    const name = entry.name.toString('utf8');
    const path = Buffer.concat([folder.path, SEPARATOR, entry.name]);
    const shown = folder.shown === '' ? name : `${folder.shown}/${name}`;
    if (entry.isSymbolicLink())
      into.issues.push(leftOut('input-link-left-out', shown, 'a symbolic link', 'Name the file it points to, if it belongs to the study.'));
    else if (entry.isFile()) into.found.push({ path, shown });
    else if (!entry.isDirectory()) into.issues.push(leftOut('input-special-left-out', shown, 'a pipe, socket or device', 'Left out.'));
    else if (depth < DEEPEST) await walk(into, { path, shown }, depth + 1);
    else
      into.issues.push(leftOut('input-too-deep', `${shown}/`, `a folder ${DEEPEST} levels down`, 'Name the folder of the study itself.'));
  }
}

/** Files with their sizes, a few asked for at once; an issue for each whose size is not to be had. */
async function sized(found: readonly Found[]): Promise<(SourceFile | Issue)[]> {
  const files = new Array<SourceFile | Issue>(found.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < found.length) {
      const at = next++;
      const { path, shown } = found[at];
      try {
        files[at] = sourceFromPath(path, shown, (await stat(path)).size);
      } catch (cause) {
        files[at] = readIssue(cause, shown);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return files;
}

/**
 * Every regular file below the given paths, in name order. A link is followed only where the user named it himself:
 * one found inside a folder could lead anywhere and is left out with a note. What cannot be read is an issue.
 */
export async function collectFiles(paths: readonly string[]): Promise<{ files: SourceFile[]; issues: Issue[] }> {
  const files: SourceFile[] = [];
  const issues: Issue[] = [];
  for (const given of paths) {
    try {
      const path = await realpath(given);
      const about = await stat(path);
      if (about.isFile()) files.push(sourceFromPath(path, basename(path), about.size));
      else if (about.isDirectory()) {
        const into: Walk = { found: [], issues };
        await walk(into, { path: Buffer.from(path), shown: '' }, 0);
        for (const each of await sized(into.found)) 'code' in each ? issues.push(each) : files.push(each);
      } else issues.push(leftOut('input-special-left-out', basename(given), 'a pipe, socket or device', 'Name a file or a folder.'));
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
