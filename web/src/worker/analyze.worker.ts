import wasmUrl from 'dcmjs-codecs/build/dcmjs-native-codecs.wasm?url';
import type { SourceFile } from '../../../src/core/index.ts';
import { openPagePool, pooledDecoding, setCodecWasmUrl, type TaskPool } from '../../../src/dicom/index.ts';
import { type Kernels, loadKernels, startPageWorker } from '../../../src/kernels/index.ts';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import { analyze } from '../../../src/pipeline/index.ts';
import { renderKeyImages } from '../../../src/report/index.ts';
import type { AnalyzeEvent, AnalyzeRequest, DroppedFile } from './messages.ts';

/** The whole pipeline beside the page. Bytes come from the dropped files and go nowhere. */
const codecUrl = new URL(wasmUrl, self.location.href).href;
setCodecWasmUrl(codecUrl);

const say = (event: AnalyzeEvent, transfer: Transferable[] = []): void => self.postMessage(event, { transfer });

const sourceOf = ({ path, file }: DroppedFile): SourceFile => ({
  path,
  size: file.size,
  read: async ({ offset, length }) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

let running: AbortController | null = null;

/** Threads beyond this gain nothing: the passes are bound by memory. */
const MOST_USEFUL_THREADS = 8;

/** Decoders beyond this wait for the disk, and each holds a codec's memory. */
const MOST_DECODERS = 4;

/**
 * Workers that decode beside this one: straight into the volume where memory is shared, else they send slices back. They
 * start with the first compressed slice. Null on one core.
 */
function openDecoders(): TaskPool | null {
  const threads = Math.min(MOST_DECODERS, navigator.hardwareConcurrency || 1);
  if (threads < 2) return null;
  return openPagePool(() => new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' }), threads);
}

async function run(request: Extract<AnalyzeRequest, { kind: 'analyze' }>, signal: AbortSignal): Promise<void> {
  // threads share memory, which a page is given only when it is isolated from every other site
  const threads = self.crossOriginIsolated ? Math.min(MOST_USEFUL_THREADS, navigator.hardwareConcurrency || 1) : 1;
  const loaded = await loadKernels({ threads, startWorker: self.crossOriginIsolated ? startPageWorker : null });
  const pool = openDecoders();
  try {
    await analyzeWith({ kernels: loaded.kernels, pool }, request, signal);
  } finally {
    await pool?.close();
    await loaded.close();
  }
}

/** Where slices are decoded; the memory they go to is the kernels'. */
function decodingOf(pool: TaskPool): Pick<ReturnType<typeof pooledDecoding>, 'decode' | 'parallel'> {
  const { decode, parallel } = pooledDecoding(pool, { wasmUrl: codecUrl });
  return { decode, parallel };
}

async function analyzeWith(
  { kernels, pool }: { kernels: Kernels; pool: TaskPool | null },
  request: Extract<AnalyzeRequest, { kind: 'analyze' }>,
  signal: AbortSignal,
): Promise<void> {
  const result = await analyze(
    { files: request.images.map(sourceOf), clinical: request.clinical },
    {
      kernels,
      knowledge: loadKnowledge(),
      signal,
      startedAt: request.startedAt,
      decoding: pool ? decodingOf(pool) : undefined,
      progress: ({ stage, fraction, note }) => say({ kind: 'progress', stage, fraction, note: note ?? null }),
      onVolume: ({ volume }) => {
        // a copy for the page: the pipeline may hand its memory back, or write over it, while the page still draws
        const hu = volume.hu.slice();
        say({ kind: 'volume', grid: volume.grid, hu }, [hu.buffer as ArrayBuffer]);
      },
    },
  );
  signal.throwIfAborted();
  const images = result.images;
  const keyImages = images
    ? renderKeyImages({
        volume: images.canonical.volume,
        lesions: images.lesions.lesions,
        groups: images.lesions.groups,
        anatomy: images.anatomy,
      })
    : [];
  const lesions = (images?.lesions.lesions ?? []).map(({ id, voxels }) => ({ id, voxels }));
  say({ kind: 'done', status: result.status, analysis: result.analysis, issues: result.issues, lesions, keyImages });
}

self.onmessage = (message: MessageEvent<AnalyzeRequest>): void => {
  running?.abort(new DOMException('cancelled', 'AbortError'));
  if (message.data.kind === 'cancel') return;
  const controller = new AbortController();
  running = controller;
  run(message.data, controller.signal).catch((cause: unknown) => {
    if (controller.signal.aborted) say({ kind: 'cancelled' });
    else say({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
  });
};
