import { describe, expect, it } from 'vitest';
import { analysisJsonSchema, caseJsonSchema } from './schema.ts';

describe('the JSON Schemas in docs/schema', () => {
  it.each([
    ['analysis', analysisJsonSchema],
    ['case', caseJsonSchema],
  ])('%s is the one that is checked in (regenerate: npx vitest run src/report/analysis -u)', async (name, schema) => {
    await expect(`${JSON.stringify(schema(), null, 2)}\n`).toMatchFileSnapshot(`../../../docs/schema/${name}.schema.json`);
  });
});
