import type { Compartment, Morphology, Random, Region, Side, Vector3 } from '../../core/index.ts';
import type { Body } from '../body/body.ts';
import type { DrawnLesion } from '../render/index.ts';
import { type Bounds, nearest, type Shape, tube } from '../shape/index.ts';
import type { Form } from './forms.ts';
import { measure } from './measure.ts';

/** Room kept free around every lesion, so that two truths never blur into one. */
const GAP_MM = 3.5;

export interface Occupied {
  readonly centre: Vector3;
  readonly radiusMm: number;
}

/** What placing needs to know: the body, the box that is scanned, what is taken, and where chance comes from. */
export interface Site {
  readonly body: Body;
  readonly box: Bounds;
  readonly random: Random;
  readonly taken: Occupied[];
  readonly vessels: Shape;
  readonly tendons: Shape;
  readonly capsules: Shape;
}

const NOWHERE: Shape = { distance: () => 1e9, safety: 1, bounds: { low: [0, 0, 0], high: [0, 0, 0] } };
const together = (shapes: readonly Shape[]): Shape => (shapes.length === 0 ? NOWHERE : nearest(shapes));

export function prepareSite(options: { body: Body; box: Bounds; random: Random }): Site {
  const { body } = options;
  return {
    ...options,
    taken: [],
    vessels: together([...body.arteries, ...body.veins].map((each) => tube(each.path))),
    tendons: together(body.tendons.map((each) => tube(each.path))),
    capsules: together(body.joints.map((joint) => joint.capsule)),
  };
}

export const isFree = (site: Site, centre: Vector3, radiusMm: number): boolean =>
  [0, 1, 2].every((axis) => centre[axis] - radiusMm > site.box.low[axis] + 2 && centre[axis] + radiusMm < site.box.high[axis] - 2) &&
  site.taken.every(
    (each) =>
      Math.hypot(each.centre[0] - centre[0], each.centre[1] - centre[1], each.centre[2] - centre[2]) > each.radiusMm + radiusMm + GAP_MM,
  );

export const randomPoint = (site: Site, within: Bounds = site.box): Vector3 =>
  [0, 1, 2].map((axis) => within.low[axis] + site.random.next() * (within.high[axis] - within.low[axis])) as unknown as Vector3;

/** First of `tries` random points that `accept` takes; null when the compartment has no room left. */
export function findPoint(site: Site, options: { accept: (at: Vector3) => boolean; within?: Bounds; tries?: number }): Vector3 | null {
  for (let n = 0; n < (options.tries ?? 4000); n++) {
    const at = randomPoint(site, options.within);
    if (options.accept(at)) return at;
  }
  return null;
}

export interface LesionTraits {
  readonly hu: number;
  readonly compartment: Compartment;
  readonly morphology: Morphology;
  readonly touchesBone?: boolean;
  readonly expected?: string | null;
  readonly region?: Region;
  readonly side?: Side;
}

/** Measures a form, marks its room as taken, and names where it is. */
export function settleLesion(site: Site, form: Form, traits: LesionTraits): DrawnLesion {
  const measured = measure(form.shape);
  const { low, high } = form.shape.bounds;
  const centre: Vector3 = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
  site.taken.push({ centre, radiusMm: Math.max(high[0] - low[0], high[1] - low[1], high[2] - low[2]) / 2 });
  const where = site.body.locate(measured.centroidMm);
  return {
    shape: form.shape,
    hu: form.hu ?? traits.hu,
    materialHu: traits.hu,
    volumeMm3: form.volumeMm3 ?? measured.volumeMm3,
    centroidMm: measured.centroidMm,
    compartment: traits.compartment,
    morphology: traits.morphology,
    region: traits.region ?? where.region,
    side: traits.side ?? where.side,
    touchesBone: traits.touchesBone ?? false,
    expected: traits.expected ?? null,
  };
}
