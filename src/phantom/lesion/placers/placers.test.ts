import { describe, expect, test } from 'vitest';
import { type Compartment, createRandom } from '../../../core/index.ts';
import { torso } from '../../body/torso/index.ts';
import { PLACERS, prepareSite, touchingBone } from '../index.ts';

const body = torso();
const site = prepareSite({ body, box: { low: [-190, -130, -420], high: [190, 130, 440] }, random: createRandom(5) });
const wish = { diameterMm: 3, hu: 700 };
const of = (compartment: Compartment) =>
  Array.from({ length: 6 }, () => PLACERS[compartment]?.(site, wish) ?? null).filter((each) => each !== null);

describe('a lesion lies in the compartment it is said to lie in', () => {
  test('skin: within the skin layer', () => {
    for (const { centroidMm } of of('skin')) {
      const depth = -body.outline.distance(...centroidMm);
      expect(depth).toBeGreaterThan(0);
      expect(depth).toBeLessThan(body.skinMm);
    }
  });
  test('subcutaneous: between skin and deep fascia', () => {
    const all = of('subcutaneous');
    expect(all.length).toBeGreaterThan(3);
    for (const { centroidMm } of all) {
      expect(body.outline.distance(...centroidMm)).toBeLessThan(-body.skinMm);
      expect(body.fascia.distance(...centroidMm)).toBeGreaterThan(1.5);
    }
  });
  test('fascia: on the deep fascia', () => {
    for (const { centroidMm } of of('fascia')) expect(Math.abs(body.fascia.distance(...centroidMm))).toBeLessThan(1.5);
  });
  test('muscle: in muscle, off bone and joints', () => {
    const all = of('muscle');
    expect(all.length).toBeGreaterThan(3);
    for (const { centroidMm } of all) {
      expect(body.muscle.distance(...centroidMm)).toBeLessThan(-1.5);
      expect(body.bone.distance(...centroidMm)).toBeGreaterThan(3);
    }
  });
  test('viscera, nodes, cartilage: inside the organ; arteries: at the wall', () => {
    for (const { centroidMm } of of('viscera')) expect(body.organs.some((organ) => organ.shape.distance(...centroidMm) < -1)).toBe(true);
    for (const { centroidMm } of of('lymph-node')) expect(body.nodes.some((node) => node.shape.distance(...centroidMm) < -1)).toBe(true);
    for (const { centroidMm, expected } of of('cartilage')) {
      expect(body.cartilages.some((each) => each.shape.distance(...centroidMm) < 0)).toBe(true);
      expect(expected).toBe('costal-cartilage');
    }
    for (const { centroidMm } of of('artery')) expect(Math.abs(site.vessels.distance(...centroidMm))).toBeLessThan(2.5);
  });
  test('touching bone: gives way to the bone it touches', () => {
    const lesion = touchingBone(site, { diameterMm: 6, hu: 700 });
    expect(lesion).not.toBeNull();
    if (!lesion) return;
    expect(lesion.touchesBone).toBe(true);
    expect(lesion.volumeMm3).toBeLessThan((Math.PI / 6) * 216);
    expect(lesion.volumeMm3).toBeGreaterThan(0.7 * (Math.PI / 6) * 216);
    expect(body.bone.distance(...lesion.centroidMm)).toBeLessThan(3.2);
  });
  test('no two share a place', () => {
    for (const [n, a] of site.taken.entries())
      for (const b of site.taken.slice(n + 1))
        expect(Math.hypot(...a.centre.map((value, axis) => value - b.centre[axis]))).toBeGreaterThan(a.radiusMm + b.radiusMm);
  });
});
