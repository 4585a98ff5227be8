import type { Issue, Volume } from '../../core/index.ts';
import { issue } from '../../core/index.ts';

/** Fat lies at -120 to -80 HU and air at -1000; every CT of a patient holds one of them. */
const BELOW_WATER_HU = -50;

/**
 * A label map, an MR image or a CT that lost its rescale holds nothing below water: it is refused, since "no
 * calcification detected" in it would be a false comfort. Stops at the first voxel that settles it.
 */
export function checkHounsfield(volume: Volume): Issue[] {
  const { hu } = volume;
  let lowest = 32767;
  for (let at = 0; at < hu.length; at++) {
    if (hu[at] < BELOW_WATER_HU) return [];
    if (hu[at] < lowest) lowest = hu[at];
  }
  return [
    issue('error', {
      code: 'volume-not-hounsfield',
      where: 'volume',
      expected: 'a CT in Hounsfield units, with fat or air in it',
      received: `no value below ${lowest}`,
      fix: 'Give the CT itself; a label map, an MR image or a CT without its rescale cannot be measured.',
    }),
  ];
}
