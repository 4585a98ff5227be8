import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/index.ts';

const escaped = (words: string): string =>
  words.replace(/[&<>"]/g, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[each]!);

it('writes a page for every cause with every number and the source of each', () => {
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-pages-'));
  try {
    execFileSync(process.execPath, ['scripts/knowledge-pages.mjs', folder]);
    const knowledge = loadKnowledge();
    expect(readdirSync(folder)).toHaveLength(knowledge.diagnoses.size + knowledge.conditions.size + 1);
    for (const cause of knowledge.diagnoses.values()) {
      const page = readFileSync(join(folder, `${cause.id}.html`), 'utf8');
      expect(page).toContain('not a medical device');
      const rows = [...cause.evidence, ...cause.forms.flatMap((form) => form.evidence)];
      for (const row of rows) {
        const line = page.split('<tr>').find((each) => each.includes(`<code>${row.finding}</code></td><td>${row.p}</td>`));
        expect(line, `${cause.id} ${row.finding}`).toBeDefined();
        for (const key of row.sources) expect(page, `${cause.id} ${key}`).toContain(escaped(knowledge.references.get(key)!.citation));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
