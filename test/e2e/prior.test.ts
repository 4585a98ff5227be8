import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAnalyze } from '../../src/cli/analyze/index.ts';
import { PRIOR_SHIFT_MM, priorPair } from '../fixtures/prior.ts';
import { faults } from './axe.ts';
import { canBrowse, put, type Stage, setStage } from './stage.ts';

const DCMDUMP = '/usr/bin/dcmdump';

describe.skipIf(!canBrowse)('a prior beside the current study', () => {
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-prior-'));
  let stage: Stage;
  beforeAll(async () => {
    const pair = priorPair();
    for (const name of ['newer', 'older'] as const) for (const { path, bytes } of pair[name]) put(join(folder, name, path), bytes);
    stage = await setStage();
    for (const name of ['newer', 'older'] as const)
      await runAnalyze({
        paths: [join(folder, name, 'dicom')],
        clinical: [],
        anatomy: [],
        out: join(stage.results, name),
        formats: ['json'],
        labels: false,
        voxels: true,
        allowPatientMismatch: false,
      });
  }, 240_000);
  afterAll(async () => {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sliceOf = async (page: Page, name: string): Promise<number> =>
    Number(await page.locator(`canvas[data-image="${name}"]`).getAttribute('data-slice'));
  const z = async (page: Page): Promise<number> =>
    Number(/, (-?[\d.]+) mm/.exec((await page.getByTestId('probe').textContent()) ?? '')?.[1]);

  it('should be opened from the list by keys, scroll by patient position, be shifted, unlinked and put away', async () => {
    const page = await stage.open('');
    await page.getByRole('button', { name: /^newer/ }).press('Enter');
    await page.locator('.lesion-tools').waitFor();
    await page.keyboard.press('Shift+O');
    const chooser = page.getByRole('dialog');
    await chooser.getByText('same patient, 2019-02-03').waitFor();
    // the same patient's is the first of the list, and has the focus
    await page.keyboard.press('Enter');
    await page.locator('canvas[data-image="prior-axial"][data-slice]').waitFor();
    await page.getByTestId('prior-burden').waitFor();
    await page.getByText('another frame of reference').waitFor();
    await page.getByText('not registered', { exact: true }).waitFor();

    // slices of 2 mm lie alike in both, the older scan shifted on the table: found by position, not by number
    const shift = async (): Promise<number> => (await sliceOf(page, 'axial')) - (await sliceOf(page, 'prior-axial'));
    const unshifted = await shift();
    for (const [name, axis] of [
      ['left', 0],
      ['back', 1],
      ['up', 2],
    ] as const)
      await page.getByRole('spinbutton', { name }).fill(String(PRIOR_SHIFT_MM[axis]));
    expect(await shift()).toBe(8);
    expect(unshifted).toBeGreaterThan(8);
    // the older scan is the same phantom: shifted to its place, both read the same HU under the cross
    const read = async (): Promise<(string | undefined)[]> => {
      const words = (await page.locator('.status').textContent()) ?? '';
      return [/^(-?\d+) HU/.exec(words)?.[1], /prior: (-?\d+) HU/.exec(words)?.[1]];
    };
    await page.locator('canvas[data-plane="axial"]').focus();
    for (let n = 0; n < 5; n++) {
      const [now, then] = await read();
      expect(then).toBe(now);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Shift+ArrowRight');
    }
    const [here, there] = [await sliceOf(page, 'axial'), await sliceOf(page, 'prior-axial')];
    await page.locator('canvas[data-plane="prior-axial"]').hover();
    await page.mouse.wheel(0, 120);
    await expect.poll(() => sliceOf(page, 'axial')).toBe(here - 1);
    expect(await sliceOf(page, 'prior-axial')).toBe(there - 1);
    // unlinked, each scrolls alone; linked again, the new difference is kept
    await page.keyboard.press('Shift+L');
    await page.mouse.wheel(0, -120);
    await expect.poll(() => sliceOf(page, 'prior-axial')).toBe(there);
    expect(await sliceOf(page, 'axial')).toBe(here - 1);
    await page.locator('canvas[data-plane="axial"]').focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => sliceOf(page, 'axial')).toBe(here);
    expect(await sliceOf(page, 'prior-axial')).toBe(there);
    await page.keyboard.press('Shift+L');
    await page.keyboard.press('Shift+PageUp');
    await expect.poll(() => sliceOf(page, 'prior-axial')).toBe(there + 1);
    expect(await shift()).toBe(7);

    expect(await faults(page)).toEqual([]);
    // a lesion of the prior is shown where it lay
    await page.locator('[data-prior-lesion] button').nth(4).click();
    const at = await z(page);
    await page.locator('[data-prior-lesion] button').nth(0).click();
    await expect.poll(() => z(page)).not.toBe(at);
    // below the older scan's first slice there is nothing of it, and the pane says so instead of showing its nearest
    await page.locator('canvas[data-plane="axial"]').focus();
    await page.keyboard.press('Home');
    await page.getByText(/Nothing of the prior lies here/).waitFor();
    await page.keyboard.press('Shift+O');
    await page.locator('canvas[data-image="prior-axial"]').waitFor({ state: 'detached' });
    expect(await page.locator('canvas[data-image="coronal"]').count()).toBe(1);
    await page.keyboard.press('Shift+O');
    await page.locator('canvas[data-image="prior-axial"]').waitFor();
    await page.getByRole('region', { name: 'Prior', exact: true }).getByRole('button', { name: 'Close' }).click();
    await page.locator('canvas[data-image="prior-axial"]').waitFor({ state: 'detached' });
    expect(stage.heard.complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('should leave the study its DICOM objects, though it was read elsewhere and stored', async () => {
    const page = await stage.open('');
    await page.getByRole('button', { name: /^newer/ }).click();
    await page.locator('.lesion-tools').waitFor();
    const lesions = await page.locator('tr[data-lesion]').count();
    await page.keyboard.press('x');
    await page.locator('tr.rejected').waitFor();
    await page.getByRole('link', { name: 'Report', exact: true }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: 'segmentation.dcm' }).click(),
    ]);
    const path = join(folder, 'segmentation.dcm');
    writeFileSync(path, readFileSync(await file.path()));
    expect(readFileSync(path).subarray(128, 132).toString('latin1')).toBe('DICM');
    if (existsSync(DCMDUMP)) {
      const values = (of: string, tag: string): string[] =>
        execFileSync(DCMDUMP, ['-q', '+P', tag, '+L', of], { encoding: 'utf8', maxBuffer: 1 << 26 })
          .split('\n')
          .filter(Boolean);
      expect(values(path, '0062,0004')).toHaveLength(lesions - 1);
      const slice = join(folder, 'newer', 'dicom', 'IM00001.dcm');
      for (const tag of ['0020,000d', '0020,0052', '0010,0020'])
        expect(values(path, tag)[0].replace(/#.*/, '')).toBe(values(slice, tag)[0].replace(/#.*/, ''));
    }
    expect(stage.heard.complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('should be opened from a folder beside a study from a folder, and be analysed there', async () => {
    const page = await stage.open('');
    await page.getByTestId('folder').setInputFiles(join(folder, 'newer', 'dicom'));
    await page.locator('.study').waitFor({ timeout: 150_000 });
    const lesions = await page.locator('tr[data-lesion]').count();
    await page.getByRole('button', { name: 'Prior …' }).click();
    await page.getByTestId('prior-folder').setInputFiles(join(folder, 'older', 'dicom'));
    await page.locator('canvas[data-image="prior-axial"][data-slice]').waitFor({ timeout: 60_000 });
    await page.getByTestId('prior-burden').waitFor({ timeout: 150_000 });
    expect(await page.locator('[data-prior-lesion]').count()).toBeGreaterThan(3);
    // the study itself is as it was
    expect(await page.locator('tr[data-lesion]').count()).toBe(lesions);
    await page.keyboard.press('x');
    await page.locator('tr.rejected').first().waitFor();
    expect(stage.heard.complaints).toEqual([]);
    expect(stage.heard.requests.filter((each) => !each.startsWith('GET '))).toEqual([]);
    await page.context().close();
  }, 240_000);
});
