import { digest, type Grid } from '../../core/index.ts';

/** Slices digested at once; the platform does it off this thread. */
const LANES = 4;

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of a slice by the platform, which is several times faster than script; script where there is none. */
async function sliceDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  return subtle ? hex(new Uint8Array(await subtle.digest('SHA-256', bytes))) : digest(bytes);
}

/** SHA-256 over the geometry and the SHA-256 of each slice's values (little endian), in order. */
export async function hashVolume(hu: Int16Array, grid: Grid): Promise<string> {
  const area = grid.size[0] * grid.size[1];
  const parts = new Array<string>(grid.size[2]);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < parts.length) {
      const slice = next++;
      // The platform's digest takes no shared memory, so each slice is copied.
      parts[slice] = await sliceDigest(new Uint8Array(new Int16Array(hu.subarray(slice * area, (slice + 1) * area)).buffer));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return digest([JSON.stringify([grid.size, grid.spacingMm, grid.originMm, grid.direction]), ...parts].join('\n'));
}
