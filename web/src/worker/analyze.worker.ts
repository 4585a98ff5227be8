import wasmUrl from 'dcmjs-codecs/build/dcmjs-native-codecs.wasm?url';
import { type Anatomy, buildAnatomy } from '../../../src/anatomy/index.ts';
import {
  type CanonicalVolume,
  canonicalAxes,
  isCanonical,
  issue,
  type SourceFile,
  UNKNOWN_PATIENT,
  type Volume,
} from '../../../src/core/index.ts';
import { openPagePool, pooledDecoding, setCodecWasmUrl, type TaskPool } from '../../../src/dicom/index.ts';
import { readInput } from '../../../src/intake/index.ts';
import { type LoadedKernels, loadKernels, startPageWorker } from '../../../src/kernels/index.ts';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import { type LesionEditor, openEditor } from '../../../src/lesions/index.ts';
import { analyze } from '../../../src/pipeline/index.ts';
import { lesionOf, renderKeyImages, writeDicomObjects } from '../../../src/report/index.ts';
import { blocksOf } from './blocks.ts';
import type { AnalyzeEvent, AnalyzeRequest, DroppedFile, ScanFacts } from './messages.ts';

/** The whole pipeline beside the page, and the measuring of edits afterwards. Bytes come from the dropped files and go nowhere. */
const codecUrl = new URL(wasmUrl, self.location.href).href;
setCodecWasmUrl(codecUrl);

const say = (event: AnalyzeEvent, transfer: Transferable[] = []): void => self.postMessage(event, { transfer });

const sourceOf = ({ path, file }: DroppedFile): SourceFile => ({
  path,
  size: file.size,
  read: async ({ offset, length }) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/** A scan that edits are measured in. */
interface Session {
  readonly volume: Volume;
  readonly facts: ScanFacts;
  readonly found: readonly Int32Array[];
  readonly loaded: LoadedKernels;
  readonly anatomy: Anatomy | null;
  /** With the slices it was read from; null for a study that was stored without them. */
  readonly canonical: CanonicalVolume | null;
}

let running: AbortController | null = null;
let session: Session | null = null;
let editor: Promise<LesionEditor> | null = null;

/** Threads beyond this gain nothing: the passes are bound by memory. */
const MOST_USEFUL_THREADS = 8;
/** Files up to this size are read for a first look. */
const MOST_PREVIEW_BYTES = 64 * 2 ** 20;
/** Bone is shown on no more blocks than this along an axis. */
const MOST_BLOCKS = 120;
/** Decoders beyond this wait for the disk, and each holds a codec's memory. */
const MOST_DECODERS = 4;
/** Empty places look like air. */
const AIR_HU = -1024;

// threads share memory, which a page is given only when it is isolated from every other site
const shares = (): boolean => self.crossOriginIsolated;
const openKernels = (): Promise<LoadedKernels> =>
  loadKernels({
    threads: shares() ? Math.min(MOST_USEFUL_THREADS, navigator.hardwareConcurrency || 1) : 1,
    startWorker: shares() ? startPageWorker : null,
  });

/**
 * Workers that decode beside this one: straight into the volume where memory is shared, else they send slices back. They
 * start with the first compressed slice. Null on one core.
 */
function openDecoders(): TaskPool | null {
  const threads = Math.min(MOST_DECODERS, navigator.hardwareConcurrency || 1);
  if (threads < 2) return null;
  return openPagePool(() => new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' }), threads);
}

/** Where slices are decoded; the memory they go to is the kernels'. */
function decodingOf(pool: TaskPool | null): Partial<Pick<ReturnType<typeof pooledDecoding>, 'decode' | 'parallel' | 'prepare'>> {
  if (!pool) return {};
  const { decode, parallel, prepare } = pooledDecoding(pool, { wasmUrl: codecUrl });
  return { decode, parallel, prepare };
}

const isShared = (hu: Int16Array): boolean => typeof SharedArrayBuffer !== 'undefined' && hu.buffer instanceof SharedArrayBuffer;

/** One slice of the pile, the middle one by name, long before every header has been read. */
async function preview(images: readonly DroppedFile[]): Promise<void> {
  const likely = images.filter(({ file }) => file.size > 1024 && file.size <= MOST_PREVIEW_BYTES);
  const middle = likely[likely.length >> 1];
  if (images.length < 2 || !middle) return;
  const { volume } = await readInput([sourceOf(middle)]);
  if (volume && isCanonical(canonicalAxes(volume.grid.direction))) {
    const hu = volume.hu.slice();
    say({ kind: 'preview', grid: volume.grid, hu }, [hu.buffer]);
  }
}

/** Shows slices while they come. What is not canonical must be turned first, and is shown when all is there. */
function streaming(): {
  onPlan: (planned: { grid: Volume['grid']; hu: Int16Array }) => void;
  onSlice: (slice: number) => void;
  sent: () => number;
} {
  let target: { hu: Int16Array; count: number; shared: boolean } | null = null;
  let sent = 0;
  return {
    onPlan: ({ grid, hu }) => {
      target = null;
      sent = 0;
      if (!isCanonical(canonicalAxes(grid.direction))) return;
      hu.fill(AIR_HU);
      target = { hu, count: grid.size[0] * grid.size[1], shared: isShared(hu) };
      say({ kind: 'plan', grid, hu: target.shared ? hu : null });
    },
    onSlice: (slice) => {
      if (!target) return;
      sent++;
      if (target.shared) return say({ kind: 'slice', slice, hu: null });
      const hu = target.hu.slice(slice * target.count, (slice + 1) * target.count);
      say({ kind: 'slice', slice, hu }, [hu.buffer]);
    },
    sent: () => sent,
  };
}

async function run(request: Extract<AnalyzeRequest, { kind: 'analyze' }>, signal: AbortSignal): Promise<void> {
  await preview(request.images).catch(() => undefined);
  const loaded = await openKernels();
  const pool = openDecoders();
  const stream = streaming();
  let kept = false;
  try {
    const result = await analyze(
      { files: request.images.map(sourceOf), clinical: request.clinical },
      {
        kernels: loaded.kernels,
        knowledge: loadKnowledge(),
        signal,
        startedAt: request.startedAt,
        decoding: { ...decodingOf(pool), onPlan: stream.onPlan, onSlice: stream.onSlice },
        progress: ({ stage, fraction, note }) => say({ kind: 'progress', stage, fraction, note: note ?? null }),
        onVolume: ({ volume }) => {
          const { grid, hu, source } = volume;
          const windows = source.dicom?.windows ?? [];
          if (isShared(hu)) return say({ kind: 'volume', grid, hu, windows });
          // without shared memory the page keeps its own voxels: those it was sent, or a copy
          if (stream.sent() === grid.size[2]) return say({ kind: 'volume', grid, hu: null, windows });
          const copy = hu.slice();
          say({ kind: 'volume', grid, hu: copy, windows }, [copy.buffer]);
        },
      },
    );
    signal.throwIfAborted();
    const { images, analysis } = result;
    const lesions = (images?.lesions.lesions ?? []).map(({ id, voxels }) => ({ id, voxels }));
    if (images && analysis) {
      const { acquisition, seriesInstanceUid } = images.canonical.volume.source;
      const { patient } = analysis.study;
      const told = analysis.clinical.patient;
      session = {
        volume: images.canonical.volume,
        anatomy: images.anatomy,
        canonical: images.canonical,
        loaded,
        found: lesions.map((each) => each.voxels),
        facts: {
          acquisition,
          ageYears: told.ageYears ?? patient.ageYears,
          sex: told.sex ?? patient.sex,
          scan: seriesInstanceUid ?? result.reading.inputHash,
        },
      };
      kept = true;
    }
    const keyImages = images
      ? renderKeyImages({
          volume: images.canonical.volume,
          lesions: images.lesions.lesions,
          groups: images.lesions.groups,
          anatomy: images.anatomy,
        })
      : [];
    const bone = images ? blocksOf(images.anatomy.bone, MOST_BLOCKS) : null;
    say({ kind: 'done', status: result.status, analysis, issues: result.issues, lesions, keyImages, bone });
  } finally {
    await pool?.close();
    if (!kept) await loaded.close();
  }
}

const NO_VOXELS = new Int16Array(0);

async function adopt({ grid, hu, facts, origin, lesions }: Extract<AnalyzeRequest, { kind: 'adopt' }>): Promise<void> {
  const loaded = await openKernels();
  const voxels = loaded.kernels.allocateVoxels(hu.length);
  voxels.set(hu);
  const source: Volume['source'] = origin?.source ?? {
    format: 'dicom',
    modality: 'CT',
    studyInstanceUid: null,
    seriesInstanceUid: null,
    frameOfReferenceUid: null,
    seriesDescription: null,
    patient: { ...UNKNOWN_PATIENT, sex: facts.sex, ageYears: facts.ageYears },
    acquisition: facts.acquisition,
    slices: [],
    lossy: false,
  };
  const volume = { grid, hu: voxels, source };
  session = {
    volume,
    facts,
    found: lesions.map((each) => each.voxels),
    loaded,
    anatomy: null,
    // objects refer to the slices by their places and UIDs; their voxels are those of the canonical volume
    canonical: origin && { volume, map: canonicalAxes(origin.grid.direction), source: { grid: origin.grid, hu: NO_VOXELS, source } },
  };
}

async function openSession({ volume, facts, found, loaded, anatomy }: Session): Promise<LesionEditor> {
  const { kernels } = loaded;
  const progress = ({ stage, fraction, note }: { stage: string; fraction: number; note?: string }): void =>
    say({ kind: 'progress', stage, fraction, note: note ?? null });
  const built = anatomy ?? (await buildAnatomy(volume, kernels, { progress }));
  return openEditor(volume, built, kernels, { ageYears: facts.ageYears, sex: facts.sex, found });
}

async function edit({ ticket, shapes, edit: wanted }: Extract<AnalyzeRequest, { kind: 'edit' }>): Promise<void> {
  if (!session) throw new Error('there is no scan to edit');
  editor ??= openSession(session);
  const open = await editor;
  const outcome = open.apply(shapes, wanted);
  const { scan } = session.facts;
  const measured = outcome.shapes
    .filter((each) => outcome.changed.includes(each.id))
    .map((each) => lesionOf(open.measure(each), { scan, groupId: null, decision: null }));
  say({ kind: 'edited', ticket, shapes: outcome.shapes, measured, issues: outcome.issues });
}

async function objects(request: Extract<AnalyzeRequest, { kind: 'objects' }>): Promise<void> {
  const { ticket, wanted, reader, ...input } = request;
  const canonical = session?.canonical;
  if (!canonical) {
    const unread = issue('error', {
      code: 'page-slices-elsewhere',
      where: 'DICOM objects',
      expected: 'a study that knows the slices it was read from',
      received: 'one that was stored without them, by an earlier version',
      fix: 'Analyse it again, or open the files of the scan here.',
    });
    say({ kind: 'objects', ticket, files: [], issues: [unread] });
    return;
  }
  const files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  const issues = await writeDicomObjects({ ...input, canonical, ...(reader ? { reader } : {}) }, wanted, async ({ name, bytes }) => {
    files.push({ name, bytes: bytes as Uint8Array<ArrayBuffer> });
  });
  say(
    { kind: 'objects', ticket, files, issues },
    files.map((each) => each.bytes.buffer),
  );
}

const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
/** Messages are answered one after another; a cancel is heard at once. */
let queue: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<AnalyzeRequest>): void => {
  if (data.kind === 'cancel') {
    running?.abort(new DOMException('cancelled', 'AbortError'));
    return;
  }
  const controller = new AbortController();
  if (data.kind === 'analyze') running = controller;
  const work = (): Promise<void> =>
    data.kind === 'analyze'
      ? run(data, controller.signal)
      : data.kind === 'adopt'
        ? adopt(data)
        : data.kind === 'objects'
          ? objects(data)
          : edit(data);
  queue = queue.then(work).catch((cause: unknown) => {
    if (controller.signal.aborted) say({ kind: 'cancelled' });
    else say({ kind: 'failed', message: words(cause) });
  });
};
