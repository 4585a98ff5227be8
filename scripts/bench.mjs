// `npm run bench [-- name args]`: runs bench/<name>.ts from the build; `run` (stages of the whole job) by default.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIsStale, ensureInstalled, root, run } from './lib.mjs';

ensureInstalled();
if (buildIsStale() && run(process.execPath, ['scripts/build.mjs']) !== 0) process.exit(1);
const [name = 'run', ...args] = process.argv.slice(2);
const script = [`dist/bench/${name}.js`, `dist/bench/${name}/index.js`, `dist/bench/${name}/main.js`].find((path) =>
  existsSync(join(root, path)),
);
if (!script) {
  process.stderr.write(`bench: there is no bench/${name}.ts\n`);
  process.exit(2);
}
process.exit(run(process.execPath, ['--expose-gc', script, ...args]));
