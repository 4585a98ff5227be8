import { expect, test } from 'vitest';
import { readClinical } from '../../clinical/index.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { makePhantom, PHANTOM_NAMES } from './index.ts';

test.each(PHANTOM_NAMES)('the clinical file of %s is read without a word left over', async (name) => {
  const { caseFile } = makePhantom(name, { seed: 1, size: [8, 8, 2] });
  const { facts, issues } = await readClinical([{ name: 'case.yaml', text: caseFile }], loadKnowledge());
  expect(issues.filter((each) => each.severity !== 'note')).toEqual([]);
  expect(issues.filter((each) => /unknown/.test(each.code))).toEqual([]);
  expect(facts?.findings.length).toBeGreaterThan(5);
});
