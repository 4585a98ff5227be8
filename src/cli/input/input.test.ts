import { expect, test } from 'vitest';
import { parseColumns, readGiven } from './index.ts';

test('should read which column of a table is which', () => {
  expect(parseColumns('test=Analyte, value=3')).toEqual({ test: 'Analyte', value: 3 });
  expect(parseColumns('test')).toBeNull();
  expect(parseColumns('colour=red')).toBeNull();
});
test('should name a file that cannot be read, without its folders', async () => {
  const { bytes, issues } = await readGiven('/no/such/case.yaml');
  expect(bytes).toBeNull();
  expect(issues).toMatchObject([{ code: 'input-not-found', where: 'case.yaml', received: 'ENOENT' }]);
});
