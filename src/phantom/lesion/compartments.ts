import type { Compartment, Vector3 } from '../../core/index.ts';
import type { Body, Course } from '../body/body.ts';
import type { DrawnLesion } from '../render/index.ts';
import { nearest, type Shape } from '../shape/index.ts';
import { alongPath, ball, besideBone, ellipse, type Form, grape, patchOf, plaque, stone } from './forms.ts';
import { frameAlong, measure, normalAt, projectTo } from './measure.ts';
import { findPoint, isFree, randomPoint, type Site, settleLesion } from './place.ts';

export interface Wish {
  /** Of the equal-volume ball, mm. */
  readonly diameterMm: number;
  readonly hu: number;
}

type Placer = (site: Site, wish: Wish) => DrawnLesion | null;

/** A lesion is `punctate` under this size and `nodular` above. */
const PUNCTATE_MM = 3;
/** Half thickness of the fascia lesion at most. */
const FASCIA_HALF_MM = 1.1;
/** Muscle lesions keep this far from a joint's capsule, periarticular ones lie nearer. */
const JOINT_REACH_MM = 12;

const spot = (diameterMm: number): 'punctate' | 'nodular' => (diameterMm < PUNCTATE_MM ? 'punctate' : 'nodular');

/** Flat ellipsoid of the wished volume lying in a layer. */
function disc(options: { centre: Vector3; surface: Shape; halfMm: number; wish: Wish; turn: number }): Form {
  const r = options.wish.diameterMm / 2;
  const half = Math.min(options.halfMm, r);
  const wide = Math.sqrt(r ** 3 / half);
  const along = normalAt(options.surface.distance, options.centre);
  const stretch = r > options.halfMm ? 1.15 : 1;
  return ellipse({ centre: options.centre, radiiMm: [wide * stretch, wide / stretch, half], frame: frameAlong(along, options.turn) });
}

const skin: Placer = (site, wish) => {
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

const subcutaneous: Placer = (site, wish) => {
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

const fascia: Placer = (site, wish) => {
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

const muscle: Placer = (site, wish) => {
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

const pick = <T>(site: Site, from: readonly T[]): T => from[site.random.integer({ low: 0, high: from.length - 1 })];

/** A random sampled point of a random course that lies in the box with room for `reach`. */
function pointOn(site: Site, courses: readonly Course[], reach: number): { course: Course; index: number; at: Vector3 } | null {
  if (courses.length === 0) return null;
  for (let n = 0; n < 300; n++) {
    const course = pick(site, courses);
    const index = site.random.integer({ low: 1, high: Math.max(1, course.path.points.length - 2) });
    const at = course.path.points[index];
    if (isFree(site, at, reach)) return { course, index, at };
  }
  return null;
}

const tendon: Placer = (site, wish) => {
  const found = pointOn(site, site.body.tendons, wish.diameterMm * 0.9 + 1);
  if (!found) return null;
  const r = Math.min(wish.diameterMm / 2, found.course.path.radiiMm[found.index] * 0.8);
  const lengthMm = Math.max(0.1, ((4 / 3) * (wish.diameterMm / 2) ** 3 - (4 / 3) * r ** 3) / r ** 2);
  const long = lengthMm > 2 * r;
  const form = long
    ? alongPath(found.course.path, { index: found.index, lengthMm: Math.min(lengthMm, 26), radiusMm: r })
    : ball(found.at, r);
  return settleLesion(site, form, { hu: wish.hu, compartment: 'tendon', morphology: long ? 'linear' : spot(2 * r) });
};

const articular: Placer = (site, wish) => {
  const r = wish.diameterMm / 2;
  const joints = site.body.joints.filter((joint) => isFree(site, joint.centre, 0) || site.taken.length > 0);
  if (joints.length === 0) return null;
  for (let n = 0; n < 12; n++) {
    const joint = pick(site, joints);
    const at = findPoint(site, {
      within: joint.capsule.bounds,
      tries: 1500,
      accept: (p) => isFree(site, p, r) && joint.capsule.distance(...p) < -r && site.body.bone.distance(...p) > r + 0.3,
    });
    if (at)
      return settleLesion(site, ball(at, r), {
        hu: wish.hu,
        compartment: 'articular',
        morphology: spot(wish.diameterMm),
        region: joint.region,
        side: joint.side,
      });
  }
  return null;
};

const periarticular: Placer = (site, wish) => {
  const r = wish.diameterMm / 2;
  const { body, random } = site;
  const lobed = wish.diameterMm > 7;
  const reach = lobed ? r * 1.12 : r;
  for (let n = 0; n < 12; n++) {
    const joint = pick(site, body.joints);
    const { low, high } = joint.capsule.bounds;
    const at = findPoint(site, {
      within: {
        low: [low[0] - reach - 6, low[1] - reach - 6, low[2] - reach - 6],
        high: [high[0] + reach + 6, high[1] + reach + 6, high[2] + reach + 6],
      },
      tries: 2500,
      accept: (p) =>
        isFree(site, p, reach) &&
        joint.capsule.distance(...p) > reach + 0.3 &&
        joint.capsule.distance(...p) < reach + 6 &&
        body.bone.distance(...p) > reach + 0.8 &&
        body.fascia.distance(...p) < -(reach + 1.5) &&
        site.tendons.distance(...p) > reach + 1 &&
        site.vessels.distance(...p) > reach + 1,
    });
    if (at)
      return settleLesion(site, lobed ? grape({ centre: at, radiusMm: r, random, lobes: 8 }) : ball(at, r), {
        hu: wish.hu,
        compartment: 'periarticular',
        morphology: lobed ? 'lobulated' : spot(wish.diameterMm),
        region: joint.region,
        side: joint.side,
      });
  }
  return null;
};

const artery: Placer = (site, wish) => {
  const { random } = site;
  const wide = site.body.arteries.filter((each) => Math.max(...each.path.radiiMm) > wish.diameterMm / 3.2);
  const found = pointOn(site, wide, Math.max(wish.diameterMm * 0.8, 4));
  if (!found) return null;
  const radius = found.course.path.radiiMm[found.index];
  const thicknessMm = Math.min(2.2, Math.max(0.8, wish.diameterMm * 0.35));
  // arc * radius * length * thickness = the wished volume, a little longer than wide.
  const area = ((Math.PI / 6) * wish.diameterMm ** 3) / thicknessMm;
  const arc = Math.min(2.6, Math.sqrt(area / 1.5) / radius);
  const lengthMm = Math.min(36, area / (arc * radius));
  const form = plaque(found.course.path, { index: found.index, facing: random.next() * 6.3, arc, lengthMm, thicknessMm });
  return settleLesion(site, form, {
    hu: wish.hu,
    compartment: 'artery',
    morphology: wish.diameterMm < PUNCTATE_MM ? 'punctate' : lengthMm > 2 * arc * radius ? 'linear' : 'sheet',
  });
};

const vein: Placer = (site, wish) => {
  const r = wish.diameterMm / 2;
  const courses = site.body.veins.filter((each) => Math.max(...each.path.radiiMm) > r * 0.95);
  const found = pointOn(site, courses, r);
  if (!found || found.course.path.radiiMm[found.index] < r * 0.9) return null;
  const form = r > 2 ? stone({ centre: found.at, radiusMm: r, hu: wish.hu, huCore: wish.hu * 0.45 }) : ball(found.at, r);
  return settleLesion(site, form, { hu: wish.hu, compartment: 'vein', morphology: r > 2 ? 'ring' : spot(wish.diameterMm) });
};

const lymphNode: Placer = (site, wish) => {
  const r = wish.diameterMm / 2;
  for (let n = 0; n < 60 && site.body.nodes.length > 0; n++) {
    const node = pick(site, site.body.nodes);
    const at = findPoint(site, {
      within: node.shape.bounds,
      tries: 60,
      accept: (p) => isFree(site, p, r) && node.shape.distance(...p) < -(r + 0.7),
    });
    if (at)
      return settleLesion(site, ball(at, r), {
        hu: wish.hu,
        compartment: 'lymph-node',
        morphology: spot(wish.diameterMm),
        region: node.region,
      });
  }
  return null;
};

const viscera: Placer = (site, wish) => {
  const r = wish.diameterMm / 2;
  for (let n = 0; n < 30 && site.body.organs.length > 0; n++) {
    const organ = pick(site, site.body.organs);
    const at = findPoint(site, {
      within: organ.shape.bounds,
      tries: 200,
      accept: (p) =>
        isFree(site, p, r) &&
        organ.shape.distance(...p) < -(r + 1) &&
        site.vessels.distance(...p) > r + 2 &&
        site.body.bone.distance(...p) > r + 4,
    });
    if (at)
      return settleLesion(site, ball(at, r), {
        hu: wish.hu,
        compartment: 'viscera',
        morphology: spot(wish.diameterMm),
        region: organ.region,
      });
  }
  return null;
};

const cartilage: Placer = (site, wish) => {
  for (let n = 0; n < 60 && site.body.cartilages.length > 0; n++) {
    const piece = pick(site, site.body.cartilages);
    const r = Math.min(wish.diameterMm / 2, 2.6);
    const at = findPoint(site, {
      within: piece.shape.bounds,
      tries: 400,
      accept: (p) => isFree(site, p, r * 1.5) && piece.shape.distance(...p) < -Math.min(r, 1.4) && site.body.bone.distance(...p) > r + 3,
    });
    if (at)
      return settleLesion(site, ball(at, r), {
        hu: wish.hu,
        compartment: piece.compartment ?? 'cartilage',
        morphology: spot(2 * r),
        region: piece.region,
        expected: piece.expected,
      });
  }
  return null;
};

export const PLACERS: Readonly<Partial<Record<Compartment, Placer>>> = {
  skin,
  subcutaneous,
  fascia,
  muscle,
  tendon,
  articular,
  periarticular,
  artery,
  vein,
  'lymph-node': lymphNode,
  viscera,
  cartilage,
};

/** The bones whose box comes within reach, so that a lesion's own distance function asks few of them. */
function boneNear(body: Body, at: Vector3, reachMm: number): Shape {
  const near = body.bones.filter(({ shape }) =>
    [0, 1, 2].every((a) => shape.bounds.low[a] < at[a] + reachMm && shape.bounds.high[a] > at[a] - reachMm),
  );
  return near.length > 0 ? nearest(near.map((each) => each.shape)) : body.bone;
}

/** A muscle or periarticular ball pressed against bone: it gives way, they touch over a cap. */
export function touchingBone(site: Site, wish: Wish): DrawnLesion | null {
  const { body } = site;
  const r = wish.diameterMm / 2;
  for (let n = 0; n < 200; n++) {
    const start = findPoint(site, {
      accept: (p) => body.fascia.distance(...p) < -(2 * r + 3) && body.bone.distance(...p) < r + 12 && body.bone.distance(...p) > 0,
      tries: 500,
    });
    const at = start && projectTo(body.bone.distance, { at: start, level: r * 0.88 });
    if (
      !at ||
      !isFree(site, at, r) ||
      body.muscle.distance(...at) > -(r + 2) ||
      site.vessels.distance(...at) < r + 2 ||
      site.tendons.distance(...at) < r + 2
    )
      continue;
    const toJoint = site.capsules.distance(...at);
    if (toJoint < r) continue;
    // Where the bone's distance is only an estimate (edges, ends) they may miss each other, or the ball sink in.
    const form = besideBone(ball(at, r), boneNear(body, at, r + 1));
    const left = measure(form.shape).volumeMm3 / ((4 / 3) * Math.PI * r ** 3);
    if (left > 0.99 || left < 0.6) continue;
    const joint = body.joints.find((each) => each.capsule.distance(...at) < r + 6);
    return settleLesion(site, form, {
      hu: wish.hu,
      compartment: joint ? 'periarticular' : 'muscle',
      morphology: spot(wish.diameterMm),
      touchesBone: true,
    });
  }
  return null;
}

/** A muscle ball pressed against an artery from outside. */
export function touchingVessel(site: Site, wish: Wish): DrawnLesion | null {
  const { body } = site;
  const r = wish.diameterMm / 2;
  for (let n = 0; n < 200; n++) {
    const start = findPoint(site, {
      accept: (p) => body.muscle.distance(...p) < -(r + 3) && site.vessels.distance(...p) < r + 10 && site.vessels.distance(...p) > 0,
      tries: 500,
    });
    const at = start && projectTo(site.vessels.distance, { at: start, level: r + 0.1 });
    if (!at || !isFree(site, at, r) || body.muscle.distance(...at) > -(r + 2) || body.bone.distance(...at) < r + 3) continue;
    return settleLesion(site, ball(at, r), { hu: wish.hu, compartment: 'muscle', morphology: spot(wish.diameterMm) });
  }
  return null;
}
