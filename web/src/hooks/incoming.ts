import type { Grid } from '../../../src/core/index.ts';
import type { KeyImage } from '../../../src/report/index.ts';
import type { Study, StudyVolume } from '../model/workbench.ts';
import type { AnalyzeEvent, DroppedFile, ScanFacts, ScanOrigin } from '../worker/messages.ts';
import { fetchStudy, type Listed, streamVolume } from './api.ts';

/** The page redraws no more often than this while slices arrive: reading is what is waited for. */
const REDRAW_MS = 300;
/** Progress is told no more often than this within a stage. */
const PROGRESS_MS = 100;

/** Shared where the page may share: a worker then reads the same voxels, and nothing is copied. */
function pageVoxels(count: number): Int16Array {
  const hu = globalThis.crossOriginIsolated ? new Int16Array(new SharedArrayBuffer(2 * count)) : new Int16Array(count);
  return hu.fill(-1024);
}

const emptyVolume = (grid: Grid, hu: Int16Array): StudyVolume => ({
  grid,
  hu,
  lesions: [],
  revision: 0,
  loaded: 0,
  bone: null,
  windows: [],
});

export interface Incoming {
  /** Takes an event that brings voxels; false when it is none. */
  readonly take: (event: AnalyzeEvent) => boolean;
  readonly volume: () => StudyVolume | null;
}

/** The voxels of a scan while its worker reads them, shown now and then. */
export function incoming(show: (volume: StudyVolume, preview: boolean) => void): Incoming {
  let volume: StudyVolume | null = null;
  let drawn = 0;
  let arrived = 0;
  const draw = (next: StudyVolume, more: { preview?: boolean; now?: boolean }): void => {
    volume = next;
    const at = performance.now();
    if (!more.now && at - drawn < REDRAW_MS) return;
    drawn = at;
    show(next, more.preview ?? false);
  };
  return {
    volume: () => volume,
    take: (event) => {
      switch (event.kind) {
        case 'preview':
          draw({ ...emptyVolume(event.grid, event.hu), loaded: 1 }, { preview: true, now: true });
          return true;
        case 'plan': {
          const { size } = event.grid;
          arrived = 0;
          // the preview stays until the first slice of the series is here
          volume = emptyVolume(event.grid, event.hu ?? pageVoxels(size[0] * size[1] * size[2]));
          return true;
        }
        case 'slice': {
          if (!volume) return true;
          const { size } = volume.grid;
          if (event.hu) volume.hu.set(event.hu, event.slice * size[0] * size[1]);
          arrived++;
          draw({ ...volume, revision: volume.revision + 1, loaded: arrived / size[2] }, { now: arrived === 1 });
          return true;
        }
        case 'volume':
          volume = event.hu ? emptyVolume(event.grid, event.hu) : volume;
          if (volume) draw({ ...volume, revision: volume.revision + 1, loaded: 1, windows: event.windows }, { now: true });
          return true;
        default:
          return false;
      }
    },
  };
}

/** Lets through the first word of a stage, its end, and no more than a few between. */
export function seldom(): (event: { readonly stage: string; readonly fraction: number }) => boolean {
  let stage = '';
  let told = 0;
  return (event) => {
    const at = performance.now();
    if (event.stage === stage && at - told < PROGRESS_MS && event.fraction < 1) return false;
    stage = event.stage;
    told = at;
    return true;
  };
}

const pictureAddress = (image: KeyImage): string =>
  URL.createObjectURL(new Blob([image.png as Uint8Array<ArrayBuffer>], { type: 'image/png' }));

/** What an analysis in the page gave; null when it gave none. */
export function studyOf(
  event: Extract<AnalyzeEvent, { kind: 'done' }>,
  from: { readonly images: readonly DroppedFile[]; readonly volume: StudyVolume | null },
): Study | null {
  const { analysis, keyImages, lesions, bone } = event;
  return (
    analysis && {
      title: analysis.study.seriesDescription ?? from.images[0]?.path.split('/')[0] ?? 'study',
      analysis,
      images: keyImages.map((image) => ({ name: image.name, title: image.title, caption: image.caption, address: pictureAddress(image) })),
      volume: from.volume && { ...from.volume, lesions, bone, loaded: 1 },
      reportAddress: null,
    }
  );
}

/**
 * A stored study, its voxels afterwards.
 * @param still false once nobody waits for it any more
 * @returns what the engine must know before it can measure in it; null without voxels
 */
export async function openStored(
  listed: Listed,
  to: { readonly still: () => boolean; readonly study: (study: Study) => void; readonly volume: (volume: StudyVolume) => void },
): Promise<{ facts: ScanFacts; origin: ScanOrigin | null; streamed: Promise<void> } | null> {
  const { study, scan } = await fetchStudy(listed);
  if (!to.still()) return null;
  if (!scan) {
    to.study(study);
    return null;
  }
  const { grid, lesions, facts, origin } = scan;
  const hu = pageVoxels(grid.size[0] * grid.size[1] * grid.size[2]);
  let volume: StudyVolume = { ...emptyVolume(grid, hu), lesions, windows: origin?.source.dicom?.windows ?? [] };
  to.study({ ...study, volume });
  let drawn = 0;
  const streamed = streamVolume(listed.id, grid, hu, (loaded) => {
    const now = performance.now();
    if (!to.still() || (loaded < 1 && drawn && now - drawn < REDRAW_MS)) return to.still();
    drawn = now;
    volume = { ...volume, loaded, revision: volume.revision + 1 };
    to.volume(volume);
    return true;
  });
  return { facts, origin, streamed };
}
