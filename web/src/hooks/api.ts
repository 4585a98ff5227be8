import { type Grid, middleOut } from '../../../src/core/index.ts';
import { type Analysis, AnalysisSchema, plannedKeyImages } from '../../../src/report/index.ts';
import type { Study } from '../model/workbench.ts';
import type { LesionVoxels, ScanFacts, ScanOrigin } from '../worker/messages.ts';

export interface Listed {
  readonly id: string;
  readonly label: string;
  readonly lesions: number;
  readonly studyDate?: string | null;
  readonly patientId?: string | null;
  /** Its voxels are there too, to look at and to edit. */
  readonly voxels: boolean;
}

/** A served study's grid and lesions; the voxels come slice by slice. */
export interface ServedScan {
  readonly grid: Grid;
  readonly facts: ScanFacts;
  readonly origin: ScanOrigin | null;
  readonly lesions: readonly LesionVoxels[];
}

const isListed = (value: unknown): value is Listed =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'label' in value &&
  typeof value.label === 'string' &&
  'voxels' in value &&
  typeof value.voxels === 'boolean';

/** Analyses that the service knows; null when there is no service behind this page. */
export async function listAnalyses(): Promise<readonly Listed[] | null> {
  try {
    const response = await fetch('./api/analyses');
    if (!response.ok) return null;
    const body = (await response.json()) as { analyses?: unknown };
    return Array.isArray(body.analyses) ? body.analyses.filter(isListed) : null;
  } catch {
    return null;
  }
}

/** One finished analysis. @throws Error in words for the reader when it cannot be had or is not one. */
export async function fetchStudy(listed: Listed): Promise<{ study: Study; scan: ServedScan | null }> {
  const base = `./api/analyses/${encodeURIComponent(listed.id)}`;
  const response = await fetch(`${base}/analysis.json`);
  if (!response.ok) throw new Error(`The service answered ${response.status} for ${listed.label}.`);
  const parsed = AnalysisSchema.safeParse(await response.json());
  if (!parsed.success)
    throw new Error(
      `analysis.json of ${listed.label} is not a Calcimap analysis of this version: ${parsed.error.issues[0]?.path.join('.')}.`,
    );
  const analysis: Analysis = parsed.data;
  const images = plannedKeyImages(analysis).map(({ name, title }) => ({
    name,
    title,
    caption: '',
    address: `${base}/key-images/${name}.png`,
  }));
  const study = { title: listed.label, analysis, images, volume: null, reportAddress: `${base}/report.html` };
  return { study, scan: listed.voxels ? await fetchScan(base, analysis) : null };
}

/** Runs of voxels as they lie in `viewer/scan.json`: start and length, one after another. */
function voxelsOfRuns(runs: readonly number[]): Int32Array {
  let count = 0;
  for (let at = 1; at < runs.length; at += 2) count += runs[at];
  const voxels = new Int32Array(count);
  let write = 0;
  for (let at = 0; at + 1 < runs.length; at += 2) for (let n = 0; n < runs[at + 1]; n++) voxels[write++] = runs[at] + n;
  return voxels;
}

async function fetchScan(base: string, analysis: Analysis): Promise<ServedScan | null> {
  const response = await fetch(`${base}/viewer/scan.json`);
  if (!response.ok) return null;
  const scan = (await response.json()) as {
    grid: Grid;
    acquisition: ScanFacts['acquisition'];
    /** Absent in studies stored by earlier versions. */
    origin?: ScanOrigin;
    lesions: Readonly<Record<string, readonly number[]>>;
  };
  const { patient, seriesInstanceUid } = analysis.study;
  const told = analysis.clinical.patient;
  return {
    grid: scan.grid,
    origin: scan.origin ?? null,
    facts: {
      acquisition: scan.acquisition,
      ageYears: told.ageYears ?? patient.ageYears,
      sex: told.sex ?? patient.sex,
      scan: seriesInstanceUid ?? analysis.manifest.inputHash,
    },
    lesions: Object.entries(scan.lesions).map(([id, runs]) => ({ id, voxels: voxelsOfRuns(runs) })),
  };
}

/** Header of a single-file NIfTI-1: the voxels begin behind it. */
const NIFTI_VOXELS_AT = 352;
/** Slices asked for at once: a few megabytes. */
const CHUNK_BYTES = 8 * 2 ** 20;

/**
 * Fills `hu` from the service, the middle first and then outwards, so that the first image is there after one slice.
 * @param told the share that is there; false stops the stream
 */
export async function streamVolume(id: string, grid: Grid, hu: Int16Array, told: (loaded: number) => boolean): Promise<void> {
  const [nx, ny, nz] = grid.size;
  const sliceBytes = 2 * nx * ny;
  const perChunk = Math.max(1, Math.floor(CHUNK_BYTES / sliceBytes));
  const chunks: { from: number; to: number }[] = [{ from: nz >> 1, to: (nz >> 1) + 1 }];
  const count = Math.ceil(nz / perChunk);
  const order = middleOut(count);
  for (let at = 0; at < count; at++) chunks.push({ from: order(at) * perChunk, to: Math.min(nz, (order(at) + 1) * perChunk) });
  let done = 0;
  for (const [at, { from, to }] of chunks.entries()) {
    const range = `bytes=${NIFTI_VOXELS_AT + from * sliceBytes}-${NIFTI_VOXELS_AT + to * sliceBytes - 1}`;
    const response = await fetch(`./api/analyses/${encodeURIComponent(id)}/viewer/volume.nii`, { headers: { range } });
    if (response.status !== 206) throw new Error(`The service answered ${response.status} for the voxels.`);
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength !== (to - from) * sliceBytes) throw new Error('The service sent fewer voxels than it has.');
    hu.set(new Int16Array(bytes), from * nx * ny);
    if (at > 0) done += to - from;
    if (!told(at === 0 ? 0 : done / nz)) return;
  }
}
