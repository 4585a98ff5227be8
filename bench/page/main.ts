import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { createServer, folderStore } from '../../src/service/index.ts';
import { treeBytes } from './memory.ts';
import { LARGE, writeLargeSeries } from './series.ts';

/**
 * The page as a reader waits for it, in Chromium without a graphics card: first image, all slices, images a second while
 * scrolling. `npm run bench -- page [folder of a CT series]`; without a folder a series of 512 x 512 x 1500 is made.
 */
const CHROMIUM = '/usr/bin/chromium';
const PAGE = fileURLToPath(new URL('../../../web/dist', import.meta.url));
/** As a machine without a graphics card draws: everything in software. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const SCROLL_MS = 3000;
/** Asking for the memory of a process holds it up for a moment. */
const SAMPLE_MS = 4000;
const LOADED_MS = 300_000;

/** Images really drawn in a span of wheel events, per second. */
const scrollRate = (page: Page, plane: string): Promise<number> =>
  page.evaluate(
    async ({ plane, span }) => {
      const pane = document.querySelector(`canvas[data-plane="${plane}"]`);
      const image = document.querySelector(`canvas[data-image="${plane}"]`);
      if (!pane || !image) return 0;
      let images = 0;
      const count = new MutationObserver(() => images++);
      count.observe(image, { attributes: true, attributeFilter: ['data-slice'] });
      const begun = performance.now();
      for (let at = 0; performance.now() - begun < span; at++) {
        pane.dispatchEvent(new WheelEvent('wheel', { deltaY: at % 160 < 80 ? 1 : -1, bubbles: true, cancelable: true }));
        await new Promise((done) => setTimeout(done, 4));
      }
      count.disconnect();
      return images / ((performance.now() - begun) / 1000);
    },
    { plane, span: SCROLL_MS },
  );

async function main(): Promise<void> {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there`);
  const scratch = mkdtempSync(join(tmpdir(), 'calcimap-page-'));
  const [given] = process.argv.slice(2);
  if (!given) {
    process.stdout.write(`making a series of ${LARGE.join(' x ')}...\n`);
    writeLargeSeries(scratch);
  }
  const folder = given ?? join(scratch, 'large');
  const server = createServer({ store: folderStore(scratch), page: PAGE, port: 0, host: '127.0.0.1' });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const launched = await chromium.launchServer({ executablePath: CHROMIUM, args: ARGS });
  const root = launched.process().pid ?? 0;
  const browser = await chromium.connect(launched.wsEndpoint());
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, treeBytes(root));
  }, SAMPLE_MS);
  const say = (what: string, value: string): void => void process.stdout.write(`${what.padEnd(40)} ${value}\n`);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('crash', () => say('the page crashed', '(out of memory?)'));
    await page.goto(address);
    await page.getByTestId('folder').waitFor({ state: 'attached' });
    await page.evaluate(() => {
      const watch = { dropped: 0, first: 0, series: 0, all: 0 };
      Object.assign(window, { watch });
      const begin = (): void => {
        watch.dropped = performance.now();
      };
      document.querySelector('[data-testid="folder"]')?.addEventListener('change', begin, true);
      const look = (): void => {
        const label = document.querySelector('canvas[data-plane="axial"]')?.getAttribute('aria-label');
        const drawn = document.querySelector<HTMLElement>('canvas[data-image="axial"]')?.dataset['slice'];
        if (drawn && !watch.first) watch.first = performance.now();
        const chosen = drawn && label && !/ of 1$/.test(label);
        if (chosen && !watch.series) watch.series = performance.now();
        if (chosen && !document.querySelector('.status')?.textContent?.includes('reading')) watch.all = performance.now();
        else requestAnimationFrame(look);
      };
      look();
    });
    const begun = performance.now();
    await page.getByTestId('folder').setInputFiles(folder);
    type Watch = { watch: { dropped: number; first: number; series: number; all: number } };
    await page.waitForFunction(() => (window as unknown as Watch).watch.all > 0, undefined, { timeout: LOADED_MS });
    const watch = await page.evaluate(() => (window as unknown as Watch).watch);
    say('files', String(readdirSync(folder).length));
    say('first image after the drop', `${(watch.first - watch.dropped).toFixed(0)} ms`);
    say('first image of the chosen series', `${(watch.series - watch.dropped).toFixed(0)} ms`);
    say('all slices there', `${((watch.all - watch.dropped) / 1000).toFixed(1)} s`);
    for (const plane of ['axial', 'coronal', 'sagittal'])
      say(`scrolling ${plane}, analysis under way`, `${(await scrollRate(page, plane)).toFixed(0)} images/s`);
    say('browser memory, most so far', `${(peak / 2 ** 20).toFixed(0)} MiB`);
    await page
      .locator('.study, .trouble')
      .first()
      .waitFor({ timeout: 2 * LOADED_MS });
    say('analysis done', `${((performance.now() - begun) / 1000).toFixed(1)} s`);
    for (const plane of ['axial', 'coronal', 'sagittal'])
      say(`scrolling ${plane}`, `${(await scrollRate(page, plane)).toFixed(0)} images/s`);
    say('browser memory, most', `${(peak / 2 ** 20).toFixed(0)} MiB`);
  } finally {
    clearInterval(sampler);
    await browser.close();
    await launched.close();
    await server.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();
