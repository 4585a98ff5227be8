import { createRandom, type PatientIdentity } from '../../core/index.ts';
import { arm } from '../body/arm.ts';
import { PORTAL } from '../body/body.ts';
import { hand } from '../body/hand.ts';
import { EXPECTED_IN_BRAIN, headAndNeck } from '../body/head/index.ts';
import { torso } from '../body/torso/index.ts';
import { ball, type Kind, populate, settleLesion } from '../lesion/index.ts';
import { metalwork } from './metal.ts';
import type { Plan } from './plan.ts';

type Weights = Readonly<Partial<Record<Kind, number>>>;

const WALLS: Weights = { skin: 10, subcutaneous: 22, fascia: 9, muscle: 20, 'touches-bone': 6, 'touches-vessel': 4 };
const LIMB: Weights = { ...WALLS, tendon: 8, articular: 6, periarticular: 9, artery: 7, vein: 4, 'lymph-node': 1 };

const patient = (name: string, ageYears: number): PatientIdentity => ({
  patientId: `PHANTOM-${name.toUpperCase()}`,
  patientName: `Phantom^${name}`,
  birthDate: null,
  sex: 'female',
  ageYears,
});

const caseFile = (name: string): string => `# Goes with the bench phantom "${name}"; no real patient and no history.
patient: { age: 50 y, sex: female }
setting: incidental
findings: []
`;

type Given = Pick<Plan, 'body' | 'centreMm' | 'fieldMm' | 'spacingMm'> & Partial<Plan> & { readonly weights: Weights };

/** A study full of lesions of every size and compartment; no pattern is meant. */
const crowded = (name: string, given: Given): Plan => ({
  name,
  pattern: 'mixed',
  noiseHu: 15,
  psfSigmaMm: 0.65,
  noiseGrainMm: 0.6,
  fill: (site) => populate(site, given.weights),
  patient: patient(name, 50),
  caseFile: caseFile(name),
  acquisition: { kvp: 120, convolutionKernel: 'STANDARD', patientPosition: 'HFS', ...given.acquisition },
  ...given,
});

const TRUNK = { centreMm: [0, 12, 330], fieldMm: [400, 330, 300], spacingMm: [0.85, 0.85, 1.5] } as const;
const PELVIS = { centreMm: [0, 12, 34], fieldMm: [410, 330, 260], spacingMm: [0.85, 0.85, 1.5] } as const;
const IN_TRUNK: Weights = { ...WALLS, artery: 10, vein: 3, 'lymph-node': 4, viscera: 12, cartilage: 7 };
const IN_PELVIS: Weights = { ...LIMB, viscera: 4, 'lymph-node': 3, artery: 8, vein: 7 };

export const BENCH_PLANS = {
  'bench-trunk': crowded('bench-trunk', { ...TRUNK, body: () => torso(), weights: IN_TRUNK }),
  'bench-pelvis': crowded('bench-pelvis', { ...PELVIS, body: () => torso(), weights: IN_PELVIS }),
  'bench-arm': crowded('bench-arm', {
    body: () => arm(),
    weights: LIMB,
    centreMm: [-126, 6, 0],
    fieldMm: [140, 140, 330],
    spacingMm: [0.5, 0.5, 1],
    psfSigmaMm: 0.55,
    acquisition: { bodyPartExamined: 'ELBOW' },
  }),
  'bench-hand': crowded('bench-hand', {
    body: () => hand(),
    weights: { ...LIMB, articular: 3, fascia: 4 },
    centreMm: [-160, 4, 0],
    fieldMm: [170, 90, 250],
    spacingMm: [0.4, 0.4, 0.6],
    psfSigmaMm: 0.45,
    noiseGrainMm: 0.4,
    acquisition: { bodyPartExamined: 'HAND' },
  }),
  'bench-thigh-knee': crowded('bench-thigh-knee', {
    body: () => torso(),
    weights: LIMB,
    centreMm: [0, 4, -350],
    fieldMm: [340, 220, 320],
    spacingMm: [0.75, 0.75, 1.5],
    acquisition: { bodyPartExamined: 'KNEE' },
  }),
  'bench-head-neck': crowded('bench-head-neck', {
    body: () => headAndNeck(),
    weights: { ...WALLS, artery: 8, vein: 4, 'lymph-node': 4, viscera: 7, cartilage: 5, periarticular: 2 },
    centreMm: [0, 18, 20],
    fieldMm: [220, 260, 296],
    spacingMm: [0.5, 0.5, 1],
    psfSigmaMm: 0.55,
    fill: (site) => {
      const brain = EXPECTED_IN_BRAIN.map(({ expected, centre, radiusMm }) =>
        settleLesion(site, ball(centre, radiusMm), { hu: 520, compartment: 'other', morphology: 'nodular', region: 'head', expected }),
      );
      const rest = populate(site, { ...WALLS, artery: 8, vein: 4, 'lymph-node': 4, viscera: 7, cartilage: 5, periarticular: 2 });
      return { lesions: [...brain, ...rest.lesions], unplaced: rest.unplaced };
    },
    acquisition: { bodyPartExamined: 'HEADNECK' },
  }),
  'bench-low-dose': crowded('bench-low-dose', {
    ...PELVIS,
    body: () => torso(),
    weights: IN_PELVIS,
    noiseHu: 45,
    noiseGrainMm: 0.75,
    psfSigmaMm: 0.75,
  }),
  'bench-sharp': crowded('bench-sharp', {
    ...TRUNK,
    centreMm: [0, 12, 300],
    fieldMm: [360, 300, 200],
    body: () => torso(),
    weights: IN_TRUNK,
    spacingMm: [0.65, 0.65, 0.8],
    psfSigmaMm: 0.45,
    noiseHu: 34,
    noiseGrainMm: 0.3,
    edgeGain: 0.7,
    acquisition: { convolutionKernel: 'BONE' },
  }),
  'bench-thick': crowded('bench-thick', { ...PELVIS, body: () => torso(), weights: IN_PELVIS, spacingMm: [0.85, 0.85, 5], noiseHu: 10 }),
  'bench-contrast': crowded('bench-contrast', {
    ...TRUNK,
    centreMm: [0, 12, 190],
    fieldMm: [400, 320, 280],
    body: () => torso(PORTAL),
    weights: IN_TRUNK,
    fill: (site) => ({
      ...populate(site, IN_TRUNK),
      decoys: [
        { kind: 'contrast', centroidMm: [50, 28, 226] },
        { kind: 'contrast', centroidMm: [-46, 28, 212] },
        { kind: 'contrast', centroidMm: [48, -36, 284] },
      ],
    }),
    acquisition: { contrastBolusAgent: 'iodinated' },
  }),
  'bench-metal': crowded('bench-metal', {
    ...PELVIS,
    body: () => torso(),
    weights: IN_PELVIS,
    fill: (site) => {
      const metal = metalwork(createRandom(11));
      // Lesions keep off the metal and its blur.
      site.taken.push(
        { centre: [88, 0, 0], radiusMm: 30 },
        { centre: [119, 2, -40], radiusMm: 14 },
        { centre: [116, 0, -70], radiusMm: 18 },
        { centre: [-33, -2, 58], radiusMm: 9 },
        { centre: [26, 9, 68], radiusMm: 6 },
      );
      return { ...populate(site, IN_PELVIS), ...metal };
    },
  }),
} as const satisfies Record<string, Plan>;
