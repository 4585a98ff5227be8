import { expect, test } from 'vitest';
import { digest, uidFromName } from './index.ts';

test('should make the same legal UUID-derived UID from the same name', () => {
  const uid = uidFromName('lesion 1');
  expect(uid).toBe(uidFromName('lesion 1'));
  expect(uid).not.toBe(uidFromName('lesion 2'));
  expect(uid).toMatch(/^2\.25\.(0|[1-9]\d*)$/);
  expect(uid.length).toBeLessThanOrEqual(64);
  const hex = BigInt(uid.slice(5)).toString(16).padStart(32, '0');
  expect(hex[12]).toBe('8');
  expect('89ab').toContain(hex[16]);
});

test('should give the published SHA-256 of "abc" (FIPS 180-4)', () => {
  expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
