import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sharedPath } from './shared.ts';

/** Files with this ending anywhere under a folder of the real files; empty when it is not there. */
export function filesUnder(relative: string, ending: string): { name: string; path: string }[] {
  const root = sharedPath(relative);
  if (root === null) return [];
  const walk = (folder: string): string[] =>
    readdirSync(folder)
      .sort()
      .flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]));
  return walk(root)
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ name: basename(path), path }));
}
