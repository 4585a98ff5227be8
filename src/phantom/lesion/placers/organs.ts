import { ball } from '../forms.ts';
import { findPoint, isFree, settleLesion } from '../place.ts';
import { type Placer, pick, spot } from './wish.ts';

export const lymphNode: Placer = (site, wish) => {
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

export const viscera: Placer = (site, wish) => {
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

export const cartilage: Placer = (site, wish) => {
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
