import { useCallback, useEffect, useRef } from 'react';
import { sortDropped } from '../model/drop.ts';
import type { Action, Prior, State } from '../model/workbench.ts';
import { openScan, type Scan } from '../worker/clients.ts';
import type { AnalyzeEvent, DroppedFile } from '../worker/messages.ts';
import type { Listed } from './api.ts';
import { incoming, openStored, seldom, studyOf } from './incoming.ts';

/** Opens a second study beside the one that is open: from the list, or from files that are analysed here. */
export function usePrior(
  state: Pick<State, 'study'>,
  dispatch: (action: Action) => void,
): {
  readonly openListed: (listed: Listed) => void;
  readonly openFiles: (files: readonly DroppedFile[]) => void;
  readonly close: () => void;
} {
  const started = useRef(0);
  const scan = useRef<Scan | null>(null);
  const stop = useCallback((): void => {
    started.current++;
    scan.current?.close();
    scan.current = null;
  }, []);
  const opened = state.study?.analysis ?? null;
  // another study is open: what was beside the first one goes with it
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked whenever the study is another one
  useEffect(() => stop, [opened, stop]);

  const begin = useCallback(
    (title: string): ((change: Partial<Prior>) => void) => {
      stop();
      const mine = started.current;
      let prior: Prior = { title, analysis: null, volume: null, progress: { stage: 'read', fraction: 0 }, trouble: null };
      const tell = (change: Partial<Prior>): void => {
        if (started.current !== mine) return;
        prior = { ...prior, ...change };
        dispatch({ kind: 'prior', prior });
      };
      tell({});
      return tell;
    },
    [stop, dispatch],
  );

  const openListed = useCallback(
    (each: Listed): void => {
      const tell = begin(each.label);
      const mine = started.current;
      openStored(each, {
        still: () => started.current === mine,
        study: ({ analysis, volume }) =>
          tell(
            volume
              ? { analysis, volume }
              : { progress: null, trouble: { message: 'Its voxels were not kept: analyse it again with --voxels.', issues: [] } },
          ),
        volume: (volume) => tell({ volume, progress: volume.loaded < 1 ? { stage: 'read', fraction: volume.loaded } : null }),
      })
        .then((stored) => stored?.streamed)
        .catch((cause: unknown) =>
          tell({ progress: null, trouble: { message: cause instanceof Error ? cause.message : String(cause), issues: [] } }),
        );
    },
    [begin],
  );

  const openFiles = useCallback(
    (files: readonly DroppedFile[]): void => {
      const { images } = sortDropped(files);
      if (!images.length) return;
      const tell = begin(images[0].path.split('/')[0]);
      const coming = incoming((volume, preview) => {
        if (!preview) tell({ volume });
      });
      const worthTelling = seldom();
      const end = (message: string, issues: NonNullable<Prior['trouble']>['issues'] = []): void =>
        tell({ progress: null, volume: null, trouble: { message, issues } });
      const hear = (event: AnalyzeEvent): void => {
        if (coming.take(event)) return;
        if (event.kind === 'progress' && worthTelling(event)) tell({ progress: { stage: event.stage, fraction: event.fraction } });
        else if (event.kind === 'failed') end(event.message);
        else if (event.kind === 'done') {
          const study = studyOf(event, { images, volume: coming.volume() });
          if (study) tell({ title: study.title, analysis: study.analysis, volume: study.volume, progress: null });
          else end(event.status === 'nothing' ? 'There is no CT to analyse in these files.' : 'These files were refused.', event.issues);
          // its voxels are the page's now; nothing is measured in it again
          scan.current?.close();
          scan.current = null;
        }
      };
      scan.current = openScan({ kind: 'analyze', images, clinical: [], startedAt: new Date().toISOString() }, hear);
    },
    [begin],
  );

  const close = useCallback((): void => {
    stop();
    dispatch({ kind: 'prior', prior: null });
  }, [stop, dispatch]);
  return { openListed, openFiles, close };
}
