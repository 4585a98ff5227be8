import type { Vector3 } from '../../core/index.ts';
import { torso } from '../body/torso/index.ts';
import { ellipse, grape, isFree, PLACERS, projectTo, type Site, settleLesion } from '../lesion/index.ts';
import type { DrawnLesion } from '../render/index.ts';
import { gather, type Plan } from './plan.ts';

/** Nodules a few at a time about pressure points: left more than right. */
const CLUSTERS: readonly { readonly about: Vector3; readonly nodules: number }[] = [
  { about: [176, 8, -18], nodules: 6 },
  { about: [72, 112, 22], nodules: 5 },
  { about: [-84, 108, 2], nodules: 4 },
];
const WITHIN_MM = 26;

function nodule(site: Site, about: Vector3, diameterMm: number): DrawnLesion | null {
  const { body, random } = site;
  const r = diameterMm / 2;
  for (let n = 0; n < 600; n++) {
    const near: Vector3 = [
      about[0] + WITHIN_MM * (2 * random.next() - 1),
      about[1] + WITHIN_MM * (2 * random.next() - 1),
      about[2] + WITHIN_MM * (2 * random.next() - 1),
    ];
    const at = projectTo(body.outline.distance, { at: near, level: -(body.skinMm + r * 1.15 + 1 + 5 * random.next()) });
    if (!at || !isFree(site, at, r * 1.1) || body.fascia.distance(...at) < r * 1.1 + 1.2) continue;
    const form =
      diameterMm > 9 ? grape({ centre: at, radiusMm: r, random, lobes: 7 }) : ellipse({ centre: at, radiiMm: [r * 1.08, r, r / 1.08] });
    return settleLesion(site, form, {
      hu: 380 + Math.round(520 * random.next()),
      compartment: 'subcutaneous',
      morphology: diameterMm < 3 ? 'punctate' : diameterMm > 9 ? 'lobulated' : 'nodular',
    });
  }
  return null;
}

/** Subcutaneous nodules of both buttocks and the left trochanter in limited systemic sclerosis. */
export const CIRCUMSCRIPTA: Plan = {
  name: 'circumscripta',
  pattern: 'circumscripta',
  body: () => torso(),
  centreMm: [0, 14, -10],
  fieldMm: [400, 400, 192],
  spacingMm: [1.5625, 1.5625, 1.5],
  noiseHu: 14,
  psfSigmaMm: 0.7,
  noiseGrainMm: 0.7,
  fill: (site) => {
    const lesions: (DrawnLesion | null)[] = CLUSTERS.flatMap(({ about, nodules }) =>
      Array.from({ length: nodules }, (_, n) => nodule(site, about, [12, 7.5, 5, 9.5, 4, 3][n] ?? 5)),
    );
    const rest = [4.5, 6].map((diameterMm) => PLACERS.subcutaneous?.(site, { diameterMm, hu: 620 }) ?? null);
    return gather([...lesions, ...rest]);
  },
  patient: { patientId: 'PHANTOM-CIRCUMSCRIPTA', patientName: 'Phantom^Circumscripta', birthDate: null, sex: 'female', ageYears: 56 },
  acquisition: { kvp: 120, convolutionKernel: 'STANDARD', bodyPartExamined: 'PELVIS', patientPosition: 'HFS' },
  caseFile: `# Goes with the digital phantom "circumscripta"; no real patient.
patient: { age: 56 y, sex: female }
setting: referral
findings:
  - hx-raynaud
  - ex-sclerodactyly
  - ex-telangiectasia
  - hx-dysphagia-reflux
  - ex-hard-skin-nodule
  - ex-chalky-discharge
  - hx-slow-growth-years
  - { finding: hx-local-trauma, state: absent }
  - { finding: hx-proximal-weakness, state: absent }
conditions: [systemic-sclerosis-limited]
labs:
  - { test: calcium, value: 9.3, unit: mg/dL, date: 2024-03-01 }
  - { test: albumin, value: 4.1, unit: g/dL, date: 2024-03-01 }
  - { test: phosphate, value: 3.5, unit: mg/dL, date: 2024-03-01 }
  - { test: creatinine, value: 0.8, unit: mg/dL, date: 2024-03-01 }
  - { test: pth, value: 38, unit: pg/mL, date: 2024-03-01 }
  - { test: ana, flag: positive }
  - { test: anti-centromere, flag: positive }
notes: |
  Hard lumps over both buttocks and the left hip for six years, two of which discharged chalky material.
`,
};
