import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** Runs the built command line as a person would; `npm test` builds it first. */
export function calcimap(
  args: readonly string[],
  options: { input?: string; cwd?: string } = {},
): { code: number; out: string; err: string } {
  if (!existsSync(MAIN)) throw new Error('the command line is not built: run `npm run build` first');
  const result = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    input: options.input,
    cwd: options.cwd,
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: result.status ?? -1, out: result.stdout, err: result.stderr };
}
