import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePhantom, phantomFiles } from '../../src/phantom/index.ts';
import { canBrowse, put, type Stage, setStage } from './stage.ts';

const DCMDUMP = '/usr/bin/dcmdump';

describe.skipIf(!canBrowse)('DICOM objects written in the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-objects-'));
  let stage: Stage;
  beforeAll(async () => {
    for (const { path, bytes } of phantomFiles(makePhantom('circumscripta', { seed: 1, size: [128, 96, 72] })))
      put(join(folder, path), bytes);
    stage = await setStage();
  }, 180_000);
  afterAll(async () => {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('should refer to the slices that were dropped, without what the reader rejected, signed by name', async () => {
    const page = await stage.open('');
    await page.getByTestId('folder').setInputFiles(join(folder, 'dicom'));
    await page.locator('.study').waitFor({ timeout: 150_000 });
    const lesions = await page.locator('.lesions tbody tr').count();
    await page.keyboard.press('x');
    await page.locator('tr.rejected').first().waitFor();
    // the ranking follows the rejection; what is signed before it is there must be signed again
    await page.waitForTimeout(400);
    await page.locator('.right[aria-busy="false"]').waitFor();
    await page.getByRole('link', { name: 'Report', exact: true }).click();
    await page.getByLabel('Name of the reader').fill('Reader^Ada');
    await page.getByRole('button', { name: 'Accept and sign' }).click();
    await page.getByText('Accepted by').first().waitFor();
    // what was signed is still there after a look at the images
    await page.goBack();
    await page.locator('.study').waitFor();
    await page.goForward();
    await page.getByText('Accepted by').first().waitFor();
    await page.getByLabel(/Organisation/).fill('Ward 7');
    const saved = async (name: string): Promise<string> => {
      const [file] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        page.getByRole('button', { name, exact: true }).click(),
      ]);
      const path = join(folder, name);
      writeFileSync(path, readFileSync(await file.path()));
      return path;
    };
    const paths = [
      await saved('segmentation.dcm'),
      await saved('measurements.dcm'),
      await saved('secondary-capture.dcm'),
      await saved('key-objects.dcm'),
    ];
    for (const path of paths) expect(readFileSync(path).subarray(128, 132).toString('latin1')).toBe('DICM');
    if (existsSync(DCMDUMP)) {
      const dump = (path: string, tag: string): string =>
        execFileSync(DCMDUMP, ['-q', '+P', tag, '+L', path], { encoding: 'utf8', maxBuffer: 1 << 26 });
      expect(dump(paths[0], '0062,0004').match(/SegmentNumber/g)).toHaveLength(lesions - 1);
      expect(dump(paths[1], '0040,a075')).toContain('Reader^Ada');
      expect(dump(paths[1], '0040,a493')).toContain('VERIFIED');
      const studies = paths.flatMap((path) => [...dump(path, '0020,000d').matchAll(/\[([\d.]+)\]/g)].map((hit) => hit[1]));
      expect(new Set(studies).size).toBe(1);
    }
    expect(stage.heard.complaints).toEqual([]);
    await page.context().close();
  }, 240_000);
});
