import { torso } from '../body/torso/index.ts';
import { isFree, PLACERS, plaque, plaqueForm, type Site, settleLesion, stone } from '../lesion/index.ts';
import type { DrawnLesion } from '../render/index.ts';
import { gather, type Plan } from './plan.ts';

/** Along the infrarenal aorta: height, arc (radians), length and thickness (mm). */
const AORTIC = [
  { z: 232, arc: 1.1, lengthMm: 9, thicknessMm: 2 },
  { z: 210, arc: 1.9, lengthMm: 9, thicknessMm: 2.4 },
  { z: 186, arc: 2.3, lengthMm: 12, thicknessMm: 2.2 },
  { z: 162, arc: 1.4, lengthMm: 8, thicknessMm: 2 },
];

function wall(
  site: Site,
  options: { name: string; left: boolean | null; z: number; arc: number; lengthMm: number; thicknessMm: number },
): DrawnLesion | null {
  const course = site.body.arteries.find(
    (each) =>
      each.name === options.name && (options.left === null || each.path.points[each.path.points.length - 1][0] > 0 === options.left),
  );
  if (!course) return null;
  const { points } = course.path;
  const index = points.reduce((best, p, n) => (Math.abs(p[2] - options.z) < Math.abs(points[best][2] - options.z) ? n : best), 1);
  if (!isFree(site, points[index], 3)) return null;
  const form = plaque(course.path, {
    index,
    facing: 6.3 * site.random.next(),
    arc: options.arc,
    lengthMm: options.lengthMm,
    thicknessMm: options.thicknessMm,
  });
  const around = options.arc > 4;
  return settleLesion(site, form, {
    hu: 780 + Math.round(420 * site.random.next()),
    compartment: 'artery',
    morphology: around ? 'tram-track' : plaqueForm({ arc: options.arc, radiusMm: course.path.radiiMm[index], lengthMm: options.lengthMm }),
  });
}

function phlebolith(site: Site, options: { left: boolean; at: number; radiusMm: number }): DrawnLesion | null {
  const vein = site.body.veins
    .filter((each) => each.name === 'perivesical vein')
    .find((each) => each.path.points[0][0] > 0 === options.left);
  if (!vein) return null;
  const centre = vein.path.points[Math.round(options.at * (vein.path.points.length - 1))];
  if (!isFree(site, centre, options.radiusMm)) return null;
  return settleLesion(site, stone({ centre, radiusMm: options.radiusMm, hu: 720, huCore: 330 }), {
    hu: 720,
    compartment: 'vein',
    morphology: options.radiusMm > 1.5 ? 'ring' : 'punctate',
    region: 'pelvis',
    side: options.left ? 'left' : 'right',
  });
}

/** Aortic and iliac plaques with pelvic phleboliths in an elderly diabetic. */
export const VASCULAR: Plan = {
  name: 'vascular',
  pattern: 'vascular',
  body: () => torso(),
  centreMm: [0, 14, 104],
  fieldMm: [400, 400, 288],
  spacingMm: [1.5625, 1.5625, 2],
  noiseHu: 14,
  psfSigmaMm: 0.7,
  noiseGrainMm: 0.7,
  fill: (site) =>
    gather([
      ...AORTIC.map((each) => wall(site, { name: 'aorta', left: null, ...each })),
      wall(site, { name: 'common iliac artery', left: true, z: 122, arc: 2.4, lengthMm: 14, thicknessMm: 1.8 }),
      wall(site, { name: 'common iliac artery', left: false, z: 122, arc: 1.6, lengthMm: 10, thicknessMm: 1.8 }),
      wall(site, { name: 'internal iliac artery', left: true, z: 62, arc: 4.6, lengthMm: 22, thicknessMm: 1.5 }),
      wall(site, { name: 'external iliac artery', left: false, z: 52, arc: 2, lengthMm: 9, thicknessMm: 1.6 }),
      wall(site, { name: 'superficial femoral artery', left: true, z: -28, arc: 2.2, lengthMm: 8, thicknessMm: 1.5 }),
      PLACERS.artery?.(site, { diameterMm: 3, hu: 900 }) ?? null,
      phlebolith(site, { left: true, at: 0.25, radiusMm: 2.6 }),
      phlebolith(site, { left: true, at: 0.5, radiusMm: 1.9 }),
      phlebolith(site, { left: true, at: 0.8, radiusMm: 2.2 }),
      phlebolith(site, { left: false, at: 0.4, radiusMm: 2.8 }),
      phlebolith(site, { left: false, at: 0.7, radiusMm: 1.4 }),
    ]),
  patient: { patientId: 'PHANTOM-VASCULAR', patientName: 'Phantom^Vascular', birthDate: null, sex: 'male', ageYears: 78 },
  acquisition: { kvp: 120, convolutionKernel: 'STANDARD', bodyPartExamined: 'ABDOMENPELVIS', patientPosition: 'HFS' },
  caseFile: `# Goes with the digital phantom "vascular"; no real patient.
patient: { age: 78 y, sex: male }
setting: incidental
findings:
  - hx-diabetes
  - hx-hypertension
  - hx-hyperlipidaemia
  - hx-smoking
  - hx-claudication
  - { finding: hx-dialysis, state: absent }
  - { finding: hx-connective-tissue-disease, state: absent }
conditions: [diabetes-mellitus]
labs:
  - { test: calcium, value: 2.36, unit: mmol/L, date: 2024-02-08 }
  - { test: albumin, value: 40, unit: g/L, date: 2024-02-08 }
  - { test: phosphate, value: 1.1, unit: mmol/L, date: 2024-02-08 }
  - { test: creatinine, value: 104, unit: umol/L, date: 2024-02-08 }
  - { test: hba1c, value: 66, unit: mmol/mol, date: 2024-02-08 }
notes: |
  Type 2 diabetes for twenty years. CT for abdominal pain; calcification seen by the way.
`,
};
