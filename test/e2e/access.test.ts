import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe.ts';
import { canBrowse, type Stage, setStage } from './stage.ts';

describe.skipIf(!canBrowse)('access and policy of the page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  }, 180_000);
  afterAll(async () => stage?.close());

  const SCREENS: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
    [
      'a case with its reasons',
      '#/case',
      async (page) => {
        for (const each of ['raynaud', 'no trauma', 'fingertip']) {
          await page.getByRole('combobox', { name: /Add a finding/ }).fill(each);
          await page.locator('.choices [role="option"]').first().waitFor();
          await page.keyboard.press('Enter');
        }
        await page.getByRole('button', { name: 'Calcium', exact: true }).click();
        await page.locator('.cause').first().waitFor();
        await page.locator('.what-if .turnable .absent').first().click();
        await page.locator('.beside').waitFor();
      },
    ],
    [
      'body map',
      '#/case',
      async (page) => {
        await page.getByRole('tab', { name: 'Body map' }).click();
        await page
          .getByRole('button', { name: /^left elbow/ })
          .first()
          .click();
      },
    ],
    [
      'letter',
      '#/case',
      async (page) => {
        await page.getByRole('tab', { name: 'Letter or file' }).click();
        await page.getByLabel(/Letter, report/).fill('No trauma. Raynaud phenomenon. Calcium 2.3 mmol/L.');
        await page.getByRole('button', { name: 'Read it' }).click();
        await page.locator('.read-lines li').first().waitFor();
      },
    ],
    [
      'quiz',
      '#/quiz/a003',
      async (page) => {
        await page.getByRole('button', { name: 'Show it without an answer' }).click();
        await page.locator('.revealed ol').waitFor();
      },
    ],
    ['compare', '#/compare/ssc-limited/ssc-diffuse', async (page) => page.locator('.compare-table tbody tr').first().waitFor()],
    [
      'study and its report',
      '',
      async (page) => {
        await page.getByRole('button', { name: /^sample/ }).click();
        await page.locator('.cause').first().waitFor();
        expect(await faults(page)).toEqual([]);
        await page.getByRole('link', { name: 'Report', exact: true }).click();
        await page.locator('iframe.preview').waitFor();
      },
    ],
  ];

  it.each(SCREENS)('should have no serious fault of access on %s, dark and light', async (_, hash, prepare) => {
    const page = await stage.open(hash);
    await prepare(page);
    await page.evaluate(() => {
      for (const each of document.getAnimations()) each.finish();
    });
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Light' }).click();
    await page.waitForTimeout(300);
    expect(await faults(page)).toEqual([]);
    // nothing hangs over the side of a narrow screen
    await page.setViewportSize({ width: 400, height: 800 });
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    await page.context().close();
  });

  it('should lead to every page by keys alone, skip link first, and go back', async () => {
    const page = await stage.open('');
    await page.locator('.home').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    for (let step = 0; step < 2; step++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('main.case').waitFor();
    await page.goBack();
    await page.locator('main.home').waitFor();
    // the label is on every page
    for (const each of ['#/case', '#/library', '#/knowledge', '#/report/case']) {
      await page.goto(`${stage.address}/${each}`);
      expect(await page.locator('.research').isVisible()).toBe(true);
      expect(await page.locator('.disclaimer').isVisible()).toBe(true);
    }
    await page.context().close();
  });

  it('should work from a plain file server, held to its own policy', async () => {
    const html = readFileSync(join(stage.dist, 'index.html'), 'utf8').replaceAll('&#39;', "'");
    expect(html).toMatch(/http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    const types: Readonly<Record<string, string>> = {
      '.html': 'text/html',
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.svg': 'image/svg+xml',
    };
    const server: Server = createServer((request, response) => {
      const path = join(stage.dist, request.url === '/' ? 'index.html' : new URL(request.url ?? '/', 'http://localhost').pathname);
      if (existsSync(path))
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(readFileSync(path));
      else response.writeHead(404).end();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const page = await stage.open('');
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#/case`);
    await page.getByRole('combobox', { name: /Add a finding/ }).fill('raynaud');
    await page.locator('.choices [role="option"]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cause').first().waitFor();
    // a script that somebody slips into the page does not run
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "slipped in"';
      document.body.append(script);
    });
    expect(await page.title()).not.toBe('slipped in');
    const sent = await page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'sent',
        () => 'refused',
      ),
    );
    expect(sent).toBe('refused');
    await page.context().close();
    await new Promise((closed) => server.close(closed));
  });
});
