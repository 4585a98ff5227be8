import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { LesionEdit } from '../../../src/lesions/index.ts';
import type { AnalysisGroup } from '../../../src/report/index.ts';
import { standingGroups } from '../model/decisions.ts';
import type { DemoName } from '../model/demos.ts';
import { caseFileText, isEmptyEntry } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import { type Action, type Ranking, reduce, START, type State } from '../model/workbench.ts';
import { type Reasoner, startReasoner } from '../worker/clients.ts';
import type { DroppedFile, ObjectsAnswer, ObjectsRequest } from '../worker/messages.ts';
import { type Listed, listAnalyses } from './api.ts';
import { useJournal } from './use-journal.ts';
import { usePrior } from './use-prior.ts';
import { useScan } from './use-scan.ts';

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
  readonly openDemo: (name: DemoName) => void;
  readonly cancel: () => void;
  /** A second study beside the open one. */
  readonly prior: ReturnType<typeof usePrior>;
  /** Changes voxels; every number follows once they are measured. */
  readonly edit: (edit: LesionEdit) => void;
  /** DICOM objects of the study as it stands. @throws Error in words for the reader. */
  readonly objects: (request: Omit<ObjectsRequest, 'lesions'>) => Promise<ObjectsAnswer>;
  /** Edits of an earlier visit are given up. */
  readonly leaveKept: () => void;
  /** The worker that ranks and looks up; null until it is started. */
  readonly reasoner: Reasoner | null;
}

/** State of the page and everything that runs beside it. */
export function useWorkbench(): Workbench {
  const [state, dispatch] = useReducer(reduce, START);
  const [vocabulary, setVocabulary] = useState<readonly Word[] | null>(null);
  const [listed, setListed] = useState<readonly Listed[] | 'none' | null>(null);
  const [ranking, setRanking] = useState(false);
  const reasoner = useRef<Reasoner | null>(null);
  const [thinker, setThinker] = useState<Reasoner | null>(null);
  const question = useRef(0);

  useEffect(() => {
    const worker = startReasoner();
    reasoner.current = worker;
    setThinker(worker);
    void worker.ask({ kind: 'words' }).then((answer) => {
      if (answer.kind === 'words') setVocabulary(answer.words);
    });
    void listAnalyses().then((found) => setListed(found ?? 'none'));
    return () => worker.close();
  }, []);

  const { study, view } = state;
  const edits = state.edits.present;
  const analysis = study?.analysis;
  const { decisions, entry, image } = edits;
  const kept = useMemo(
    () => (analysis ? standingGroups(analysis, { decisions, image: { lesions: image.lesions, marks: [] } }) : []),
    [analysis, decisions, image.lesions],
  );

  useEffect(() => {
    const worker = reasoner.current;
    question.current++;
    const mine = question.current;
    const tell = (next: Ranking): void => {
      if (question.current === mine) dispatch({ kind: 'ranked', ranking: next });
    };
    const nothing: Ranking = { caseAnswer: null, byGroup: {}, issues: [] };
    // nothing to rank anew: the analysis' own ranking stands
    const asIs = isEmptyEntry(entry) && kept === analysis?.groups;
    const idle = !worker || (view === 'case' ? isEmptyEntry(entry) : view !== 'study' || asIs);
    if (idle) {
      setRanking(false);
      if (view === 'case' || view === 'study') tell(nothing);
      return;
    }
    setRanking(true);
    const timer = setTimeout(async () => {
      const text = isEmptyEntry(entry) ? null : caseFileText(entry);
      const answer =
        view === 'case' || !analysis
          ? await worker.ask({ kind: 'case', text: text ?? '{}' })
          : await worker.ask({
              kind: 'study',
              text,
              study: {
                clinical: analysis.clinical,
                ageYears: analysis.study.patient.ageYears,
                sex: analysis.study.patient.sex,
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
  }, [view, analysis, kept, entry]);

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

  const { openListed, openFiles, openDemo, cancel, edit, objects } = useScan(state, dispatch);
  const prior = usePrior(state, dispatch);
  const { leave } = useJournal(state, dispatch);
  return {
    state,
    dispatch,
    words: vocabulary,
    listed,
    groups,
    ranking,
    openListed,
    openFiles,
    openDemo,
    cancel,
    prior,
    edit,
    objects,
    leaveKept: leave,
    reasoner: thinker,
  };
}
