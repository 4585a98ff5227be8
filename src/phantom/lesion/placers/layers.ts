import type { Vector3 } from '../../../core/index.ts';
import type { Shape } from '../../shape/index.ts';
import { ball, ellipse, type Form, grape, patchOf } from '../forms.ts';
import { frameAlong, normalAt, projectTo } from '../measure.ts';
import { findPoint, isFree, randomPoint, type Site, settleLesion } from '../place.ts';
import { type Placer, PUNCTATE_MM, spot, type Wish } from './wish.ts';

/** Half thickness of the fascia lesion at most. */
const FASCIA_HALF_MM = 1.1;

/** Muscle lesions keep this far from a joint's capsule, periarticular ones lie nearer. */
const JOINT_REACH_MM = 12;

/** Flat ellipsoid of the wished volume lying in a layer. */
function disc(options: { centre: Vector3; surface: Shape; halfMm: number; wish: Wish; turn: number }): Form {
  const r = options.wish.diameterMm / 2;
  const half = Math.min(options.halfMm, r);
  const wide = Math.sqrt(r ** 3 / half);
  const along = normalAt(options.surface.distance, options.centre);
  const stretch = r > options.halfMm ? 1.15 : 1;
  return ellipse({ centre: options.centre, radiiMm: [wide * stretch, wide / stretch, half], frame: frameAlong(along, options.turn) });
}

export const skin: Placer = (site, wish) => {
  const { body, random } = site;
  for (let n = 0; n < 400; n++) {
    const half = Math.min(body.skinMm / 2 - 0.15, wish.diameterMm / 2);
    const at = projectTo(body.outline.distance, { at: randomPoint(site), level: -body.skinMm / 2 });
    if (!at) continue;
    const reach = Math.sqrt((wish.diameterMm / 2) ** 3 / half) * 1.15;
    if (!isFree(site, at, reach)) continue;
    return settleLesion(site, disc({ centre: at, surface: body.outline, halfMm: half, wish, turn: random.next() * 6.3 }), {
      hu: wish.hu,
      compartment: 'skin',
      morphology: spot(wish.diameterMm),
    });
  }
  return null;
};

export const subcutaneous: Placer = (site, wish) => {
  const { body, random } = site;
  const r = wish.diameterMm / 2;
  const accept = (reach: number) => (at: Vector3) => {
    if (!isFree(site, at, reach)) return false;
    const depth = -body.outline.distance(...at);
    return (
      depth > body.skinMm + reach + 0.8 &&
      body.fascia.distance(...at) > reach + 1.2 &&
      body.bone.distance(...at) > reach + 2.5 &&
      site.vessels.distance(...at) > reach + 1.5
    );
  };
  const lobed = wish.diameterMm > 8 && random.next() < 0.5;
  const at = findPoint(site, { accept: accept(lobed ? r * 1.12 : r * 1.05), tries: 9000 });
  if (!at) return null;
  const form = lobed
    ? grape({ centre: at, radiusMm: r, random, lobes: 7 })
    : ellipse({ centre: at, radiiMm: [r * 1.05, r * 0.97, r / (1.05 * 0.97)], frame: frameAlong([0, 0, 1], random.next() * 3) });
  return settleLesion(site, form, { hu: wish.hu, compartment: 'subcutaneous', morphology: lobed ? 'lobulated' : spot(wish.diameterMm) });
};

export const fascia: Placer = (site, wish) => {
  const { body, random } = site;
  for (let n = 0; n < 600; n++) {
    const at = projectTo(body.fascia.distance, { at: randomPoint(site), level: -0.45 });
    if (!at) continue;
    const r = wish.diameterMm / 2;
    const reach = Math.sqrt(r ** 3 / Math.min(FASCIA_HALF_MM, r)) * 1.2;
    if (!isFree(site, at, reach) || body.outline.distance(...at) > -(body.skinMm + 4) || body.bone.distance(...at) < reach * 0.4 + 4)
      continue;
    if (wish.diameterMm < 5)
      return settleLesion(site, disc({ centre: at, surface: body.fascia, halfMm: FASCIA_HALF_MM, wish, turn: random.next() * 6.3 }), {
        hu: wish.hu,
        compartment: 'fascia',
        morphology: wish.diameterMm < PUNCTATE_MM ? 'punctate' : 'sheet',
      });
    const form = patchOf(body.fascia, {
      centre: at,
      depthMm: 0.45,
      thicknessMm: 2 * FASCIA_HALF_MM,
      radiusMm: Math.sqrt(r ** 3 / (1.5 * FASCIA_HALF_MM)),
      phase: random.next() * 6,
    });
    return settleLesion(site, form, { hu: wish.hu, compartment: 'fascia', morphology: 'sheet' });
  }
  return null;
};

const deepEnough = (site: Site, reach: number) => (at: Vector3) =>
  isFree(site, at, reach) &&
  site.body.muscle.distance(...at) < -(reach + 2.2) &&
  site.body.bone.distance(...at) > reach + 3 &&
  site.capsules.distance(...at) > reach + JOINT_REACH_MM &&
  site.tendons.distance(...at) > reach + 2 &&
  site.vessels.distance(...at) > reach + 2 &&
  site.body.septa.every((each) => each.distance(...at) > reach + 1.5);

export const muscle: Placer = (site, wish) => {
  const { random } = site;
  const r = wish.diameterMm / 2;
  const long = wish.diameterMm > 4 && random.next() < 0.35;
  const reach = long ? r * 1.7 : r * 1.08;
  const at = findPoint(site, { accept: deepEnough(site, reach), tries: 12000 });
  if (!at) return null;
  const form = long
    ? ellipse({ centre: at, radiiMm: [r / Math.sqrt(1.7), r / Math.sqrt(1.7), r * 1.7] })
    : wish.diameterMm > 9
      ? grape({ centre: at, radiusMm: r, random, lobes: 8 })
      : ball(at, r);
  return settleLesion(site, form, {
    hu: wish.hu,
    compartment: 'muscle',
    morphology: long ? 'linear' : wish.diameterMm > 9 ? 'lobulated' : spot(wish.diameterMm),
  });
};
