// `npm start`: installs and builds what is missing, then runs the command line; without words, the demo.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIsStale, ensureInstalled, root, run } from './lib.mjs';

ensureInstalled();
if (buildIsStale()) {
  process.stderr.write('Building...\n');
  const code = run(process.execPath, ['scripts/build.mjs']);
  if (code !== 0) process.exit(code);
}
const words = process.argv.slice(2);
// paths given on the command line are relative to where the user stands, which npm keeps in INIT_CWD
const child = spawn(process.execPath, [join(root, 'dist/src/cli/main.js'), ...(words.length ? words : ['demo'])], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
