import { digest, type Grid } from '../../core/index.ts';

/** SHA-256 of bytes in hex, as a machine does it best; the bytes may be shared memory and must not be kept. */
export type SliceDigest = (bytes: Uint8Array) => string | Promise<string>;

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** By the platform, which is several times faster than script; script where there is none. */
export const platformDigest: SliceDigest = async (bytes) => {
  // The platform's digest takes no shared memory, so the slice is copied.
  const copy = bytes.slice();
  const { subtle } = globalThis.crypto ?? {};
  return subtle ? hex(new Uint8Array(await subtle.digest('SHA-256', copy))) : digest(copy);
};

/** Slices digested at once; the platform does it off this thread. */
const LANES = 4;

/** Digests of a volume's slices, some of them taken while others are still read. */
export interface SliceDigests {
  /** Slice `at` has its final values. */
  take(at: number): void;
  /** A slice's values will change, or are not final. */
  drop(at: number): void;
  /** SHA-256 over the geometry and the SHA-256 of each slice's values (little endian), in order. */
  all(): Promise<string>;
}

export function sliceDigests(hu: Int16Array, grid: Grid, by: SliceDigest = platformDigest): SliceDigests {
  const area = grid.size[0] * grid.size[1];
  const parts = new Array<string | Promise<string> | null>(grid.size[2]).fill(null);
  const of = (slice: number): string | Promise<string> => by(new Uint8Array(hu.buffer, hu.byteOffset + 2 * slice * area, 2 * area));
  return {
    take: (at) => {
      parts[at] = of(at);
    },
    drop: (at) => {
      parts[at] = null;
    },
    all: async () => {
      const done = new Array<string>(parts.length);
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < parts.length) {
          const slice = next++;
          done[slice] = await (parts[slice] ?? of(slice));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      return digest([JSON.stringify([grid.size, grid.spacingMm, grid.originMm, grid.direction]), ...done].join('\n'));
    },
  };
}

/** SHA-256 over the geometry and the SHA-256 of each slice's values (little endian), in order. */
export const hashVolume = (hu: Int16Array, grid: Grid, by?: SliceDigest): Promise<string> => sliceDigests(hu, grid, by).all();
