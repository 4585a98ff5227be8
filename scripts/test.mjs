// `npm test`: installs what it needs, then lint, types, arrows, build, and every test. Ends in `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root, run, tool } from './lib.mjs';

// independent readers and checkers, used in tests only
const DEBIAN = [
  'chromium',
  'dcm2niix',
  'dcmtk',
  'dicom3tools',
  'libgdcm-tools',
  'poppler-utils',
  'python3-gdcm',
  'python3-nibabel',
  'python3-pydicom',
];

function installDebianPackages() {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  const missing = DEBIAN.filter(
    (name) => !spawnSync('dpkg-query', ['-s', name], { encoding: 'utf8' }).stdout.includes('install ok installed'),
  );
  if (!missing.length) return;
  console.log(`Installing Debian packages for the tests: ${missing.join(' ')}`);
  const apt = ['-o', 'DPkg::Lock::Timeout=900', '-q'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', [...apt, 'update'], { quiet: true, env });
  // one by one where the set cannot be had whole, so that one absent package costs only its own tests
  if (run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...missing], { quiet: true, env }) !== 0)
    for (const name of missing) run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', name], { quiet: true, env });
}

let passed = 0;
let failed = 0;
let skipped = 0;
function check(label, code) {
  if (code === 0) passed++;
  else failed++;
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${label}`);
}

ensureInstalled();
installDebianPackages();
check('lint (biome)', tool('biome', ['check', '.'], { quiet: true }));
check('lint with types (eslint)', tool('eslint', ['.'], { quiet: true }));
check('types (tsc)', tool('tsc', ['--noEmit', '-p', '.'], { quiet: true }));
if (existsSync(join(root, 'web/tsconfig.json'))) check('types of the page (tsc)', tool('tsc', ['--noEmit', '-p', 'web'], { quiet: true }));
check(
  'arrows between rooms (dependency-cruiser)',
  tool(
    'depcruise',
    ['src', 'web/src', '--config', '.dependency-cruiser.cjs'].filter((a) => !a.startsWith('web') || existsSync(join(root, a))),
    { quiet: true },
  ),
);
check('no unused file or dependency (knip)', tool('knip', ['--include', 'dependencies,unlisted,files', '--no-progress'], { quiet: true }));
check('build', run(process.execPath, ['scripts/build.mjs'], { quiet: true }));

const folder = mkdtempSync(join(tmpdir(), 'calcimap-test-'));
const report = join(folder, 'vitest.json');
const code = tool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)]);
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + (result.numFailedTestSuites > 0 && result.numFailedTests === 0 ? result.numFailedTestSuites : 0);
  skipped += result.numPendingTests + result.numTodoTests;
  for (const file of result.testResults)
    for (const test of file.assertionResults)
      if (test.status === 'pending' || test.status === 'skipped') console.log(`skipped: ${test.fullName}`);
} else failed++;
if (code !== 0 && failed === 0) failed++;
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed ? 1 : 0);
