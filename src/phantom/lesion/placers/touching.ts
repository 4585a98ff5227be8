import type { Vector3 } from '../../../core/index.ts';
import type { Body } from '../../body/body.ts';
import type { DrawnLesion } from '../../render/index.ts';
import { nearest, type Shape } from '../../shape/index.ts';
import { ball, besideBone } from '../forms.ts';
import { measure, projectTo } from '../measure.ts';
import { findPoint, isFree, type Site, settleLesion } from '../place.ts';
import { spot, type Wish } from './wish.ts';

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
