import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { buildAnalysis, renderHtml, renderKeyImages, toJsonText } from '../../src/report/index.ts';
import { createServer, folderStore } from '../../src/service/index.ts';
import { sampleParts, volume } from '../fixtures/analysis-parts.ts';

export const CHROMIUM = '/usr/bin/chromium';
export const canBrowse = existsSync(CHROMIUM);
if (!canBrowse) console.warn(`tests in a real browser: skipped, ${CHROMIUM} is not there`);

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A built page on a server of its own, with one finished analysis named `sample`. */
export interface Stage {
  readonly address: string;
  /** Folder of the built page. */
  readonly dist: string;
  /** Folder of the stored studies; more may be put there. */
  readonly results: string;
  /** A fresh page at a hash route; what it complains of and asks for is kept in `heard`. */
  readonly open: (hash: string, size?: { width: number; height: number }) => Promise<Page>;
  /** Of the page opened last. */
  readonly heard: { complaints: string[]; requests: string[] };
  readonly close: () => Promise<void>;
}

/** Writes a file and the folders above it. */
export const put = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

/** The page as it is shipped: vitest's own NODE_ENV would take the libraries' slow development builds. */
export async function buildPage(outDir: string): Promise<void> {
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ configFile, mode: 'production', logLevel: 'silent', build: { outDir, emptyOutDir: true } });
  } finally {
    process.env['NODE_ENV'] = before;
  }
}

export async function setStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-stage-'));
  const dist = join(folder, 'page');
  await buildPage(dist);
  const parts = sampleParts();
  const { lesions, groups } = parts.lesionReading!;
  const images = renderKeyImages({ volume, lesions, groups, anatomy: null });
  const analysis = buildAnalysis(parts);
  const results = join(folder, 'results');
  const study = join(results, 'sample');
  put(join(study, 'analysis.json'), toJsonText(analysis));
  put(join(study, 'report.html'), renderHtml(analysis, images));
  for (const each of images) put(join(study, 'key-images', `${each.name}.png`), each.png);
  const server = createServer({ store: folderStore(results), page: dist, port: 0, host: '127.0.0.1' });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  const heard: Stage['heard'] = { complaints: [], requests: [] };
  return {
    address,
    dist,
    results,
    heard,
    open: async (hash, viewport = { width: 1280, height: 800 }) => {
      heard.complaints = [];
      heard.requests = [];
      // a context of its own: what an earlier test kept in the browser is not there
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      page.on('console', (message) => void (message.type() === 'error' && heard.complaints.push(message.text())));
      page.on('pageerror', (error) => void heard.complaints.push(error.message));
      page.on('request', (request) => void heard.requests.push(`${request.method()} ${request.url()}`));
      await page.goto(`${address}/${hash}`);
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
