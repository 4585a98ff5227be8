import { type Course, course } from '../body.ts';

/** Points are x, y, z, radius in mm. The left and right courses differ by a few mm, as they do. */
export const torsoArteries = (): Course[] => [
  course('aorta', [
    [8, -32, 425, 14],
    [2, -34, 470, 14],
    [12, -12, 496, 13],
    [22, 14, 474, 12.5],
    [23, 22, 420, 12],
    [18, 18, 340, 11.5],
    [10, 8, 270, 10.5],
    [6, 3, 217, 9.5],
    [5, 4, 160, 9],
    [4, 7, 142, 8.5],
  ]),
  ...([1, -1] as const).flatMap((s) => [
    course('common iliac artery', [
      [4 + s * 4, 7, 143, 5.6],
      [s * 18, 13, 124, 5.4],
      [s * 34, 20, 102, 5],
    ]),
    course('external iliac artery', [
      [s * 34, 20, 102, 4.6],
      [s * 52, 4, 72, 4.5],
      [s * 66, -24, 40, 4.5],
      [s * 78, -50, 8, 4.6],
      [s * 82, -56, -25, 4.6],
    ]),
    course('superficial femoral artery', [
      [s * 82, -56, -25, 4.2],
      [s * 78, -44, -90, 3.8],
      [s * 76, -26, -180, 3.6],
      [s * 76, 0, -270, 3.5],
      [s * 86, 26, -350, 3.4],
      [s * 90, 38, -410, 3.2],
      [s * 92, 32, -470, 2.8],
      [s * 96, 30, -540, 2.2],
    ]),
    course('internal iliac artery', [
      [s * 34, 20, 102, 3.6],
      [s * 44, 34, 76, 3.4],
      [s * 46, 38, 42, 3],
      [s * 40, 30, 22, 2.4],
    ]),
  ]),
  course('splenic artery', [
    [10, 4, 262, 3],
    [36, -6, 270, 2.8],
    [62, 10, 276, 2.6],
    [80, 22, 282, 2.4],
  ]),
];

export const torsoVeins = (): Course[] => [
  course('inferior vena cava', [
    [-22, -6, 350, 11],
    [-21, 2, 270, 11],
    [-20, 8, 200, 10.5],
    [-17, 13, 136, 10],
  ]),
  ...([1, -1] as const).flatMap((s) => [
    course('iliac vein', [
      [-17, 14, 136, 8],
      [s * 26, 28, 104, 6.5],
      [s * 46, 12, 72, 6],
      [s * 58, -16, 40, 6],
      [s * 68, -44, 6, 6],
      [s * 71, -50, -28, 5.6],
      [s * 66, -36, -110, 5],
      [s * 66, -14, -200, 4.6],
    ]),
    course('perivesical vein', [
      [s * 44, 42, 48, 3.4],
      [s * 47, 26, 22, 3.6],
      [s * 44 + 2, 4, 6, 3.6],
      [s * 36, -18, -4, 3.4],
    ]),
    course('great saphenous vein', [
      [s * 62, -76, -60, 2.6],
      [s * 46, -62, -180, 2.4],
      [s * 44, -34, -300, 2.2],
      [s * 40, 4, -420, 2.2],
    ]),
  ]),
];

export const torsoTendons = (): Course[] =>
  ([1, -1] as const).flatMap((s) => [
    course('quadriceps tendon', [
      [s * 95, -46, -318, 4.6],
      [s * 93, -51, -378, 4],
    ]),
    course('patellar tendon', [
      [s * 92, -47, -418, 3.6],
      [s * 91, -36, -462, 4],
    ]),
    course('gluteus medius tendon', [
      [s * 122, 8, 62, 3.6],
      [s * 134, 9, 34, 4.2],
      [s * 139, 8, 8, 4],
    ]),
    course('hamstring tendon', [
      [s * 58, 40, -62, 4.4],
      [s * 70, 48, -100, 4.6],
      [s * 82, 50, -140, 4],
    ]),
    course('iliopsoas tendon', [
      [s * 88, -34, 14, 4.4],
      [s * 96, -26, -18, 4],
      [s * 106, 2, -50, 3.4],
    ]),
  ]);
