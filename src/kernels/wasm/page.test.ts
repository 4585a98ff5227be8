import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Without these a page gets no shared memory. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Runs in the page: the kernels on two threads against the plain ones. */
const PROGRAM = `
import { createPlainKernels, loadKernels, startPageWorker } from '/kernels.js';
const loaded = await loadKernels({ threads: 2, startWorker: startPageWorker });
const size = [200, 150, 90];
const make = (kernels) => {
  const voxels = kernels.allocateVoxels(200 * 150 * 90);
  for (let at = 0; at < voxels.length; at++) voxels[at] = ((at * 7919) % 2003) - 600 + (at % 200 < 90 ? 500 : 0);
  const options = { size, spacingMm: [0.7, 0.7, 1], sigmaMm: 0.9, low: 180, high: 4000 };
  const mask = kernels.smoothThreshold(voxels, options);
  const closed = kernels.close(mask, { radiusMm: 2, spacingMm: options.spacingMm });
  const found = kernels.components(closed, { connectivity: 26 });
  const field = kernels.distance(mask, { spacingMm: options.spacingMm, capMm: 20, step: 2 });
  let sum = 0;
  for (const mm of field.mm) sum += mm;
  return [kernels.count(mask), kernels.count(closed), found.count, sum].join(' ');
};
let fast = '';
for (let turn = 0; turn < 20; turn++) {
  fast = make(loaded.kernels);
  if (loaded.counters().chunksByThread.every((chunks) => chunks > 0)) break;
}
window.result = {
  fast, plain: make(createPlainKernels()), kind: loaded.kernels.kind, threads: loaded.kernels.threads,
  isolated: crossOriginIsolated, chunks: loaded.counters().chunksByThread, shortfall: loaded.shortfall,
};
await loaded.close();
`;

interface PageResult {
  readonly fast: string;
  readonly plain: string;
  readonly kind: string;
  readonly threads: number;
  readonly isolated: boolean;
  readonly chunks: readonly number[];
  readonly shortfall: string | null;
}

describe.skipIf(!existsSync(CHROMIUM))('kernels in a page (needs /usr/bin/chromium)', () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    const entry = fileURLToPath(new URL('../index.ts', import.meta.url));
    const built = await build({
      configFile: false,
      logLevel: 'error',
      build: { write: false, target: 'es2023', lib: { entry, formats: ['es'], fileName: 'kernels' } },
    });
    const output = (built as Rolldown.RolldownOutput[])[0].output[0].code;
    server = createServer((request, response) => {
      const isolated = request.url === '/isolated' || request.url?.endsWith('.js');
      const script = request.url === '/kernels.js' ? output : request.url === '/program.js' ? PROGRAM : null;
      response.writeHead(200, { 'Content-Type': script === null ? 'text/html' : 'text/javascript', ...(isolated ? ISOLATION : {}) });
      response.end(script ?? '<!doctype html><script type="module" src="/program.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });
  const open = async (path: string): Promise<PageResult> => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    await page.waitForFunction('window.result !== undefined');
    return (await page.evaluate('window.result')) as PageResult;
  };

  it('runs compiled on two threads where the page is isolated', async () => {
    const result = await open('/isolated');
    expect(result).toMatchObject({ isolated: true, kind: 'wasm', threads: 2, shortfall: null });
    expect(result.fast).toBe(result.plain);
    expect(Math.min(...result.chunks)).toBeGreaterThan(0);
  });

  it('runs compiled on one thread where shared memory is refused', async () => {
    const result = await open('/');
    expect(result).toMatchObject({ isolated: false, kind: 'wasm', threads: 1 });
    expect(result.shortfall).toContain('shared memory is refused');
    expect(result.fast).toBe(result.plain);
  });
});
