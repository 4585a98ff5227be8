import type { Random, Vector3 } from '../../core/index.ts';
import type { Decoy, Layer, Scene } from '../render/index.ts';
import { block, rod, sphere } from '../shape/index.ts';

/** Steel and cobalt-chrome are far above the scanner's 3071 HU; the blur spreads what is clipped. */
const STEEL_HU = 7000;
const TITANIUM_HU = 4200;
const STREAKS = 22;
const STREAK_HU = 260;
const STREAK_REACH_MM = 95;

/** A left hip prosthesis, clips in the pelvis and an electrode on the skin, with the streaks they throw. */
export function metalwork(random: Random): { layers: Layer[]; decoys: Decoy[]; artefact: NonNullable<Scene['artefact']> } {
  const hip: Vector3 = [88, 0, 0];
  const clips: Vector3[] = [
    [-30, -6, 54],
    [-36, 0, 60],
    [24, 8, 66],
  ];
  const electrode: Vector3 = [-40, -121, 70];
  const layers: Layer[] = [
    { name: 'prosthesis cup', shape: sphere({ centre: hip, radiusMm: 27 }), hu: STEEL_HU, core: { depthMm: 2.5, hu: 90 } },
    { name: 'prosthesis head', shape: sphere({ centre: hip, radiusMm: 16 }), hu: STEEL_HU },
    { name: 'prosthesis neck', shape: rod({ from: hip, to: [121, 3, -30], radiusMm: 7 }), hu: STEEL_HU },
    { name: 'prosthesis stem', shape: rod({ from: [121, 3, -30], to: [110, -3, -150], radiusMm: 8, endRadiusMm: 5 }), hu: STEEL_HU },
    ...clips.map((at) => ({
      name: 'clip',
      shape: rod({ from: at, to: [at[0] + 3, at[1] + 2, at[2] + 4], radiusMm: 0.9 }),
      hu: TITANIUM_HU,
    })),
    { name: 'electrode', shape: block({ centre: electrode, halfMm: [5, 1.2, 5], roundMm: 1 }), hu: 1800 },
  ];
  const angles = Array.from({ length: STREAKS }, () => ({
    at: 2 * Math.PI * random.next(),
    width: 0.02 + 0.05 * random.next(),
    hu: STREAK_HU * (random.next() < 0.5 ? -1 : 1) * (0.3 + 0.7 * random.next()),
  }));
  const hu = (x: number, y: number, z: number): number => {
    const middle = z < -26 ? 121 - (11 * (-26 - z)) / 124 : 88 + (z < 0 ? (-33 * z) / 26 : 0);
    const px = x - middle;
    const r = Math.hypot(px, y);
    if (r > 3 * STREAK_REACH_MM) return 0;
    const fade = Math.exp(-r / STREAK_REACH_MM) * Math.min(1, Math.max(0, (r - 6) / 10)) * (0.7 + 0.3 * Math.sin(z / 2.3));
    const angle = Math.atan2(y, px) + 0.02 * z;
    let sum = 0;
    for (const streak of angles) {
      const off = angle - streak.at;
      const turn = off - 2 * Math.PI * Math.round(off / (2 * Math.PI));
      if (Math.abs(turn) < 4 * streak.width) sum += streak.hu * Math.exp(-0.5 * (turn / streak.width) ** 2);
    }
    return fade * sum;
  };
  const decoys: Decoy[] = [
    { kind: 'metal', centroidMm: hip },
    { kind: 'metal', centroidMm: [116, 0, -90] },
    ...clips.map((centroidMm) => ({ kind: 'clip', centroidMm })),
    { kind: 'electrode', centroidMm: electrode },
  ];
  return { layers, decoys, artefact: { hu, lowZ: -152, highZ: 30 } };
}
