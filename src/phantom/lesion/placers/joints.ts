import { ball, grape } from '../forms.ts';
import { findPoint, isFree, settleLesion } from '../place.ts';
import { type Placer, pick, spot } from './wish.ts';

export const articular: Placer = (site, wish) => {
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

export const periarticular: Placer = (site, wish) => {
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
