import { expect, test } from 'vitest';
import { crc32 } from './index.ts';

test('should be the check value of the standard, and zero for nothing', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});
test('should not depend on how the bytes fall into eights', () => {
  // zlib.crc32 of bytes 0..99 and of bytes 3..99
  const bytes = Uint8Array.from({ length: 100 }, (_, at) => at);
  expect([crc32(bytes), crc32(bytes.subarray(3))]).toEqual([0x58c932f5, 0x2794a54]);
});
