import type { Vector3 } from '../../core/index.ts';
import { torso } from '../body/torso/index.ts';
import {
  alongPath,
  frameAlong,
  isFree,
  normalAt,
  PLACERS,
  patchOf,
  projectTo,
  randomPoint,
  type Site,
  settleLesion,
} from '../lesion/index.ts';
import type { DrawnLesion } from '../render/index.ts';
import { intersection, type Shape } from '../shape/index.ts';
import { gather, type Plan } from './plan.ts';

const times = (count: number, make: (n: number) => DrawnLesion | null): (DrawnLesion | null)[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Sheet or net in a layer `depthMm` under `surface`; more of them on the left. */
function sheet(
  site: Site,
  options: {
    surface: Shape;
    depthMm: number;
    thicknessMm: number;
    radiusMm: number;
    net: boolean;
    left: boolean;
    compartment: 'skin' | 'subcutaneous' | 'fascia';
  },
): DrawnLesion | null {
  const { random, body } = site;
  const { surface, depthMm, thicknessMm, radiusMm, net, left, compartment } = options;
  for (let n = 0; n < 800; n++) {
    const start = randomPoint(site);
    if (start[0] > 0 !== left) continue;
    const at = projectTo(surface.distance, { at: start, level: -depthMm });
    if (!at || !isFree(site, at, radiusMm * 1.2)) continue;
    if (compartment === 'subcutaneous' && body.fascia.distance(...at) < thicknessMm / 2 + 2.5) continue;
    if (compartment === 'fascia' && body.outline.distance(...at) > -(body.skinMm + thicknessMm + 3)) continue;
    const form = patchOf(surface, {
      centre: at,
      depthMm,
      thicknessMm,
      radiusMm,
      phase: 6 * random.next(),
      net: net ? { meshMm: 9, strandMm: 3.2 } : undefined,
    });
    return settleLesion(site, form, { hu: 420 + Math.round(380 * random.next()), compartment, morphology: net ? 'reticular' : 'sheet' });
  }
  return null;
}

/** Flat band inside muscle along its fibres (z). */
function muscleBand(site: Site, left: boolean): DrawnLesion | null {
  const { random, body } = site;
  const half: Vector3 = [5 + 5 * random.next(), 2 + random.next(), 14 + 10 * random.next()];
  for (let n = 0; n < 1500; n++) {
    const at = randomPoint(site);
    if (at[0] > 0 !== left || !isFree(site, at, half[2] + 1)) continue;
    if (
      body.muscle.distance(...at) > -(half[0] + 3) ||
      body.bone.distance(...at) < half[0] + 5 ||
      site.vessels.distance(...at) < half[0] + 2
    )
      continue;
    if (site.capsules.distance(...at) < half[2] + 10 || site.tendons.distance(...at) < half[0] + 4) continue;
    const [u, v] = frameAlong([0, 0, 1], 6.3 * random.next());
    const normal = normalAt(body.fascia.distance, at);
    const blob: Shape = {
      distance: (x, y, z) => {
        const p = [x - at[0], y - at[1], z - at[2]] as const;
        const a = p[0] * u[0] + p[1] * u[1];
        const b = p[0] * v[0] + p[1] * v[1] + 1.2 * Math.sin(p[2] / 6 + normal[0]);
        const k = Math.hypot(a / half[0], b / half[1], p[2] / half[2]);
        return (k * (k - 1)) / Math.hypot(a / half[0] ** 2, b / half[1] ** 2, p[2] / half[2] ** 2, 1e-9);
      },
      safety: 0.12,
      bounds: {
        low: [at[0] - half[0] - 2, at[1] - half[0] - 2, at[2] - half[2] - 1],
        high: [at[0] + half[0] + 2, at[1] + half[0] + 2, at[2] + half[2] + 1],
      },
    };
    return settleLesion(
      site,
      { shape: intersection([blob]), volumeMm3: null },
      { hu: 450 + Math.round(350 * random.next()), compartment: 'muscle', morphology: 'linear' },
    );
  }
  return null;
}

function tendonSheet(site: Site, n: number): DrawnLesion | null {
  const { tendons } = site.body;
  for (let turn = 0; turn < tendons.length; turn++) {
    const { path } = tendons[(3 * n + turn) % tendons.length];
    const index = path.points.length >> 1;
    if (!isFree(site, path.points[index], 9)) continue;
    const form = alongPath(path, { index, lengthMm: 14, radiusMm: Math.min(2.4, path.radiiMm[index] * 0.7) });
    return settleLesion(site, form, { hu: 520, compartment: 'tendon', morphology: 'linear' });
  }
  return null;
}

/** Skin, fat, fascia, muscle and tendon of the pelvis and thighs, in lupus. */
export const UNIVERSALIS: Plan = {
  name: 'universalis',
  pattern: 'universalis',
  body: () => torso(),
  centreMm: [0, 14, -86],
  fieldMm: [400, 400, 300],
  spacingMm: [1.5625, 1.5625, 2],
  noiseHu: 14,
  psfSigmaMm: 0.7,
  noiseGrainMm: 0.7,
  fill: (site) => {
    const { outline, fascia, skinMm } = site.body;
    return gather([
      ...times(4, (n) =>
        sheet(site, {
          surface: outline,
          depthMm: skinMm / 2,
          thicknessMm: skinMm - 0.3,
          radiusMm: 8 + 3 * n,
          net: false,
          left: n !== 1,
          compartment: 'skin',
        }),
      ),
      ...times(7, (n) =>
        sheet(site, {
          surface: outline,
          depthMm: 8 + n,
          thicknessMm: 2.8,
          radiusMm: 13 + 2 * n,
          net: n % 2 === 0,
          left: n % 3 !== 1,
          compartment: 'subcutaneous',
        }),
      ),
      ...times(6, (n) =>
        sheet(site, {
          surface: fascia,
          depthMm: 0.45,
          thicknessMm: 2.6,
          radiusMm: 12 + 3 * n,
          net: false,
          left: n % 2 === 0,
          compartment: 'fascia',
        }),
      ),
      ...times(8, (n) => muscleBand(site, n % 3 !== 0)),
      ...times(4, (n) => tendonSheet(site, n)),
      ...times(5, (n) => PLACERS.skin?.(site, { diameterMm: 3 + 0.5 * n, hu: 640 }) ?? null),
      ...times(8, (n) => PLACERS.subcutaneous?.(site, { diameterMm: 3 + n, hu: 560 }) ?? null),
      ...times(5, (n) => PLACERS.muscle?.(site, { diameterMm: 4 + n, hu: 560 }) ?? null),
    ]);
  },
  patient: { patientId: 'PHANTOM-UNIVERSALIS', patientName: 'Phantom^Universalis', birthDate: null, sex: 'female', ageYears: 31 },
  acquisition: { kvp: 120, convolutionKernel: 'STANDARD', bodyPartExamined: 'PELVIS', patientPosition: 'HFS' },
  caseFile: `# Goes with the digital phantom "universalis"; no real patient.
patient: { age: 31 y, sex: female }
setting: referral
findings:
  - hx-known-lupus
  - hx-connective-tissue-disease
  - hx-photosensitivity
  - ex-malar-or-discoid-rash
  - ex-hard-dermal-plaques
  - ex-limited-joint-motion
  - hx-slow-growth-years
  - { finding: hx-ckd, state: absent }
  - { finding: ex-gottron-papules, state: absent }
conditions: [systemic-lupus-erythematosus]
drugs: [prednisolone]
labs:
  - { test: calcium, value: 9.1, unit: mg/dL, date: 2024-05-12 }
  - { test: albumin, value: 3.9, unit: g/dL, date: 2024-05-12 }
  - { test: phosphate, value: 3.6, unit: mg/dL, date: 2024-05-12 }
  - { test: creatinine, value: 0.9, unit: mg/dL, date: 2024-05-12 }
  - { test: ck, value: 96, unit: U/L, date: 2024-05-12 }
  - { test: pth, value: 41, unit: pg/mL, date: 2024-05-12 }
  - { test: ana, flag: positive }
  - { test: anti-dsdna, flag: positive }
  - { test: anti-sm, flag: positive }
notes: |
  Lupus since the age of nineteen. Hard plates under the skin of buttocks and thighs, hips stiff.
`,
};
