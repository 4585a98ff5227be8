import type { Anatomy } from '../../anatomy/index.ts';
import type { BitMask } from '../../kernels/index.ts';
import type { Blood } from './blood.ts';

/** One scan as the lesions are sought in it. */
export interface Scene {
  /** HU on the anatomy's grid. */
  readonly hu: Int16Array;
  readonly anatomy: Anatomy;
  readonly blood: Blood;
  /** The anatomy's bone after a second look. */
  readonly bone: BitMask;
  /** Deposits that were cut off from bone; null = none. */
  readonly cut: BitMask | null;
}

export const isSet = (mask: BitMask, offset: number): boolean => {
  const i = offset % mask.size[0];
  return ((mask.words[((offset - i) / mask.size[0]) * mask.wordsPerRow + (i >> 5)] >>> (i & 31)) & 1) === 1;
};
