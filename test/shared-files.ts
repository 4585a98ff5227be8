import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type SourceFile, sourceFromBytes } from '../src/core/index.ts';
import { sharedPath } from './shared.ts';

/** Every file below a folder, in memory, paths relative to it. */
export const folderFiles = (folder: string): SourceFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => sourceFromBytes(name, new Uint8Array(readFileSync(join(folder, name)))));

/** A folder of real files beside the project. `skip` is true, and a line says so, when it is not there. */
export function realFolder(relative: string): { skip: boolean; files: () => SourceFile[]; path: string } {
  const path = sharedPath(`data/${relative}`);
  if (!path) console.warn(`skipped: data/${relative} is not beside the project`);
  return { skip: path === null, files: () => folderFiles(path!), path: path ?? '' };
}

/** One real file. */
export function realFile(relative: string): { skip: boolean; file: () => SourceFile } {
  const path = sharedPath(`data/${relative}`);
  if (!path) console.warn(`skipped: data/${relative} is not beside the project`);
  return {
    skip: path === null,
    file: () => sourceFromBytes(relative.slice(relative.lastIndexOf('/') + 1), new Uint8Array(readFileSync(path!))),
  };
}
