// What start, test and build share. Plain Node: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Runs a command in the project; returns its exit code. `quiet` shows its output only when it fails. */
export function run(command, args, { quiet = false, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? 'pipe' : 'inherit',
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (quiet && result.status !== 0) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  if (result.error) process.stderr.write(`${command}: ${result.error.message}\n`);
  return result.status ?? 1;
}

export const tool = (name, args, options) => run(bin(name), args, options);

const stampFile = (name) => join(root, 'node_modules', `.calcimap-${name}`);
const sameStamp = (name, value) => existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === value;
const writeStamp = (name, value) => {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampFile(name), value);
};

/** `npm ci` unless what the lock file names is already there. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`Calcimap needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
    process.exit(2);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (sameStamp('installed', lock) || (existsSync(bin('tsc')) && sameLock())) return;
  process.stderr.write('Installing dependencies (npm ci, about a minute)...\n');
  const code = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) process.exit(code);
  writeStamp('installed', lock);
}

/** npm keeps the lock it installed in node_modules; equal packages mean nothing is to be done. */
function sameLock() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => !path || entry.optional || have[path]?.version === entry.version);
}

function newest(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  let latest = 0;
  for (const name of readdirSync(path)) {
    if (name === 'node_modules' || name === 'dist') continue;
    latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}

/** True when something was changed after the last build. */
export function buildIsStale() {
  const marker = join(root, 'dist', '.built');
  if (!existsSync(marker)) return true;
  const built = statSync(marker).mtimeMs;
  return ['src', 'knowledge', 'web', 'bench', 'scripts', 'package.json', 'tsconfig.json'].some(
    (path) => existsSync(join(root, path)) && newest(join(root, path)) > built,
  );
}

export function markBuilt() {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', '.built'), '');
}
