// Makes docs/images anew from the demo study: the report's first page and the workbench. Needs a build and Chromium; not part of any test.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { root } from './lib.mjs';

const CHROMIUM = '/usr/bin/chromium';
const folder = mkdtempSync(join(tmpdir(), 'calcimap-pictures-'));
const run = spawnSync(process.execPath, [join(root, 'dist/src/cli/main.js'), 'demo', '--no-serve', '--out', folder], { stdio: 'inherit' });
if (run.status !== 0) process.exit(run.status ?? 1);

const { createServer, folderStore } = await import(pathToFileURL(join(root, 'dist/src/service/index.js')).href);
const server = createServer({ store: folderStore(join(folder, 'results')), page: join(root, 'web/dist'), port: 0, host: '127.0.0.1' });
const address = await server.listen({ port: 0, host: '127.0.0.1' });
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

const report = await browser.newPage({ viewport: { width: 860, height: 1200 }, deviceScaleFactor: 1.25 });
await report.goto(pathToFileURL(join(folder, 'results', 'demo-circumscripta', 'report.html')).href);
await report.locator('main').screenshot({ path: join(root, 'docs/images/report.png') });

const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
await page.goto(address);
await page.getByTestId('folder').setInputFiles(join(folder, 'study', 'dicom'));
await page.locator('.study').waitFor({ timeout: 300_000 });
await page.keyboard.press('n');
await page.waitForTimeout(1000);
await page.screenshot({ path: join(root, 'docs/images/workbench.png') });

await browser.close();
await server.close();
rmSync(folder, { recursive: true, force: true });
