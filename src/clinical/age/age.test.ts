import { expect, it } from 'vitest';
import { ageAt, daysBetween, parseAge, parseDate } from './age.ts';

it('reads ages as the contract, ISO 8601 and DICOM write them', () => {
  expect(parseAge('34 y')).toBe(34);
  expect(parseAge('5 mo')).toBeCloseTo(5 / 12, 6);
  expect(parseAge('3 d')).toBeCloseTo(3 / 365.2425, 6);
  expect(parseAge('2 weeks')).toBeCloseTo(14 / 365.2425, 6);
  expect(parseAge('P3Y8M')).toBeCloseTo(3 + 8 / 12, 6);
  expect(parseAge('034Y')).toBe(34);
  expect(parseAge('007M')).toBeCloseTo(7 / 12, 6);
  expect(parseAge('2 y 6 mo')).toBeCloseTo(2.5, 6);
});

it('takes nothing for an age that is none', () => {
  for (const text of ['forty', '', '34', '400 y', '-3 y', 'P', '3 apples', '1e9 y']) expect(parseAge(text)).toBeNull();
});

it('reads dates and refuses those of no calendar', () => {
  expect(parseDate('2024-03-01')).toBe('2024-03-01');
  expect(parseDate('20240301101500+0100')).toBe('2024-03-01');
  expect(parseDate('2024-03-01T10:15:00Z')).toBe('2024-03-01');
  expect(parseDate('2024-03')).toBe('2024-03');
  expect(parseDate('2024')).toBe('2024');
  for (const text of ['2024-13-01', '2024-02-30', '01/02/2024', 'yesterday', '99999']) expect(parseDate(text)).toBeNull();
});

it('counts days and ages', () => {
  expect(daysBetween({ from: '2024-02-28', to: '2024-03-01' })).toBe(2);
  expect(ageAt({ birthDate: '1990-03-01', on: '2024-03-01' })).toBeCloseTo(34, 2);
  expect(ageAt({ birthDate: '2024-03-01', on: '1990-03-01' })).toBeNull();
});
