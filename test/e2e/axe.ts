import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Serious and critical faults of what is shown, as axe sees them. */
export async function faults(page: Page): Promise<string[]> {
  // evaluated by the debugger, which the page's policy does not bind
  await page.evaluate(AXE);
  const found = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)',
  )) as AxeResults['violations'];
  return found
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .flatMap((each) =>
      each.nodes.slice(0, 4).map((node) => `${each.id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ''}`.slice(0, 400)),
    );
}
