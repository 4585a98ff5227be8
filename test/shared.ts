import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real files that stand beside the project, never in it; null when they are not there, and the test then skips. */
export function sharedPath(relative: string): string | null {
  const path = fileURLToPath(new URL(`../../shared/${relative}`, import.meta.url));
  return existsSync(path) ? path : null;
}
