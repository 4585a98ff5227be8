import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { issue } from '../../../src/core/index.ts';
import type { LesionEdit, LesionShape } from '../../../src/lesions/index.ts';
import type { DemoName } from '../model/demos.ts';
import { sortDropped } from '../model/drop.ts';
import type { EditedLesion } from '../model/image-edits.ts';
import type { Action, State, Study } from '../model/workbench.ts';
import { makeDemo, openScan, type Scan } from '../worker/clients.ts';
import type { AnalyzeEvent, DroppedFile, ObjectsAnswer, ObjectsRequest, ScanFacts, ScanOrigin } from '../worker/messages.ts';
import type { Listed } from './api.ts';
import { incoming, openStored, seldom, studyOf } from './incoming.ts';

const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** All lesions as they stand, with their voxels; null when their voxels are not here. */
function editedLesions(study: Study, edits: State['edits']['present']): readonly EditedLesion[] | null {
  if (edits.image.lesions) return edits.image.lesions;
  const voxels = new Map(study.volume?.lesions.map((each) => [each.id, each.voxels]));
  const all = study.analysis.lesions.flatMap((each): EditedLesion[] => {
    const own = voxels.get(each.id);
    return own ? [{ ...each, voxels: own, setCompartment: null }] : [];
  });
  return all.length === study.analysis.lesions.length ? all : null;
}

/** Opening scans, showing them while they come, and measuring what is edited in them. */
export function useScan(
  state: State,
  dispatch: (action: Action) => void,
): {
  readonly openListed: (listed: Listed) => void;
  readonly openFiles: (files: readonly DroppedFile[]) => void;
  readonly openDemo: (name: DemoName) => void;
  readonly cancel: () => void;
  readonly edit: (edit: LesionEdit) => void;
  /** DICOM objects of the study as it stands. @throws Error in words for the reader. */
  readonly objects: (request: Omit<ObjectsRequest, 'lesions'>) => Promise<ObjectsAnswer>;
} {
  const scan = useRef<Scan | null>(null);
  /** What the engine must know of a stored study before it can measure in it or write of it. */
  const served = useRef<{ facts: ScanFacts; origin: ScanOrigin | null } | null>(null);
  const started = useRef(0);
  const latest: RefObject<State> = useRef(state);
  latest.current = state;
  const busy = useRef(false);

  const close = useCallback((): void => {
    started.current++;
    scan.current?.close();
    scan.current = null;
    served.current = null;
    busy.current = false;
  }, []);
  useEffect(() => close, [close]);
  // a case without image needs no scan
  useEffect(() => {
    if (state.view === 'case') close();
  }, [state.view, close]);

  const openListed = useCallback(
    (each: Listed): void => {
      close();
      const mine = started.current;
      const still = (): boolean => started.current === mine;
      openStored(each, {
        still,
        study: (study) => dispatch({ kind: 'study', study }),
        volume: (volume) => dispatch({ kind: 'study-volume', volume }),
      })
        .then(async (opened) => {
          if (!opened) return;
          if (still()) served.current = opened;
          await opened.streamed;
        })
        .catch((cause: unknown) => {
          if (still())
            dispatch({ kind: 'run-ended', trouble: { title: 'This analysis could not be opened', issues: [], message: words(cause) } });
        });
    },
    [close, dispatch],
  );

  const openFiles = useCallback(
    (files: readonly DroppedFile[]): void => {
      if (!files.length) return;
      const { images, clinical } = sortDropped(files);
      close();
      const mine = started.current;
      const coming = incoming((volume, preview) => dispatch({ kind: 'run-volume', volume, preview }));
      const worthTelling = seldom();
      const tell = (event: AnalyzeEvent): void => {
        if (started.current !== mine || coming.take(event)) return;
        switch (event.kind) {
          case 'progress':
            if (latest.current.view === 'running' && worthTelling(event))
              dispatch({ kind: 'run-progress', stage: event.stage, fraction: event.fraction, note: event.note });
            break;
          case 'cancelled':
            dispatch({ kind: 'run-ended', trouble: null });
            break;
          case 'failed':
            if (latest.current.view === 'running')
              dispatch({
                kind: 'run-ended',
                trouble: { title: 'The analysis stopped by a fault of ours', issues: [], message: event.message },
              });
            break;
          case 'done': {
            const study = studyOf(event, { images, volume: coming.volume() });
            if (study) dispatch({ kind: 'study', study });
            else
              dispatch({
                kind: 'run-ended',
                trouble: {
                  title: event.status === 'nothing' ? 'There is no CT to analyse in these files' : 'These files were refused',
                  issues: event.issues,
                  message: null,
                },
              });
            break;
          }
        }
      };
      dispatch({ kind: 'run-started', files: files.length });
      void Promise.all(clinical.map(async ({ path, file }) => ({ name: path, text: await file.text() }))).then((texts) => {
        // stopped, or another one begun, while the clinical files were read
        if (started.current !== mine) return;
        scan.current = openScan({ kind: 'analyze', images, clinical: texts, startedAt: new Date().toISOString() }, tell);
      });
    },
    [close, dispatch],
  );

  const openDemo = useCallback(
    (name: DemoName): void => {
      close();
      const mine = started.current;
      dispatch({ kind: 'run-started', files: 0 });
      dispatch({ kind: 'run-progress', stage: 'demo', fraction: 0, note: null });
      makeDemo(name)
        .then((files) => {
          if (started.current === mine) openFiles(files);
        })
        .catch((cause: unknown) => {
          if (started.current === mine)
            dispatch({ kind: 'run-ended', trouble: { title: 'The demo could not be made', issues: [], message: words(cause) } });
        });
    },
    [close, dispatch, openFiles],
  );

  // the page is free at once; what the worker still says of that run is no longer listened to
  const cancel = useCallback((): void => {
    started.current++;
    scan.current?.cancel();
    scan.current = null;
    dispatch({ kind: 'run-ended', trouble: null });
  }, [dispatch]);

  /** The scan behind the study; a stored one is taken up when something is first asked of it. */
  const opened = useCallback((study: Study): Scan | null => {
    if (!scan.current && served.current && study.volume?.loaded === 1) {
      const { grid, hu, lesions } = study.volume;
      const { facts, origin } = served.current;
      scan.current = openScan({ kind: 'adopt', grid, hu, facts, origin, lesions }, () => undefined);
    }
    return scan.current;
  }, []);

  const edit = useCallback(
    (wanted: LesionEdit): void => {
      const { study, edits } = latest.current;
      if (!study?.volume || busy.current) return;
      const base = edits.present;
      const before = editedLesions(study, base);
      if (!before) return;
      const mine = started.current;
      const open = opened(study);
      if (!open) return;
      busy.current = true;
      dispatch({ kind: 'measuring' });
      const shapes: LesionShape[] = before.map(({ id, number, voxels, setCompartment }) => ({ id, number, voxels, setCompartment }));
      open
        .edit(shapes, wanted)
        .then((answer) => {
          if (started.current !== mine) return;
          busy.current = false;
          // undone meanwhile: the answer is to another question
          const outdated = latest.current.edits.present.image.lesions !== base.image.lesions;
          if (outdated || answer.issues.length) return dispatch({ kind: 'edit-refused', issues: answer.issues });
          const known = new Map(before.map((each) => [each.id, each]));
          const measured = new Map(answer.measured.map((each) => [each.id, each]));
          const lesions = answer.shapes.map((shape): EditedLesion => {
            const old = known.get(shape.id);
            const fresh = measured.get(shape.id);
            const numbers = fresh ? { ...fresh, trackingUid: old?.trackingUid ?? fresh.trackingUid, groupId: old?.groupId ?? null } : old;
            if (!numbers) throw new Error(`lesion ${shape.id} was not measured`);
            return { ...numbers, voxels: shape.voxels, setCompartment: shape.setCompartment };
          });
          const made = lesions.find((each) => !known.has(each.id));
          const { selected } = latest.current;
          const kept = lesions.some((each) => each.id === selected);
          const asked = 'lesionId' in wanted ? wanted.lesionId : null;
          dispatch({
            kind: 'edited',
            lesions,
            selected: asked === null ? (made?.id ?? selected) : kept ? selected : (answer.measured[0]?.id ?? null),
          });
        })
        .catch((cause: unknown) => {
          if (started.current !== mine) return;
          busy.current = false;
          dispatch({
            kind: 'edit-refused',
            issues: [
              issue('error', {
                code: 'page-edit-failed',
                where: 'lesions',
                expected: 'a measurement of the change',
                received: words(cause),
                fix: 'Open the study again; your edits are kept.',
              }),
            ],
          });
        });
    },
    [dispatch, opened],
  );

  const objects = useCallback(
    async (request: Omit<ObjectsRequest, 'lesions'>): Promise<ObjectsAnswer> => {
      const { study, edits } = latest.current;
      const lesions = study && editedLesions(study, edits.present);
      const open = study && opened(study);
      if (!open || !lesions) throw new Error('DICOM objects are written from the voxels of the lesions, and those are not all here yet.');
      return open.objects({ ...request, lesions: lesions.map(({ id, voxels }) => ({ id, voxels })) });
    },
    [opened],
  );

  return { openListed, openFiles, openDemo, cancel, edit, objects };
}
