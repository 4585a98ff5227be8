import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnalysisSchema } from '../../src/report/index.ts';
import { faults } from './axe.ts';
import { canBrowse, type Stage, setStage } from './stage.ts';

/** What index.html pulls in before a study is opened. */
const FIRST_LOAD_MOST_BYTES = 2_000_000;

const LETTER = `57 year old woman with limited systemic sclerosis and Raynaud phenomenon. No trauma.
Calcium 9.2 mg/dL, phosphate 3.4 mg/dL.`;

describe.skipIf(!canBrowse)('thinking in a real browser', () => {
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    stage = await setStage();
  }, 180_000);
  afterAll(async () => stage?.close());

  beforeEach(async () => {
    page = await stage.open('');
  });
  afterEach(async () => {
    await page.context().close();
    expect(stage.heard.complaints).toEqual([]);
    for (const each of stage.heard.requests) expect(each).toMatch(/^GET (http:\/\/127\.0\.0\.1:\d+\/|data:|blob:|about:)/);
  });

  const open = async (route: string): Promise<void> => {
    await page.goto(`${stage.address}/#/${route}`);
    await page.locator('main').waitFor();
  };
  const enter = async (words: string): Promise<void> => {
    await page.getByRole('combobox', { name: /Add a finding/ }).fill(words);
    await page.locator('.choices [role="option"]').first().waitFor();
    await page.keyboard.press('Enter');
  };
  const first = (): Promise<string | null> => page.locator('.cause-head .cause-name').first().textContent();

  it('should move the mechanism when results are entered, each on its interval', async () => {
    await open('case');
    await enter('shoulder');
    await page.locator('.cause').first().waitFor();
    const metastatic = async (): Promise<string> =>
      (await page.locator('.mechanism-rows li').allTextContents()).find((each) => each.startsWith('metastatic')) ?? '';
    const before = await metastatic();
    for (const [test, value] of [
      ['Phosphate', '9.1'],
      ['Creatinine', '8.2'],
    ]) {
      await page.locator('.quick button', { hasText: test }).click();
      await page.getByLabel(new RegExp(`^${test}.*, value$`)).fill(value);
      await page.getByLabel(new RegExp(`^${test}.*, unit$`)).selectOption('mg/dL');
    }
    await page.locator('.range-bar .value.out').nth(1).waitFor();
    await expect.poll(metastatic).not.toBe(before);
  });

  it('should show what if beside the case without changing it', async () => {
    await open('case');
    for (const word of ['raynaud', 'sclerodactyly', 'finger']) await enter(word);
    await page.locator('.cause').first().waitFor();
    const before = await first();
    await page
      .locator('.turnable li', { hasText: 'Sclerodactyly' })
      .getByTitle(/absent|none/i)
      .first()
      .click();
    await page.locator('.what-if .beside').waitFor();
    expect(await first()).toBe(before);
    expect(await page.locator('.facts li.absent').count()).toBe(0);
    await page.getByRole('button', { name: 'Back to the case' }).click();
    await page.locator('.what-if .beside').waitFor({ state: 'detached' });
  });

  it("should record the reader's own answer before it shows the ranking", async () => {
    await page.getByLabel(/Reader first/).check();
    await open('case');
    await enter('raynaud');
    await page.getByText('The ranking is hidden').waitFor();
    expect(await page.locator('.cause').count()).toBe(0);
    await page.getByLabel('Mechanism').selectOption('dystrophic');
    await page.getByRole('button', { name: /Record it/ }).click();
    await page.locator('.cause').first().waitFor();
    expect(await page.locator('.reader-answered').textContent()).toContain('dystrophic');
  });

  it('should take sites by click and by key on the body map, on the right side', async () => {
    await open('case');
    await page.getByRole('tab', { name: 'Body map' }).click();
    const right = page.getByRole('button', { name: /^right elbow/i }).first();
    await right.focus();
    await page.keyboard.press('Space');
    await page.locator('.entered', { hasText: /right elbow/i }).waitFor();
    // seen from the front, the patient's right is on the viewer's left
    const box = await right.boundingBox();
    const drawing = await page.locator('.figure svg').first().boundingBox();
    expect(box!.x + box!.width / 2).toBeLessThan(drawing!.x + drawing!.width / 2);
    await page.locator('.cause').first().waitFor();
  });

  it('should read a letter, mark its words, and take only what is confirmed', async () => {
    await open('case');
    await page.getByRole('tab', { name: 'Letter or file' }).click();
    await page.getByLabel(/Letter, report/).fill(LETTER);
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.locator('mark').first().waitFor();
    expect(await page.locator('.entered').count()).toBe(0);
    await page.locator('.read-lines li', { hasText: 'Raynaud' }).getByRole('button', { name: /^Deny/ }).click();
    await page.getByRole('button', { name: 'Take all that is not denied' }).click();
    const entered = await page.locator('.entered').textContent();
    expect(entered).toContain('Systemic sclerosis');
    expect(entered).toContain('no Trauma');
    expect(entered).not.toContain('Raynaud');
    await page.locator('.understood', { hasText: 'normal' }).waitFor();
  });

  it('should play a published case with the answer kept back, and keep the score here', async () => {
    await open('library');
    await page.locator('.cards a').first().click();
    await page.getByText('What is it?').waitFor();
    expect(await page.locator('.revealed').count()).toBe(0);
    await page.getByLabel('Mechanism').selectOption('dystrophic');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.locator('.revealed').waitFor();
    await open('library');
    await page.locator('.played').first().waitFor();
  });

  it('should sign a report as a named reader and write every file that is made here', async () => {
    await page.getByRole('button', { name: /^sample/ }).click();
    await page.getByRole('heading', { name: 'Impression' }).waitFor();
    await open('report/study');
    await page.locator('iframe.preview').waitFor();
    await page.getByRole('textbox', { name: 'Impression' }).fill('Calcinosis, read by hand.');
    await page.getByLabel('Name of the reader').fill('Dr Ö. Reader');
    await page.getByRole('button', { name: 'Accept and sign' }).click();
    const saved = async (name: string): Promise<string> => {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
      return readFileSync(await file.path(), 'utf8');
    };
    const analysis = AnalysisSchema.parse(JSON.parse(await saved('analysis.json')));
    expect(analysis.review).toMatchObject({ reader: 'Dr Ö. Reader', impression: 'Calcinosis, read by hand.' });
    expect(JSON.parse(await saved('fhir-bundle.json'))).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
    expect((await saved('lesions.csv')).split('\n').length).toBeGreaterThan(4);
    expect(await saved('report.html')).toContain('not a medical device');
    const pdf = await saved('report.pdf');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf.trimEnd().slice(-5)).toBe('%%EOF');
    expect(pdf.length).toBeGreaterThan(20_000);
  });

  it('should report a case without images: preview, own words, signature, and every file read back', async () => {
    await open('case');
    for (const word of ['raynaud', 'sclerodactyly']) await enter(word);
    await page.locator('.cause').first().waitFor();
    await open('report/case');
    await page.frameLocator('iframe.preview').getByText('nothing was measured').waitFor();
    await page.getByRole('textbox', { name: 'Impression' }).fill('Calcinosis of limited sclerosis, read by hand.');
    await page.getByLabel('Name of the reader').fill('Dr Reader');
    await page.getByRole('button', { name: 'Accept and sign' }).click();
    await page.frameLocator('iframe.preview').getByText('read by hand').waitFor();
    const saved = async (name: string): Promise<string> => {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
      return readFileSync(await file.path(), 'latin1');
    };
    const html = await saved('report.html');
    for (const each of ['read by hand', 'Accepted by Dr Reader', 'not a medical device', 'Raynaud']) expect(html).toContain(each);
    expect(JSON.parse(await saved('differential.json'))).toMatchObject({ schema: 'calcimap/case/1', review: { reader: 'Dr Reader' } });
    const pdf = await saved('report.pdf');
    expect([pdf.slice(0, 5), pdf.trimEnd().slice(-5)]).toEqual(['%PDF-', '%%EOF']);
    expect(await saved('report.txt')).toContain('read by hand');
  });

  it('should compare two causes by what tells them apart, with basis and source', async () => {
    await open('compare/calcific-myonecrosis/myositis-ossificans-traumatic');
    if ((await page.locator('.compare-table').count()) === 0) {
      await open('compare');
      await page.getByLabel('First cause').selectOption({ index: 3 });
      await page.getByLabel('Second cause').selectOption({ index: 9 });
    }
    await page.locator('.compare-table tbody tr').nth(2).waitFor();
    expect(await page.locator('.compare-table tbody').textContent()).toMatch(/seen in the source|expert estimate|recalled/);
  });

  it.each(['dark', 'light'])('should have no serious fault of accessibility on any page, %s', async (theme) => {
    await page.evaluate((name) => localStorage.setItem('calcimap.theme', name), theme);
    await page.reload();
    await page.getByRole('button', { name: /^sample/ }).click();
    await page.getByRole('heading', { name: 'Impression' }).waitFor();
    const found: string[] = [];
    for (const route of ['study', 'case', 'report/study', 'library', 'knowledge', 'knowledge/calcific-myonecrosis', 'compare', '']) {
      await open(route);
      await page.waitForTimeout(500);
      found.push(...(await faults(page)).map((each) => `${route}: ${each}`));
    }
    expect(found).toEqual([]);
  });

  it('should load under 2 MB compressed before a study is opened, without inline script', async () => {
    await page.waitForTimeout(800);
    const paths = [...new Set(stage.heard.requests.map((each) => new URL(each.slice(4)).pathname))].filter(
      (path) => !path.startsWith('/api/'),
    );
    const files = readdirSync(stage.dist, { recursive: true, encoding: 'utf8' });
    let bytes = 0;
    for (const path of paths) {
      const name = path === '/' ? 'index.html' : path.slice(1);
      if (files.includes(name)) bytes += gzipSync(readFileSync(join(stage.dist, name))).length;
    }
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(FIRST_LOAD_MOST_BYTES);
    const index = readFileSync(join(stage.dist, 'index.html'), 'utf8');
    expect(index).not.toMatch(/<script(?![^>]*\bsrc=)/);
    const policy = (await page.request.get(stage.address)).headers()['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  });
});
