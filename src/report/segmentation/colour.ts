import type { Colour } from '../keyimage/index.ts';

/** sRGB (IEC 61966-2-1) to XYZ under D50, the profile connection space of DICOM (PS3.3 C.10.7.1.1); Bradford-adapted. */
const TO_XYZ = [
  [0.4360747, 0.3850649, 0.1430804],
  [0.2225045, 0.7168786, 0.0606169],
  [0.0139322, 0.0971045, 0.7141733],
] as const;
const WHITE_D50 = [0.96422, 1, 0.82521] as const;

const linear = (channel: number): number => {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const curve = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);

/** A colour as RecommendedDisplayCIELabValue: L* 0..100 and a*, b* -128..127, each over 0..65535 (PS3.3 C.10.7.1.1). */
export function cielabOf(colour: Colour): [number, number, number] {
  const rgb = colour.map(linear);
  const [x, y, z] = TO_XYZ.map((row, at) => curve((row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]) / WHITE_D50[at]));
  const encode = (value: number, low: number, high: number): number =>
    Math.round((65535 * Math.min(high, Math.max(low, value)) - 65535 * low) / (high - low));
  return [encode(116 * y - 16, 0, 100), encode(500 * (x - y), -128, 127), encode(200 * (y - z), -128, 127)];
}
