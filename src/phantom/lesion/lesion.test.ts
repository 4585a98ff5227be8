import { expect, test } from 'vitest';
import { ellipsoid, rod, shell, sphere } from '../shape/index.ts';
import { measure, projectTo } from './index.ts';

test('quadrature agrees with the closed form within 0.5 %', () => {
  const ball = measure(sphere({ centre: [3, -7, 11], radiusMm: 2.5 }));
  expect(ball.volumeMm3 / ((4 / 3) * Math.PI * 2.5 ** 3)).toBeCloseTo(1, 2);
  expect(Math.abs(ball.volumeMm3 / ((4 / 3) * Math.PI * 2.5 ** 3) - 1)).toBeLessThan(0.005);
  ball.centroidMm.forEach((value, axis) => {
    expect(value).toBeCloseTo([3, -7, 11][axis], 6);
  });
  const egg = measure(
    ellipsoid({
      centre: [0, 0, 0],
      radiiMm: [3, 1.5, 6],
      frame: [
        [0.6, 0.8, 0],
        [-0.8, 0.6, 0],
        [0, 0, 1],
      ],
    }),
  );
  expect(Math.abs(egg.volumeMm3 / ((4 / 3) * Math.PI * 27) - 1)).toBeLessThan(0.005);
  const stick = measure(rod({ from: [0, 0, 0], to: [4, 3, 0], radiusMm: 1 }));
  expect(Math.abs(stick.volumeMm3 / (Math.PI * 5 + (4 / 3) * Math.PI) - 1)).toBeLessThan(0.005);
  const hollow = measure(shell(sphere({ centre: [0, 0, 0], radiusMm: 5 }), { depthMm: 0.5, thicknessMm: 1 }));
  expect(Math.abs(hollow.volumeMm3 / ((4 / 3) * Math.PI * (125 - 64)) - 1)).toBeLessThan(0.01);
});

test('a point is moved onto the wished level of a field', () => {
  const at = projectTo(sphere({ centre: [0, 0, 0], radiusMm: 10 }).distance, { at: [3, 4, 0], level: -2 });
  expect(at).not.toBeNull();
  expect(Math.hypot(...(at ?? [0, 0, 0]))).toBeCloseTo(8, 1);
});
