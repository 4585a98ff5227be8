import { readdirSync, readFileSync } from 'node:fs';
import { type Anatomy, buildAnatomy } from '../../src/anatomy/index.ts';
import {
  type Compartment,
  canonicalVolume,
  createRandom,
  indexToPatient,
  patientToIndex,
  type Random,
  type SourceFile,
  sourceFromBytes,
  type Vector3,
  type Volume,
} from '../../src/core/index.ts';
import { readInput, readLabels } from '../../src/intake/index.ts';
import type { Kernels } from '../../src/kernels/index.ts';
import { findLesions } from '../../src/lesions/index.ts';
import { ball, ellipse, frameAlong, type Implant, implantLesions, type Phantom } from '../../src/phantom/index.ts';
import { sharedPath } from '../../test/shared.ts';
import { type Matching, matchLesions } from './match.ts';

/** A real scan, where its compartments are known without our own anatomy, and the blur it was made with. */
export interface RealScan {
  readonly name: string;
  readonly volume: Volume;
  readonly psfSigmaMm: number;
  /** Diameters that its voxels can show. */
  readonly diametersMm: readonly number[];
  readonly places: readonly { readonly compartment: Compartment; readonly accept: (at: Vector3, radiusMm: number) => boolean }[];
}

const GAP_MM = 5;
/** Blur of a standard body kernel (GE STANDARD, about 6 lp/cm at 10 % MTF), and of the 3 mm resampled scan. */
const STANDARD_SIGMA_MM = 0.65;
const RESAMPLED_SIGMA_MM = 1.2;

const filesIn = (folder: string): SourceFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .map((name) => sourceFromBytes(name, readFileSync(`${folder}/${name}`)));

const huAt = (volume: Volume, at: Vector3): number => {
  const index = patientToIndex(volume.grid, at).map(Math.round);
  const [nx, ny, nz] = volume.grid.size;
  if (index[0] < 0 || index[1] < 0 || index[2] < 0 || index[0] >= nx || index[1] >= ny || index[2] >= nz) return -2000;
  return volume.hu[index[0] + nx * (index[1] + ny * index[2])];
};

/** Mean, lowest and highest HU within a ball, every voxel of it. */
function around(volume: Volume, at: Vector3, radiusMm: number): { mean: number; low: number; high: number } {
  const { spacingMm, size } = volume.grid;
  const middle = patientToIndex(volume.grid, at);
  let sum = 0;
  let n = 0;
  let low = 9999;
  let high = -9999;
  const from = middle.map((v, a) => Math.max(0, Math.ceil(v - radiusMm / spacingMm[a])));
  const to = middle.map((v, a) => Math.min(size[a] - 1, Math.floor(v + radiusMm / spacingMm[a])));
  for (let k = from[2]; k <= to[2]; k++)
    for (let j = from[1]; j <= to[1]; j++)
      for (let i = from[0]; i <= to[0]; i++) {
        if (Math.hypot((i - middle[0]) * spacingMm[0], (j - middle[1]) * spacingMm[1], (k - middle[2]) * spacingMm[2]) > radiusMm) continue;
        const value = volume.hu[i + size[0] * (j + size[1] * k)];
        sum += value;
        n++;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  return { mean: n === 0 ? -2000 : sum / n, low, high };
}

/** Fat from the ball out to the skin along the ray from the body's middle, with air behind: subcutaneous by any reader's rule. */
function isSubcutaneous(volume: Volume, at: Vector3, radiusMm: number): boolean {
  const ball = around(volume, at, radiusMm + 2.5);
  if (ball.high > -25 || ball.low < -190) return false;
  const middle = indexToPatient(volume.grid, volume.grid.size.map((n) => n / 2) as unknown as Vector3);
  const away = Math.hypot(at[0] - middle[0], at[1] - middle[1]);
  const step: Vector3 = [(at[0] - middle[0]) / away, (at[1] - middle[1]) / away, 0];
  for (let way = radiusMm; way < 60; way += 1) {
    const hu = huAt(volume, [at[0] + way * step[0], at[1] + way * step[1], at[2]]);
    if (hu < -400) return way > radiusMm + 4;
    // Only the last few mm, the skin, may be denser than fat.
    if (hu > -20) {
      const behind = huAt(volume, [at[0] + (way + 4.5) * step[0], at[1] + (way + 4.5) * step[1], at[2]]);
      return behind < -400 && way > radiusMm + 3;
    }
  }
  return false;
}

const inBox = (at: Vector3, low: Vector3, high: Vector3): boolean => at.every((value, a) => value >= low[a] && value <= high[a]);
const soft = (volume: Volume, at: Vector3, radiusMm: number, range: readonly [number, number]): boolean => {
  const all = around(volume, at, radiusMm + 2);
  return all.mean > range[0] && all.mean < range[1] && all.low > range[0] - 70 && all.high < range[1] + 70;
};

/** The chest CT: paraspinal muscle and liver in boxes drawn by eye on the images, subcutaneous fat by the ray to the skin. */
async function chest(): Promise<RealScan | null> {
  const folder = sharedPath('data/lidc0001_chest');
  if (!folder) return null;
  const { volume } = await readInput(filesIn(folder), {});
  if (!volume) return null;
  const scan = canonicalVolume(volume).volume;
  return {
    name: 'lidc0001_chest',
    volume: scan,
    psfSigmaMm: STANDARD_SIGMA_MM,
    diametersMm: [2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12],
    places: [
      { compartment: 'subcutaneous', accept: (at, r) => isSubcutaneous(scan, at, r) },
      {
        compartment: 'muscle',
        accept: (at, r) =>
          (inBox(at, [-44, 68, -335], [2, 108, -205]) || inBox(at, [34, 68, -335], [80, 108, -205])) && soft(scan, at, r, [15, 95]),
      },
      { compartment: 'viscera', accept: (at, r) => inBox(at, [-130, -100, -260], [-20, 60, -190]) && soft(scan, at, r + 3, [40, 130]) },
    ],
  };
}

const MUSCLES = /autochthon|gluteus|iliopsoas/;
const ORGANS = /^(liver|spleen|kidney_left|kidney_right)$/;

/** The torso CT at 3 mm: muscle and organs from the masks that come with it. */
async function torsoScan(): Promise<RealScan | null> {
  const image = sharedPath('data/totalseg/example_ct.nii.gz');
  const mask = sharedPath('data/totalseg/example_seg.nii.gz');
  if (!image || !mask) return null;
  const { volume } = await readInput([sourceFromBytes('example_ct.nii.gz', readFileSync(image))], {});
  if (!volume) return null;
  const scan = canonicalVolume(volume).volume;
  const { labels } = await readLabels([sourceFromBytes('example_seg.nii.gz', readFileSync(mask))], scan);
  if (!labels) return null;
  const named = (pattern: RegExp) => new Set([...labels.names].filter(([, name]) => pattern.test(name)).map(([value]) => value));
  const [muscles, organs] = [named(MUSCLES), named(ORGANS)];
  const inside = (of: ReadonlySet<number>, at: Vector3, radiusMm: number): boolean => {
    const [nx, ny] = scan.grid.size;
    for (let n = 0; n < 27; n++) {
      const step = [(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1].map((each) => each * (radiusMm + 3));
      const index = patientToIndex(scan.grid, [at[0] + step[0], at[1] + step[1], at[2] + step[2]]).map(Math.round);
      if (!of.has(labels.labels[index[0] + nx * (index[1] + ny * index[2])])) return false;
    }
    return true;
  };
  return {
    name: 'totalseg torso',
    volume: scan,
    psfSigmaMm: RESAMPLED_SIGMA_MM,
    diametersMm: [5, 6, 7, 8, 10, 12, 14],
    places: [
      { compartment: 'subcutaneous', accept: (at, r) => isSubcutaneous(scan, at, r) },
      { compartment: 'muscle', accept: (at, r) => inside(muscles, at, r) },
      { compartment: 'viscera', accept: (at, r) => inside(organs, at, r) && huAt(scan, at) < 200 },
    ],
  };
}

function implantsFor(scan: RealScan, options: { random: Random; each: number }): Implant[] {
  const { random } = options;
  const { grid } = scan.volume;
  const implants: Implant[] = [];
  const taken: { centre: Vector3; radiusMm: number }[] = [];
  for (const diameterMm of scan.diametersMm.toSorted((a, b) => b - a))
    for (const place of scan.places)
      for (let n = 0; n < options.each; n++)
        for (let turn = 0; turn < 30_000; turn++) {
          const at = indexToPatient(grid, grid.size.map((size) => random.next() * (size - 1)) as unknown as Vector3);
          const r = diameterMm / 2;
          if (taken.some((each) => Math.hypot(...each.centre.map((v, a) => v - at[a])) < each.radiusMm + r + GAP_MM)) continue;
          if (!place.accept(at, r)) continue;
          taken.push({ centre: at, radiusMm: r });
          const form =
            n % 2 === 0
              ? ball(at, r)
              : ellipse({ centre: at, radiiMm: [r * 1.2, r / 1.2, r], frame: frameAlong([0, 0, 1], 3 * random.next()) });
          implants.push({
            form,
            hu: Math.round((diameterMm < 4 ? 600 : 350) + 600 * random.next()),
            traits: {
              compartment: place.compartment,
              morphology: diameterMm < 3 ? 'punctate' : 'nodular',
              region: 'unknown',
              side: 'unknown',
            },
          });
          break;
        }
  return implants;
}

export interface RealRun {
  readonly name: string;
  readonly matching: Matching;
  /** Found in the scan as it is, before anything was put in. */
  readonly before: number;
}

/** Both real scans with implants; absent data are skipped with a word. False foci cannot be told from the scan's own and are left out. */
export async function realRuns(kernels: Kernels, say: (text: string) => void): Promise<RealRun[]> {
  const runs: RealRun[] = [];
  for (const load of [chest, torsoScan]) {
    const scan = await load();
    if (!scan) {
      say(`real scan skipped: the files of ${load.name} are not here`);
      continue;
    }
    const implants = implantsFor(scan, { random: createRandom(3), each: 6 });
    const made = implantLesions(scan.volume, { implants, psfSigmaMm: scan.psfSigmaMm });
    const find = (volume: Volume, anatomy: Anatomy) =>
      findLesions(volume, anatomy, kernels, {
        ageYears: volume.source.patient.ageYears,
        sex: volume.source.patient.sex,
      });
    const before = await find(scan.volume, await buildAnatomy(scan.volume, kernels));
    const anatomy = await buildAnatomy(made.volume, kernels);
    const reading = await find(made.volume, anatomy);
    const phantom: Phantom = {
      name: scan.name,
      seed: 3,
      volume: made.volume,
      labels: made.labels,
      truth: { name: scan.name, seed: 3, pattern: 'none', lesions: made.lesions, decoys: [], noiseHu: 0, psfSigmaMm: scan.psfSigmaMm },
      caseFile: '',
      issues: made.issues,
    };
    const matching = matchLesions(phantom, reading, anatomy);
    say(`${scan.name}: ${made.lesions.length} implants; ${before.lesions.length} lesions before, ${reading.lesions.length} with them`);
    runs.push({ name: scan.name, matching: { matched: matching.matched, falseFoci: [] }, before: before.lesions.length });
  }
  return runs;
}
