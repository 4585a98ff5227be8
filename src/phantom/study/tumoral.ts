import type { Vector3 } from '../../core/index.ts';
import { torso } from '../body/torso/index.ts';
import { grape, isFree, type Site, settleLesion } from '../lesion/index.ts';
import type { DrawnLesion, Layer } from '../render/index.ts';
import { type Shape, sphere, union } from '../shape/index.ts';
import { gather, type Plan } from './plan.ts';

const WALL_MM = 1.7;
const WALL_HU = 430;
const SEDIMENT_HU = 640;
const FLUID_HU = 28;

interface Lobe {
  readonly centre: Vector3;
  readonly radiusMm: number;
  /** Height of the level as y: the sediment lies behind it (supine). */
  readonly levelY: number;
}

/** Balls packed into an ellipsoid that keep off bone and skin, overlapping by their walls. */
function pack(site: Site, options: { about: Vector3; radiiMm: Vector3; count: number }): Lobe[] {
  const { body, random } = site;
  const lobes: Lobe[] = [];
  for (let n = 0; n < 6000 && lobes.length < options.count; n++) {
    const radiusMm = 7.5 + 5.5 * random.next();
    const centre = [0, 1, 2].map((axis) => options.about[axis] + options.radiiMm[axis] * (2 * random.next() - 1)) as unknown as Vector3;
    if (body.bone.distance(...centre) < radiusMm + 1.5 || body.outline.distance(...centre) > -(body.skinMm + radiusMm + 3)) continue;
    const gaps = lobes.map(
      (each) => Math.hypot(each.centre[0] - centre[0], each.centre[1] - centre[1], each.centre[2] - centre[2]) - each.radiusMm - radiusMm,
    );
    if (gaps.some((gap) => gap < -2 * WALL_MM) || (lobes.length > 0 && !gaps.some((gap) => gap < -0.8))) continue;
    lobes.push({ centre, radiusMm, levelY: centre[1] + radiusMm * (-0.25 + 0.5 * random.next()) });
  }
  return lobes;
}

/** The mineral of the lobes: their walls, and what has settled in each behind its level. */
function mineral(lobes: readonly Lobe[]): Shape {
  const parts = lobes.map(({ centre, radiusMm, levelY }): Shape => {
    const whole = sphere({ centre, radiusMm });
    return {
      ...whole,
      distance: (x, y, z) => {
        const d = whole.distance(x, y, z);
        return Math.min(Math.max(d, -d - WALL_MM), Math.max(d, levelY - y));
      },
    };
  });
  return union(parts);
}

const inSediment = (lobes: readonly Lobe[], at: Vector3): boolean =>
  lobes.some(
    ({ centre, radiusMm, levelY }) =>
      at[1] > levelY && Math.hypot(at[0] - centre[0], at[1] - centre[1], at[2] - centre[2]) < radiusMm - WALL_MM / 2,
  );

function solidMass(site: Site, options: { about: Vector3; radiusMm: number; hu: number }): DrawnLesion | null {
  const { body, random } = site;
  for (let n = 0; n < 1500; n++) {
    const at = options.about.map((middle) => middle + 22 * (2 * random.next() - 1)) as unknown as Vector3;
    const reach = options.radiusMm * 1.12;
    if (!isFree(site, at, reach) || body.bone.distance(...at) < reach + 1 || body.outline.distance(...at) > -(body.skinMm + reach + 3))
      continue;
    if (site.vessels.distance(...at) < reach + 1 || site.tendons.distance(...at) < reach) continue;
    return settleLesion(site, grape({ centre: at, radiusMm: options.radiusMm, random, lobes: 10 }), {
      hu: options.hu,
      compartment: 'periarticular',
      morphology: 'lobulated',
      region: 'hip',
    });
  }
  return null;
}

/** A lobulated cystic mass with fluid-calcium levels behind the right trochanter, smaller ones left, on dialysis. */
export const TUMORAL: Plan = {
  name: 'tumoral',
  pattern: 'tumoral',
  body: () => torso(),
  centreMm: [0, 14, -16],
  fieldMm: [400, 400, 192],
  spacingMm: [1.5625, 1.5625, 1.5],
  noiseHu: 14,
  psfSigmaMm: 0.7,
  noiseGrainMm: 0.7,
  fill: (site) => {
    const lobes = pack(site, { about: [-132, 46, -14], radiiMm: [24, 22, 38], count: 13 });
    const layers: Layer[] = lobes.map(({ centre, radiusMm }) => ({ name: 'cyst', shape: sphere({ centre, radiusMm }), hu: FLUID_HU }));
    const form = {
      shape: mineral(lobes),
      volumeMm3: null,
      hu: (x: number, y: number, z: number) => (inSediment(lobes, [x, y, z]) ? SEDIMENT_HU : WALL_HU),
    };
    const mass = settleLesion(site, form, {
      hu: SEDIMENT_HU,
      compartment: 'periarticular',
      morphology: 'fluid-level',
      region: 'hip',
      side: 'right',
    });
    const others = [
      solidMass(site, { about: [122, 44, -20], radiusMm: 11, hu: 540 }),
      solidMass(site, { about: [-74, -48, -40], radiusMm: 8, hu: 600 }),
    ];
    return { ...gather([mass, ...others]), layers };
  },
  patient: { patientId: 'PHANTOM-TUMORAL', patientName: 'Phantom^Tumoral', birthDate: null, sex: 'male', ageYears: 47 },
  acquisition: { kvp: 120, convolutionKernel: 'STANDARD', bodyPartExamined: 'HIP', patientPosition: 'HFS' },
  caseFile: `# Goes with the digital phantom "tumoral"; no real patient.
patient: { age: 47 y, sex: male }
setting: referral
findings:
  - hx-dialysis
  - hx-ckd
  - ex-periarticular-mass
  - hx-growing-mass
  - ex-limited-joint-motion
  - { finding: hx-local-trauma, state: absent }
  - { finding: hx-connective-tissue-disease, state: absent }
conditions: [chronic-kidney-disease, dialysis]
drugs: [calcium acetate, alfacalcidol]
labs:
  - { test: calcium, value: 10.1, unit: mg/dL, date: 2024-06-20 }
  - { test: albumin, value: 3.6, unit: g/dL, date: 2024-06-20 }
  - { test: phosphate, value: 8.4, unit: mg/dL, date: 2024-06-20 }
  - { test: creatinine, value: 9.7, unit: mg/dL, date: 2024-06-20 }
  - { test: pth, value: 1180, unit: pg/mL, date: 2024-06-20 }
  - { test: alp, value: 320, unit: U/L, date: 2024-06-20 }
notes: |
  Haemodialysis for nine years. Firm mass behind the right hip, larger over the last eight months.
`,
};
