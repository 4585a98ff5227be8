/** Reversed polynomial of CRC-32 (ISO 3309, ITU-T V.42 8.1.1.6.2), as zip, gzip and PNG use it. */
const POLYNOMIAL = 0xedb88320;
const SLICES = 8;

/** `TABLES[n][b]`: the CRC of byte b followed by n zero bytes, so that eight bytes are taken at once (Kounavis and Berry 2005). */
const TABLES: readonly Int32Array[] = (() => {
  const tables = Array.from({ length: SLICES }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[0][byte] = crc;
  }
  for (let slice = 1; slice < SLICES; slice++)
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[slice - 1][byte];
      tables[slice][byte] = (before >>> 8) ^ tables[0][before & 0xff];
    }
  return tables;
})();

/** CRC-32 of the bytes, unsigned. */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  let crc = -1;
  let at = 0;
  for (const whole = bytes.length - 7; at < whole; at += SLICES) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc =
      t7[crc & 0xff] ^
      t6[(crc >>> 8) & 0xff] ^
      t5[(crc >>> 16) & 0xff] ^
      t4[crc >>> 24] ^
      t3[bytes[at + 4]] ^
      t2[bytes[at + 5]] ^
      t1[bytes[at + 6]] ^
      t0[bytes[at + 7]];
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]) & 0xff];
  return (crc ^ -1) >>> 0;
}
