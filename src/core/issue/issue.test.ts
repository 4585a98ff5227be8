import { expect, test } from 'vitest';
import { hasError, issue, issueSentence } from './index.ts';

const missing = issue('warning', {
  code: 'lab-unit-missing',
  where: 'case.yaml:12',
  expected: 'a UCUM unit',
  received: 'none',
  fix: 'Add the unit.',
});

test('should keep the contract’s six fields and be frozen', () => {
  expect(Object.keys(missing)).toEqual(['code', 'severity', 'where', 'expected', 'received', 'fix']);
  expect(Object.isFrozen(missing)).toBe(true);
});
test('should turn into one sentence in one place', () => {
  expect(issueSentence(missing)).toBe('warning lab-unit-missing at case.yaml:12: expected a UCUM unit, received none. Add the unit.');
});
test('should let no name from outside write to a terminal', () => {
  const named = issueSentence({ ...missing, where: 'a\u001b[2Jb\nc\u202ed' });
  expect(named).toContain('a\ufffd[2Jb\ufffdc\ufffdd');
});
test('should tell errors from warnings', () => {
  expect(hasError([missing])).toBe(false);
  expect(hasError([missing, { ...missing, severity: 'error' }])).toBe(true);
});
