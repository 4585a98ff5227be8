// Builds the library and the command line (tsc) and the page (vite) into dist/ and web/dist/.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, markBuilt, root, run, tool } from './lib.mjs';

ensureInstalled();
const step = (label, code) => {
  if (code === 0) return;
  process.stderr.write(`build: ${label} failed\n`);
  process.exit(code);
};
rmSync(join(root, 'dist'), { recursive: true, force: true });
step('TypeScript', tool('tsc', ['-p', 'tsconfig.build.json'], { quiet: true }));
if (existsSync(join(root, 'web', 'vite.config.ts')))
  step('page', tool('vite', ['build', '--config', 'web/vite.config.ts', '--logLevel', 'error'], { quiet: true }));
step('executable bit', run(process.execPath, ['-e', "require('fs').chmodSync('dist/src/cli/main.js', 0o755)"], { quiet: true }));
markBuilt();
