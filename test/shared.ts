import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From test/ and, once built, from dist/test/. */
const BESIDE = ['../../shared/', '../../../shared/'];

/** Real files that stand beside the project, never in it; null when they are not there, and the test then skips. */
export function sharedPath(relative: string): string | null {
  const paths = BESIDE.map((beside) => fileURLToPath(new URL(beside + relative, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? null;
}
