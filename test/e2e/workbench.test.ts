import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DISCLAIMER } from '../../src/core/index.ts';
import { makePhantom, phantomFiles } from '../../src/phantom/index.ts';
import { AnalysisSchema } from '../../src/report/index.ts';
import { canBrowse, put, type Stage, setStage } from './stage.ts';

const GDCMCONV = '/usr/bin/gdcmconv';

describe.skipIf(!canBrowse)('workbench in a real browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-workbench-'));
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    const phantom = makePhantom('circumscripta', { seed: 1, size: [128, 96, 72] });
    for (const each of phantomFiles(phantom)) put(join(folder, 'phantom', each.path), each.bytes);
    stage = await setStage();
  }, 180_000);

  afterAll(async () => {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await stage.open('', { width: 1400, height: 900 });
  });

  afterEach(async () => {
    await page.context().close();
    expect(stage.heard.complaints).toEqual([]);
    // nothing is ever sent, and nothing is asked of another place
    for (const each of stage.heard.requests) expect(each).toMatch(/^GET (http:\/\/127\.0\.0\.1:\d+\/|data:|blob:)/);
  });

  it('should show an analysis that the service knows, with the reasons both ways', async () => {
    await page.getByRole('button', { name: /^sample/ }).click();
    await page.getByRole('heading', { name: 'Impression' }).waitFor();
    expect(await page.locator('.disclaimer').textContent()).toContain(DISCLAIMER);
    expect(await page.locator('.lesions tbody tr').count()).toBe(4);
    expect(await page.locator('.cause').first().textContent()).toContain('Injection granuloma');
    expect(await page.locator('.detail').getByText('Speaks against').count()).toBe(1);
    expect(await page.getByText('Not to be missed').isVisible()).toBe(true);
    const widths = await page.locator('.key-images img').evaluateAll((all) =>
      Promise.all(
        all.map(async (each) => {
          const image = each as HTMLImageElement;
          await image.decode();
          return image.naturalWidth;
        }),
      ),
    );
    expect(widths.length).toBe(3);
    expect(Math.min(...widths)).toBeGreaterThan(200);
    // a cause opened shows where its numbers are from
    await page.locator('.cause-head').first().click();
    expect(await page.locator('.sources').first().textContent()).toContain('Balin');
    const report = await page.request.get(`${stage.address}/api/analyses/sample/report.html`);
    expect(await report.text()).toContain('Soft-tissue calcification on CT');
  });

  it('should accept, reject, undo and step through lesions by keys alone', async () => {
    await page.getByRole('button', { name: /^sample/ }).click();
    await page.locator('.lesions').waitFor();
    const selected = page.locator('tr[aria-selected="true"]');
    expect(await selected.textContent()).toContain('left buttock');
    await page.keyboard.press('n');
    expect(await selected.textContent()).toContain('right buttock');
    await page.keyboard.press('x');
    expect(await page.locator('tr.rejected').count()).toBe(1);
    await page.locator('.impression', { hasText: '1 calcification, 7.24 cm³' }).waitFor();
    await page.keyboard.press('Control+z');
    expect(await page.locator('tr.rejected').count()).toBe(0);
    await page.keyboard.press('Control+y');
    expect(await page.locator('tr.rejected').count()).toBe(1);
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
    await page.keyboard.press('x');
    expect(await page.locator('tr.rejected').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
    // what is kept is what the reader left
    const saved = async (name: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      expect(download.suggestedFilename()).toBe(name);
      return readFileSync(await download.path(), 'utf8');
    };
    const kept = AnalysisSchema.parse(JSON.parse(await saved('analysis.json')));
    expect(kept.lesions.map((each) => each.decision)).toEqual([null, 'rejected', null, null]);
    expect(kept.burden.lesionCount).toBe(2);
    const report = await saved('report.html');
    expect(report).toContain('A reader looked at 1 of 4 lesions and rejected 1');
    expect(report.match(/data:image\/png/g)).toHaveLength(3);
    expect(await saved('lesions.csv')).toContain('rejected');
  });

  it('should keep the ranking back from a reader who wants to look first', async () => {
    await page.getByLabel(/Reader first/).check();
    await page.getByRole('button', { name: /^sample/ }).click();
    await page.getByText('The ranking is hidden').waitFor();
    expect(await page.locator('.cause').count()).toBe(0);
    expect(await page.locator('.impression').textContent()).not.toContain('dystrophic');
    // what must not wait is said all the same
    expect(await page.getByText('Not to be missed').isVisible()).toBe(true);
    await page.keyboard.press('d');
    expect(await page.locator('.cause').count()).toBeGreaterThan(0);
  });

  it('should rank a case without images while it is typed, and take words back', async () => {
    await page.getByRole('link', { name: /Enter a case/ }).click();
    await page.getByPlaceholder(/Add finding/).waitFor();
    await page.keyboard.press('f');
    for (const word of ['raynaud', 'sclerodactyly']) {
      await page.keyboard.type(word);
      await page.locator('.choices [role="option"]').first().waitFor();
      await page.keyboard.press('Enter');
    }
    await page.locator('.cause', { hasText: 'Systemic sclerosis' }).first().waitFor();
    const chance = (): Promise<string | null> => page.locator('.cause .chance').first().textContent();
    // both words are in and their ranking is here: the pause after typing is over, and nothing is being asked
    await page.locator('.facts li').nth(1).waitFor();
    await page.waitForTimeout(500);
    await page.locator('.right[aria-busy="false"]').waitFor();
    const before = await chance();
    await page.keyboard.type('no raynaud');
    await page.locator('.choices [role="option"]').first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(chance).not.toBe(before);
    expect(await page.locator('.facts li.absent').textContent()).toMatch(/no Raynaud/i);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await expect.poll(chance).toBe(before);
    // a number without its unit is not guessed at
    await page.keyboard.press('f');
    await page.keyboard.type('calcium');
    await page.locator('.choices [role="option"]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel(/, value$/).fill('9.2');
    await page.getByText(/lab-unit-missing/).waitFor();
    await page.getByLabel(/, unit$/).selectOption('mg/dL');
    await page.locator('.understood', { hasText: 'normal' }).waitFor();
  });

  it('should analyse a folder in the page, show it, and tie rows to images', async () => {
    await page.getByTestId('folder').setInputFiles(join(folder, 'phantom', 'dicom'));
    await page.locator('canvas').first().waitFor();
    await page.locator('.study').waitFor({ timeout: 150_000 });
    const rows = page.locator('.lesions tbody tr');
    expect(await rows.count()).toBeGreaterThan(3);
    expect(await page.locator('.impression').textContent()).toMatch(/subcutaneous/i);
    const slice = (): Promise<string | null> => page.locator('canvas[data-plane="axial"]').getAttribute('aria-label');
    const first = await slice();
    await rows.nth(2).click();
    await expect.poll(slice).not.toBe(first);
    const here = await slice();
    await page.keyboard.press('ArrowUp');
    await expect.poll(slice).not.toBe(here);
    await page.keyboard.press('2');
    expect(await page.getByRole('button', { name: /^Bone/ }).getAttribute('aria-pressed')).toBe('true');
    // only the page itself was fetched: no byte of the study went anywhere
    expect(stage.heard.requests.filter((each) => each.includes('/api/')).every((each) => each.endsWith('/api/analyses'))).toBe(true);
  }, 240_000);

  it.skipIf(!existsSync(GDCMCONV))('should read compressed slices under the page policy', async () => {
    const packed = join(folder, 'packed');
    mkdirSync(packed);
    // four slices are enough to see a volume; what is asked here is whether the codec's WASM runs under the policy
    const slices = readdirSync(join(folder, 'phantom', 'dicom'))
      .sort()
      .slice(30, 34);
    for (const each of slices) execFileSync(GDCMCONV, ['--j2k', join(folder, 'phantom', 'dicom', each), join(packed, each)]);
    await page.getByTestId('folder').setInputFiles(packed);
    await page.locator('canvas').first().waitFor({ timeout: 60_000 });
    await page.locator('.study, .trouble').first().waitFor({ timeout: 60_000 });
    expect(await page.locator('.trouble').count()).toBe(0);
    // decoded by workers beside the analysis, into memory that they share with it
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(stage.heard.requests.filter((each) => /decode\.worker/.test(each)).length).toBeGreaterThan(0);
  });

  it('should stop a run when asked, and be ready for the next', async () => {
    await page.getByTestId('folder').setInputFiles(join(folder, 'phantom', 'dicom'));
    await page.locator('.running').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.home').waitFor({ timeout: 10_000 });
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByRole('button', { name: /^sample/ }).click();
    await page.locator('.study').waitFor();
  });

  it('should say why files were refused', async () => {
    const empty = join(folder, 'no-ct.dcm');
    writeFileSync(empty, 'this is a text file that only says it is DICOM');
    await page.getByTestId('files').setInputFiles(empty);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/dicom-not-dicom at no-ct\.dcm/);
  });
});
