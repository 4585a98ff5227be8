import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode, encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRuler } from './ruler.ts';
import { CHROMIUM, canBrowse, type Stage, setStage } from './stage.ts';

/**
 * Screens as they were when somebody last looked at them. `CALCIMAP_GOLDEN=write npx vitest run test/e2e/golden.test.ts`
 * writes them anew: look at each before it is committed. What is shown hangs on no number of the knowledge.
 */
const FOLDER = fileURLToPath(new URL('./golden/', import.meta.url));
const WRITE = process.env['CALCIMAP_GOLDEN'] === 'write';
const MADE_WITH = join(FOLDER, 'made-with.json');
/** A channel must differ by more than this to count: edges of letters are smoothed alike, but not to the last bit. */
const LEAST_DIFFERENCE = 48;
const MOST_SHARE = 0.002;

const said = (command: string, args: readonly string[]): string => {
  try {
    return execFileSync(command, args, { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};
/** Another browser or another font sets letters elsewhere; nothing can be said of the page then. */
const environment = (): { browser: string; font: string } => ({
  browser: /Chromium \d+/.exec(said(CHROMIUM, ['--version']))?.[0] ?? '',
  font: said('fc-match', ['-f', '%{family} %{fontversion}', 'system-ui']),
});
const here = canBrowse ? environment() : null;
const madeWith = existsSync(MADE_WITH) ? (JSON.parse(readFileSync(MADE_WITH, 'utf8')) as typeof here) : null;
const comparable = here !== null && (WRITE || JSON.stringify(here) === JSON.stringify(madeWith));
if (here && !comparable) console.warn(`golden pictures: skipped, made with ${JSON.stringify(madeWith)}, here is ${JSON.stringify(here)}`);

/** Share of pixels that differ; 1 where the sizes do. */
function difference(one: Uint8Array, other: Uint8Array): number {
  const [a, b] = [decode(one), decode(other)];
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) return 1;
  let differ = 0;
  for (let at = 0; at < a.data.length; at += a.channels) {
    let most = 0;
    for (let channel = 0; channel < a.channels; channel++) most = Math.max(most, Math.abs(a.data[at + channel] - b.data[at + channel]));
    if (most > LEAST_DIFFERENCE) differ++;
  }
  return differ / (a.width * a.height);
}

const LAPTOP = { width: 1280, height: 800 };
const READING_ROOM = { width: 1920, height: 1080 };
const NARROW = { width: 420, height: 860 };

const ruler = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^ruler/ }).click();
  await page.locator('.status', { hasText: 'reading' }).waitFor({ state: 'detached' });
  await page.locator('canvas[data-image="axial"][data-slice]').waitFor();
  const pane = page.locator('canvas[data-plane="axial"]');
  await pane.focus();
  await page.keyboard.press('q');
  await page.keyboard.press('Enter');
  for (let n = 0; n < 9; n++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await page.locator('.marks li').waitFor();
};
const sample = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^sample/ }).click();
  await page.locator('.cause').first().waitFor();
  await page.locator('.key-images img').first().waitFor();
};
const nothing = async (): Promise<void> => {};

const SCREENS: readonly {
  name: string;
  size: { width: number; height: number };
  hash?: string;
  theme?: 'light';
  prepare: (page: Page) => Promise<void>;
}[] = [
  { name: 'home-1280', size: LAPTOP, prepare: nothing },
  { name: 'home-1920-light', size: READING_ROOM, theme: 'light', prepare: nothing },
  { name: 'home-narrow', size: NARROW, prepare: nothing },
  { name: 'images-1280', size: LAPTOP, prepare: ruler },
  { name: 'images-1920', size: READING_ROOM, prepare: ruler },
  { name: 'images-narrow', size: NARROW, prepare: ruler },
  { name: 'reasons-1280', size: LAPTOP, prepare: sample },
  {
    name: 'body-map-1280',
    size: LAPTOP,
    hash: '#/case',
    prepare: async (page) => {
      await page.getByRole('tab', { name: 'Body map' }).click();
      await page.locator('.figure svg').first().waitFor();
    },
  },
  {
    name: 'keys-1280',
    size: LAPTOP,
    prepare: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
];

describe.skipIf(!comparable)('screens as they were last looked at', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
    putRuler(join(stage.results, 'ruler'));
    if (WRITE) writeFileSync(MADE_WITH, `${JSON.stringify(here, null, 2)}\n`);
  }, 180_000);
  afterAll(async () => stage?.close());

  it.each(SCREENS)('should still show $name', async ({ name, size, hash = '', theme, prepare }) => {
    const page = await stage.open('', size);
    if (theme) await page.evaluate((chosen) => localStorage.setItem('calcimap.theme', chosen), theme);
    await page.goto(`${stage.address}/${hash}`);
    await page.reload();
    await page.locator('main').waitFor();
    await page.locator('.soft', { hasText: 'Looking …' }).waitFor({ state: 'detached' });
    await prepare(page);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(400);
    // the version changes with every release, and key images are held where they are drawn
    const style = '.disclaimer .soft, .key-images { visibility: hidden; }';
    const shot = await page.screenshot({ animations: 'disabled', caret: 'hide', style });
    await page.context().close();
    const [path, changed] = [join(FOLDER, `${name}.png`), join(FOLDER, `${name}.changed.png`)];
    if (WRITE) return writeFileSync(path, encode(decode(shot), { zlib: { level: 9 } }));
    const share = difference(readFileSync(path), shot);
    if (share > MOST_SHARE) writeFileSync(changed, shot);
    else rmSync(changed, { force: true });
    expect(share, `${name}: look at test/e2e/golden/${name}.changed.png`).toBeLessThanOrEqual(MOST_SHARE);
  });
});
