import type { Vector3 } from '../../../core/index.ts';
import type { Course } from '../../body/body.ts';
import { alongPath, ball, plaque, plaqueForm, stone } from '../forms.ts';
import { isFree, type Site, settleLesion } from '../place.ts';
import { type Placer, PUNCTATE_MM, pick, spot } from './wish.ts';

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

export const tendon: Placer = (site, wish) => {
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

export const artery: Placer = (site, wish) => {
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
    morphology: wish.diameterMm < PUNCTATE_MM ? 'punctate' : plaqueForm({ arc, radiusMm: radius, lengthMm }),
  });
};

export const vein: Placer = (site, wish) => {
  const r = wish.diameterMm / 2;
  const courses = site.body.veins.filter((each) => Math.max(...each.path.radiiMm) > r * 0.95);
  const found = pointOn(site, courses, r);
  if (!found || found.course.path.radiiMm[found.index] < r * 0.9) return null;
  const form = r > 2 ? stone({ centre: found.at, radiusMm: r, hu: wish.hu, huCore: wish.hu * 0.45 }) : ball(found.at, r);
  return settleLesion(site, form, { hu: wish.hu, compartment: 'vein', morphology: r > 2 ? 'ring' : spot(wish.diameterMm) });
};
