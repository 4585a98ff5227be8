import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { AnalysisGroup, KeyImage } from '../../../src/report/index.ts';
import { keptGroups } from '../model/decisions.ts';
import { sortDropped } from '../model/drop.ts';
import { caseFileText, isEmptyEntry, NO_EDITS } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import { type Action, type Ranking, reduce, START, type State, type Study, type StudyVolume } from '../model/workbench.ts';
import { type Reasoner, type Run, startReasoner, startRun } from '../worker/clients.ts';
import type { AnalyzeEvent, DroppedFile } from '../worker/messages.ts';
import { fetchStudy, type Listed, listAnalyses } from './api.ts';

/** Typing pauses before the ranking moves, so that it follows words and not letters. */
const PAUSE_MS = 160;

export interface Workbench {
  readonly state: State;
  readonly dispatch: (action: Action) => void;
  readonly words: readonly Word[] | null;
  /** null while asked; `none` without a service. */
  readonly listed: readonly Listed[] | 'none' | null;
  /** Groups after the reader's edits, with the ranking that goes with them. */
  readonly groups: readonly AnalysisGroup[];
  readonly ranking: boolean;
  readonly openListed: (listed: Listed) => void;
  readonly openFiles: (files: readonly DroppedFile[]) => void;
  readonly cancel: () => void;
}

const pictureAddress = (image: KeyImage): string =>
  URL.createObjectURL(new Blob([image.png as Uint8Array<ArrayBuffer>], { type: 'image/png' }));

const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** State of the page and everything that runs beside it. */
export function useWorkbench(): Workbench {
  const [state, dispatch] = useReducer(reduce, START);
  const [vocabulary, setVocabulary] = useState<readonly Word[] | null>(null);
  const [listed, setListed] = useState<readonly Listed[] | 'none' | null>(null);
  const [ranking, setRanking] = useState(false);
  const reasoner = useRef<Reasoner | null>(null);
  const run = useRef<Run | null>(null);
  const started = useRef(0);
  const question = useRef(0);

  useEffect(() => {
    const worker = startReasoner();
    reasoner.current = worker;
    void worker.ask({ kind: 'words' }).then((answer) => {
      if (answer.kind === 'words') setVocabulary(answer.words);
    });
    void listAnalyses().then((found) => setListed(found ?? 'none'));
    return () => worker.close();
  }, []);

  const { study, view } = state;
  const edits = state.edits.present;
  const kept = useMemo(() => (study ? keptGroups(study.analysis, edits.decisions) : []), [study, edits.decisions]);

  useEffect(() => {
    const worker = reasoner.current;
    question.current++;
    const mine = question.current;
    const tell = (next: Ranking): void => {
      if (question.current === mine) dispatch({ kind: 'ranked', ranking: next });
    };
    const nothing: Ranking = { caseAnswer: null, byGroup: {}, issues: [] };
    const idle = !worker || (view === 'case' ? isEmptyEntry(edits.entry) : view !== 'study' || edits === NO_EDITS);
    if (idle) {
      setRanking(false);
      if (view === 'case' || view === 'study') tell(nothing);
      return;
    }
    setRanking(true);
    const timer = setTimeout(async () => {
      const text = isEmptyEntry(edits.entry) ? null : caseFileText(edits.entry);
      const answer =
        view === 'case' || !study
          ? await worker.ask({ kind: 'case', text: text ?? '{}' })
          : await worker.ask({
              kind: 'study',
              text,
              study: {
                clinical: study.analysis.clinical,
                ageYears: study.analysis.study.patient.ageYears,
                sex: study.analysis.study.patient.sex,
                groups: kept,
              },
            });
      if (question.current !== mine) return;
      setRanking(false);
      if (answer.kind === 'case') tell({ ...nothing, caseAnswer: answer.answer, issues: answer.issues });
      else if (answer.kind === 'study') tell({ ...nothing, byGroup: answer.answers, issues: answer.issues });
      else if (answer.kind === 'failed')
        tell({
          ...nothing,
          issues: [
            {
              code: 'page-ranking-failed',
              severity: 'error',
              where: 'ranking',
              expected: '',
              received: answer.message,
              fix: 'Take the last entry back.',
            },
          ],
        });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [view, study, kept, edits]);

  const groups = useMemo(
    () =>
      kept.map((group) => {
        const answer = state.ranking?.byGroup[group.id];
        if (!answer) return group;
        const { verdict, findings, mechanism, differential, systematicPath, disagreement, nextTests, safetyGates, unexplained } = answer;
        return { ...group, verdict, findings, mechanism, differential, systematicPath, disagreement, nextTests, safetyGates, unexplained };
      }),
    [kept, state.ranking],
  );

  const openListed = useCallback((each: Listed): void => {
    fetchStudy(each)
      .then((found) => dispatch({ kind: 'study', study: found }))
      .catch((cause: unknown) =>
        dispatch({ kind: 'run-ended', trouble: { title: 'This analysis could not be opened', issues: [], message: words(cause) } }),
      );
  }, []);

  const openFiles = useCallback((files: readonly DroppedFile[]): void => {
    if (!files.length) return;
    const { images, clinical } = sortDropped(files);
    run.current?.cancel();
    run.current = null;
    started.current++;
    const mine = started.current;
    let volume: StudyVolume | null = null;
    const tell = (event: AnalyzeEvent): void => {
      if (started.current !== mine) return;
      switch (event.kind) {
        case 'progress':
          dispatch({ kind: 'run-progress', stage: event.stage, fraction: event.fraction, note: event.note });
          break;
        case 'volume':
          volume = { grid: event.grid, hu: event.hu, lesions: [] };
          dispatch({ kind: 'run-volume', volume });
          break;
        case 'cancelled':
          dispatch({ kind: 'run-ended', trouble: null });
          break;
        case 'failed':
          dispatch({
            kind: 'run-ended',
            trouble: { title: 'The analysis stopped by a fault of ours', issues: [], message: event.message },
          });
          break;
        case 'done':
          if (event.analysis) {
            const study: Study = {
              title: event.analysis.study.seriesDescription ?? images[0]?.path.split('/')[0] ?? 'study',
              analysis: event.analysis,
              images: event.keyImages.map((image) => ({
                name: image.name,
                title: image.title,
                caption: image.caption,
                address: pictureAddress(image),
              })),
              volume: volume && { ...volume, lesions: event.lesions },
              reportAddress: null,
            };
            dispatch({ kind: 'study', study });
          } else
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
    };
    dispatch({ kind: 'run-started', files: files.length });
    void Promise.all(clinical.map(async ({ path, file }) => ({ name: path, text: await file.text() }))).then((texts) => {
      // stopped, or another one begun, while the clinical files were read
      if (started.current !== mine) return;
      run.current = startRun({ kind: 'analyze', images, clinical: texts, startedAt: new Date().toISOString() }, tell);
    });
  }, []);

  // the page is free at once; what the worker still says of that run is no longer listened to
  const cancel = useCallback((): void => {
    started.current++;
    run.current?.cancel();
    run.current = null;
    dispatch({ kind: 'run-ended', trouble: null });
  }, []);
  return { state, dispatch, words: vocabulary, listed, groups, ranking, openListed, openFiles, cancel };
}
