import { describe, expect, it } from 'vitest';
import { analysisJsonSchema } from './schema.ts';

describe('the JSON Schema of analysis.json', () => {
  it('is the one that is checked in (regenerate: npx vitest run src/report/analysis -u)', async () => {
    await expect(`${JSON.stringify(analysisJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../../docs/schema/analysis.schema.json');
  });
});
