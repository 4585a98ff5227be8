import { digest, type Grid } from '../../core/index.ts';

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of a slice by the platform, which is several times faster than script; script where there is none. */
async function sliceDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  return subtle ? hex(new Uint8Array(await subtle.digest('SHA-256', bytes))) : digest(bytes);
}

/** SHA-256 over the geometry and the SHA-256 of each slice's values (little endian), in order. */
export async function hashVolume(hu: Int16Array, grid: Grid): Promise<string> {
  const area = grid.size[0] * grid.size[1];
  const parts: string[] = [JSON.stringify([grid.size, grid.spacingMm, grid.originMm, grid.direction])];
  for (let slice = 0; slice < grid.size[2]; slice++) {
    const copy = hu.slice(slice * area, (slice + 1) * area);
    parts.push(await sliceDigest(new Uint8Array(copy.buffer)));
  }
  return digest(parts.join('\n'));
}
