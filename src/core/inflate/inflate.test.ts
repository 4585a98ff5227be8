import { deflateSync, gzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { inflateCapped } from './index.ts';

const plain = Uint8Array.from({ length: 5000 }, (_, at) => (at * at) & 0xff);
const gz = gzipSync(plain, { mtime: 0 });

describe('inflateCapped', () => {
  test('should give what was packed', () => {
    expect(inflateCapped(gz, { format: 'gzip', mostBytes: 9000 })).toEqual({ bytes: plain, state: 'whole' });
    expect(inflateCapped(deflateSync(plain), { format: 'raw', mostBytes: 5000 })).toEqual({ bytes: plain, state: 'whole' });
  });
  test('should stop at the cap, and never hold more', () => {
    const { bytes, state } = inflateCapped(gz, { format: 'gzip', mostBytes: 100 });
    expect([bytes.length, state]).toEqual([100, 'too-much']);
  });
  test('should say that a stream is cut, is none, or is not what was packed', () => {
    expect(inflateCapped(gz.subarray(0, gz.length >> 1), { format: 'gzip', mostBytes: 9000 }).state).toBe('cut');
    expect(inflateCapped(Uint8Array.of(7, 7, 7, 7), { format: 'raw', mostBytes: 9000 }).state).toBe('broken');
    const damaged = gz.slice();
    damaged[damaged.length - 8] ^= 1;
    expect(inflateCapped(damaged, { format: 'gzip', mostBytes: 9000 }).state).toBe('damaged');
  });
  test('should take members one after another, as some writers make them, and not ask the last one about all', () => {
    const two = new Uint8Array([...gz, ...gzipSync(plain.subarray(0, 10), { mtime: 0 })]);
    const { bytes, state } = inflateCapped(two, { format: 'gzip', mostBytes: 9000 });
    expect([bytes.length, state]).toEqual([5010, 'whole']);
  });
  test('should live through any few bytes that begin like gzip', () => {
    for (let length = 0; length < 20; length++)
      expect(inflateCapped(gz.subarray(0, length), { format: 'gzip', mostBytes: 100 }).bytes.length).toBeLessThanOrEqual(100);
  });
});
