import { expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { gradeNumber, gradeResult, intervalFor } from './grade.ts';
import { parseFlag, parseNumber, parseRange, parseValue } from './value.ts';

const knowledge = loadKnowledge();

it('reads what results look like', () => {
  expect(parseValue('<6')).toMatchObject({ number: 6, comparator: '<' });
  expect(parseValue('≥ 200 U/L')).toMatchObject({ number: 200, comparator: '>=', unit: 'U/L' });
  expect(parseValue('1:160 speckled')).toMatchObject({ titre: 160, number: null });
  expect(parseValue('9,2')).toMatchObject({ number: 9.2 });
  expect(parseValue('19,950 /uL')).toMatchObject({ number: 19950, unit: '/uL' });
  expect(parseValue('6.6-8.4')).toMatchObject({ span: [6.6, 8.4] });
  expect(parseValue('Not detected')).toMatchObject({ word: 'negative' });
  expect(parseValue('weakly positive')).toMatchObject({ word: 'positive' });
  expect(parseValue('see comment')).toMatchObject({ number: null, word: null });
  expect(parseNumber('1,234.5')).toBe(1234.5);
  expect(parseNumber('1e400')).toBeNull();
});

it('reads ranges and flags', () => {
  expect(parseRange('8.5 - 10.5 mg/dL')).toEqual({ low: 8.5, high: 10.5 });
  expect(parseRange('(<5)')).toEqual({ low: null, high: 5 });
  expect(parseRange('> or = 60')).toEqual({ low: 60, high: null });
  expect(parseRange('negative')).toEqual({ low: null, high: null });
  expect(['HH', 'L', 'N', 'POS', 'NEG', 'A', 'raised'].map(parseFlag)).toEqual([
    'high',
    'low',
    'normal',
    'positive',
    'negative',
    null,
    'high',
  ]);
});

it('places bounds only where they can be placed', () => {
  const interval = { low: 10, high: 20 };
  expect(gradeNumber({ number: 9, comparator: '<' }, interval)).toBe('low');
  expect(gradeNumber({ number: 15, comparator: '<' }, interval)).toBeNull();
  expect(gradeNumber({ number: 25, comparator: '>' }, interval)).toBe('high');
  expect(gradeNumber({ number: 6, comparator: '<' }, { low: null, high: 8 })).toBe('normal');
  expect(gradeNumber({ number: 20, comparator: null }, interval)).toBe('normal');
});

it('takes the interval of age and sex, and says when it had to assume', () => {
  const alp = knowledge.tests.get('alp')!;
  const child = intervalFor(alp, { ageYears: 12, sex: 'male' })!;
  const adult = intervalFor(alp, { ageYears: 50, sex: 'male' })!;
  expect(child.high!).toBeGreaterThan(2 * adult.high!);
  expect(intervalFor(alp, { ageYears: null, sex: null })!.source).toMatch(/age not given/);
  const creatinine = knowledge.tests.get('creatinine')!;
  const both = intervalFor(creatinine, { ageYears: 50, sex: null })!;
  const male = intervalFor(creatinine, { ageYears: 50, sex: 'male' })!;
  const female = intervalFor(creatinine, { ageYears: 50, sex: 'female' })!;
  expect(both.high).toBe(Math.max(male.high!, female.high!));
  expect(both.source).toMatch(/sex not given/);
});

it("goes by the report's interval, then its flag, then the vocabulary", () => {
  const test = knowledge.tests.get('calcium')!;
  const person = { ageYears: 50, sex: 'female' };
  const base = { test, parsed: { ...parseValue(10.9) }, normalized: 2.72, person };
  expect(gradeResult({ ...base, flag: null, reported: { low: 8.5, high: 11 } })).toMatchObject({
    grade: 'normal',
    gradedBy: "the report's interval 8.5 to 11",
  });
  expect(gradeResult({ ...base, flag: 'normal', reported: { low: null, high: null } })).toMatchObject({ grade: 'normal', disagrees: true });
  expect(gradeResult({ ...base, flag: null, reported: { low: null, high: null } })).toMatchObject({ grade: 'high' });
  expect(gradeResult({ ...base, flag: 'low', reported: { low: 8.5, high: 10.5 } })).toMatchObject({ grade: 'high', disagrees: true });
});
