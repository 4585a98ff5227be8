import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  canonicalVolume,
  createRandom,
  digest,
  IDENTITY,
  sourceFromBytes,
  UNKNOWN_ACQUISITION,
  UNKNOWN_PATIENT,
  uidFromName,
  type Volume,
} from '../../src/core/index.ts';
import { CT_IMAGE_STORAGE, readSegmentationFrames } from '../../src/dicom/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import type { Lesion } from '../../src/lesions/index.ts';
import { type Analysis, buildAnalysis, planSegmentation, writeSegmentation, writeStructuredReport } from '../../src/report/index.ts';

/**
 * `npm run bench -- dicom [lesions] [side]`: segmentation and measurements of many lesions on a large scan, written and
 * opened again. The volume is in memory as it is in a run. Memory is the process's peak.
 */
const OPEN = process.argv[2] === '--open' ? process.argv[3] : null;
const LESIONS = Number((OPEN ? null : process.argv[2]) ?? 500);
const SIDE = Number((OPEN ? null : process.argv[3]) ?? 512);
const SPACING_MM = 0.7;

const size = [SIDE, SIDE, SIDE] as const;
const grid = { size, spacingMm: [SPACING_MM, SPACING_MM, SPACING_MM], originMm: [-180, -180, -180], direction: IDENTITY } as const;

function volumeOf(): Volume {
  const frames = Array.from({ length: SIDE }, (_, k) => ({
    sopClassUid: CT_IMAGE_STORAGE,
    sopInstanceUid: uidFromName(`bench slice ${k}`),
    frame: 1,
    frameCount: 1,
    positionMm: [-180, -180, -180 + SPACING_MM * k] as const,
  }));
  return {
    grid,
    hu: new Int16Array(SIDE ** 3).fill(40),
    source: {
      format: 'dicom',
      modality: 'CT',
      studyInstanceUid: uidFromName('bench study'),
      seriesInstanceUid: uidFromName('bench series'),
      frameOfReferenceUid: uidFromName('bench frame of reference'),
      seriesDescription: null,
      patient: UNKNOWN_PATIENT,
      acquisition: UNKNOWN_ACQUISITION,
      slices: [],
      lossy: false,
      dicom: { header: {}, frames, orientation: [1, 0, 0, 0, 1, 0], rows: SIDE, columns: SIDE, resampled: false },
    },
  };
}

/** Balls of 2 to 8 voxels' radius that do not touch: one per cell of a lattice. */
function lesionsOf(): Lesion[] {
  const random = createRandom(1);
  const cells = Math.ceil(Math.cbrt(LESIONS));
  const pitch = Math.floor(SIDE / cells);
  return Array.from({ length: LESIONS }, (_, n) => {
    const centre = [n % cells, Math.floor(n / cells) % cells, Math.floor(n / cells ** 2)].map((cell) => Math.floor((cell + 0.5) * pitch));
    const radius = Math.min(pitch / 2 - 2, 2 + 6 * random.next());
    const voxels: number[] = [];
    const reach = Math.ceil(radius);
    for (let z = -reach; z <= reach; z++)
      for (let y = -reach; y <= reach; y++)
        for (let x = -reach; x <= reach; x++)
          if (x * x + y * y + z * z <= radius * radius) voxels.push(centre[0] + x + SIDE * (centre[1] + y + SIDE * (centre[2] + z)));
    const mm3 = voxels.length * SPACING_MM ** 3;
    const at = centre.map((each) => -180 + SPACING_MM * each) as unknown as Lesion['centroidMm'];
    return {
      id: `L${n + 1}`,
      number: n + 1,
      centroidMm: at,
      boundingBoxMm: [at, at],
      volumeMm3: mm3,
      volumeIntervalMm3: [0.9 * mm3, 1.1 * mm3],
      thresholdVolumeMm3: mm3,
      massMg: 0.5 * mm3,
      agatston: mm3,
      meanHu: 500,
      maxHu: 700,
      longestDiameterMm: 2 * radius * SPACING_MM,
      surfaceMm2: mm3,
      depthFromSkinMm: 10,
      distanceToBoneMm: null,
      distanceToJointMm: null,
      compartment: 'subcutaneous',
      compartmentProbability: { subcutaneous: 1 },
      surroundings: {
        depthFromSkinMm: 10,
        distanceToBoneMm: null,
        distanceToJointMm: null,
        distanceToArteryMm: null,
        distanceToFasciaMm: null,
        tissueShare: {},
      },
      region: 'thigh',
      side: 'left',
      morphology: 'nodular',
      morphologyProbability: { nodular: 1 },
      morphologyMeasures: {},
      mineral: 'calcification',
      mineralProbability: { calcification: 1 },
      expected: null,
      voxels: Int32Array.from(voxels),
    };
  });
}

function analysisOf(volume: Volume, lesions: readonly Lesion[]): Analysis {
  return buildAnalysis({
    reading: { volume, series: [], issues: [], inputHash: digest('bench') },
    anatomy: null,
    lesionReading: { lesions, groups: [], excluded: [], issues: [] },
    facts: null,
    differentials: new Map(),
    words: loadKnowledge(),
    issues: [],
    run: { settings: {}, timingsMs: {}, peakMemoryBytes: null },
  });
}

const mb = (bytes: number): string => (bytes / 2 ** 20).toFixed(0).padStart(6);
const peak = (): number => process.resourceUsage().maxRSS * 1024;
const say = (what: string, seconds: number, bytes: number, peakBytes = peak()): void => {
  process.stdout.write(`${what.padEnd(34)} ${seconds.toFixed(2).padStart(7)} s   ${mb(bytes)} MB file   ${mb(peakBytes)} MB peak\n`);
};

interface Opened {
  readonly seconds: number;
  readonly bytes: number;
  readonly peakBytes: number;
  /** Voxels by segment. */
  readonly counts: Readonly<Record<number, number>>;
}

async function open(path: string): Promise<Opened> {
  const begun = performance.now();
  const bytes = new Uint8Array(readFileSync(path));
  const counts: Record<number, number> = {};
  await readSegmentationFrames(sourceFromBytes('seg', bytes), ({ segments }) => {
    for (const segment of segments) counts[segment] = (counts[segment] ?? 0) + 1;
  });
  return { seconds: (performance.now() - begun) / 1000, bytes: bytes.length, peakBytes: peak(), counts };
}

async function writeAndOpen(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-bench-'));
  try {
    const canonical = canonicalVolume(volumeOf());
    const lesions = lesionsOf();
    const analysis = analysisOf(canonical.source, lesions);
    process.stdout.write(
      `${LESIONS} lesions, ${lesions.reduce((sum, each) => sum + each.voxels.length, 0)} voxels, ${SIDE}^3; ${mb(peak())} MB before\n`,
    );
    for (const encoding of ['binary', 'labelmap'] as const) {
      let begun = performance.now();
      const { value: plan, issues } = planSegmentation({ analysis, canonical, lesions, options: { encoding, segments: 'lesion' } });
      if (!plan) throw new Error(JSON.stringify(issues));
      let bytes: Uint8Array | null = writeSegmentation(plan);
      const path = join(folder, `${encoding}.dcm`);
      writeFileSync(path, bytes);
      bytes = null;
      say(`segmentation, ${encoding}, written`, (performance.now() - begun) / 1000, statSync(path).size);
      if (encoding === 'binary') {
        begun = performance.now();
        const { value } = writeStructuredReport({ analysis, canonical, segmentation: plan.reference });
        say('measurements, written', (performance.now() - begun) / 1000, value!.length);
      }
    }
    // in a process of its own, as a reader elsewhere has it
    for (const encoding of ['binary', 'labelmap'] as const) {
      const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--open', join(folder, `${encoding}.dcm`)], {
        encoding: 'utf8',
      });
      const { seconds, bytes, peakBytes, counts } = JSON.parse(child.stdout) as Opened;
      const same = lesions.every((each) => counts[each.number] === each.voxels.length);
      say(`segmentation, ${encoding}, opened${same ? '' : ' WRONG'}`, seconds, bytes, peakBytes);
      if (!same) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (OPEN) process.stdout.write(JSON.stringify(await open(OPEN)));
else await writeAndOpen();
