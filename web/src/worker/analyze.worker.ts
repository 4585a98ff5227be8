import wasmUrl from 'dcmjs-codecs/build/dcmjs-native-codecs.wasm?url';
import type { SourceFile } from '../../../src/core/index.ts';
import { setCodecWasmUrl } from '../../../src/dicom/index.ts';
import { type Kernels, loadKernels, startPageWorker } from '../../../src/kernels/index.ts';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import { analyze } from '../../../src/pipeline/index.ts';
import { renderKeyImages } from '../../../src/report/index.ts';
import type { AnalyzeEvent, AnalyzeRequest, DroppedFile } from './messages.ts';

/** The whole pipeline beside the page. Bytes come from the dropped files and go nowhere. */
setCodecWasmUrl(wasmUrl);

const say = (event: AnalyzeEvent, transfer: Transferable[] = []): void => self.postMessage(event, { transfer });

const sourceOf = ({ path, file }: DroppedFile): SourceFile => ({
  path,
  size: file.size,
  read: async ({ offset, length }) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

let running: AbortController | null = null;

/** Threads beyond this gain nothing: the passes are bound by memory. */
const MOST_USEFUL_THREADS = 8;

async function run(request: Extract<AnalyzeRequest, { kind: 'analyze' }>, signal: AbortSignal): Promise<void> {
  // threads share memory, which a page is given only when it is isolated from every other site
  const threads = self.crossOriginIsolated ? Math.min(MOST_USEFUL_THREADS, navigator.hardwareConcurrency || 1) : 1;
  const loaded = await loadKernels({ threads, startWorker: self.crossOriginIsolated ? startPageWorker : null });
  try {
    await analyzeWith(loaded.kernels, request, signal);
  } finally {
    await loaded.close();
  }
}

async function analyzeWith(kernels: Kernels, request: Extract<AnalyzeRequest, { kind: 'analyze' }>, signal: AbortSignal): Promise<void> {
  const result = await analyze(
    { files: request.images.map(sourceOf), clinical: request.clinical },
    {
      kernels,
      knowledge: loadKnowledge(),
      signal,
      startedAt: request.startedAt,
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
