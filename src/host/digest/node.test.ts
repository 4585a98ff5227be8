import { expect, test } from 'vitest';
import { hashVolume } from '../../dicom/index.ts';
import { nodeDigest, openDigester } from './index.ts';

const grid = { size: [5, 4, 3], spacingMm: [1, 1, 2], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
const volume = (shared: boolean): Int16Array => {
  const hu = shared ? new Int16Array(new SharedArrayBuffer(120)) : new Int16Array(60);
  hu.forEach((_, at) => {
    hu[at] = at * 31 - 700;
  });
  return hu;
};

test('should be the hash that a page works out, on this thread and on another, of shared memory and of its own', async () => {
  const expected = await hashVolume(volume(false), grid);
  const { digest, close } = openDigester();
  for (const shared of [true, false]) {
    expect(await hashVolume(volume(shared), grid, nodeDigest)).toBe(expected);
    expect(await hashVolume(volume(shared), grid, digest)).toBe(expected);
  }
  await close();
  expect(await hashVolume(volume(true), grid, digest)).toBe(expected);
});
test('should be SHA-256', () => {
  expect(nodeDigest(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
