import { useEffect, useMemo, useRef, useState } from 'react';
import { DISCLAIMER, VERSION } from '../../src/core/index.ts';
import { useCase } from './hooks/use-case.ts';
import { useDrop } from './hooks/use-drop.ts';
import { useKeys } from './hooks/use-keys.ts';
import { useReader } from './hooks/use-reader.ts';
import { go, useRoute } from './hooks/use-route.ts';
import { useTheme } from './hooks/use-theme.ts';
import { useWorkbench } from './hooks/use-workbench.ts';
import { standingGroups } from './model/decisions.ts';
import { sortDropped } from './model/drop.ts';
import { caseFileText, isEmptyEntry } from './model/entry.ts';
import { type Command, loadRebound, saveRebound } from './model/keys.ts';
import { PAGE_TITLES } from './model/route.ts';
import { CaseView } from './parts/case.tsx';
import { ComparePage } from './parts/compare.tsx';
import { Home } from './parts/home.tsx';
import { KnowledgeView } from './parts/knowledge.tsx';
import { LibraryView } from './parts/library.tsx';
import { PriorChooser } from './parts/prior.tsx';
import { QuizView } from './parts/quiz.tsx';
import { ReportView } from './parts/report.tsx';
import { Running } from './parts/running.tsx';
import { Shortcuts } from './parts/shortcuts.tsx';
import { StudyView } from './parts/study.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { AskContext, askOf } from './thinking/ask.tsx';
import { BaseContext, ReaderContext } from './thinking/context.tsx';
import type { Look } from './viewer/state.ts';
import type { ViewerHandle } from './viewer/viewer.tsx';
import type { DroppedFile } from './worker/messages.ts';

/** The workbench: one bar, one page at a time, and the label that is always there. */
export function App() {
  const bench = useWorkbench();
  const { state, dispatch, words, groups, ranking, openFiles, cancel, reasoner, edit } = bench;
  const route = useRoute();
  const [theme, turnTheme] = useTheme();
  const field = useRef<HTMLInputElement>(null);
  const reasons = useRef<HTMLElement>(null);
  const viewer = useRef<ViewerHandle>(null);
  const memory = useRef<Look | null>(null);
  const [rebound, setRebound] = useState(() => loadRebound(localStorage));
  const [mergeFrom, setMergeFrom] = useState<string | null>(null);
  const [showExcluded, setShowExcluded] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { study, edits, selected } = state;
  const { page } = route;
  const aCase = useCase(reasoner, state.readerFirst);
  const ask = useMemo(() => (reasoner ? askOf(reasoner) : null), [reasoner]);
  // its voxels may still be coming: the analysis is what tells one study from another
  const opened = study?.analysis ?? null;
  const reader = useReader(opened, () => dispatch({ kind: 'hide-ranking', hidden: false }));
  const running = state.run !== null;

  // the address follows what was opened, and leads home when it points to a study that is not here
  useEffect(() => {
    if (running || opened) go({ page: 'study' });
  }, [running, opened]);
  useEffect(() => {
    if (page === 'study' && !study && !running) go({ page: 'home' });
    document.title = `${PAGE_TITLES[page]} · Calcimap`;
  }, [page, study, running]);
  useEffect(() => {
    if (state.trouble) go({ page: 'home' });
  }, [state.trouble]);

  const decideSelected = (decision: 'accepted' | 'rejected'): boolean => {
    if (page !== 'study' || !study || !selected) return false;
    dispatch({ kind: 'decide', lesionId: selected, decision });
    return true;
  };
  const canEdit = page === 'study' && !running && study?.volume?.loaded === 1;
  /** The first call names a lesion, the second merges the one that is then chosen with it. */
  const merge = (): boolean => {
    if (!canEdit || !selected) return false;
    if (mergeFrom && mergeFrom !== selected) edit({ kind: 'merge', lesionId: mergeFrom, otherId: selected });
    setMergeFrom(mergeFrom ? null : selected);
    return true;
  };
  const onCase = page === 'case' || (page === 'report' && route.of === 'case');
  const act = (command: Command): boolean => {
    // the sheet lies over everything: no key may act behind it
    if ((state.shortcuts && command !== 'shortcuts') || choosing) return false;
    switch (command) {
      case 'undo':
      case 'redo':
        if (onCase) aCase.dispatch({ kind: command });
        else dispatch({ kind: command });
        return true;
      case 'next-lesion':
      case 'previous-lesion':
        if (page !== 'study') return false;
        dispatch({ kind: 'step', by: command === 'next-lesion' ? 1 : -1 });
        return true;
      case 'accept':
        return decideSelected('accepted');
      case 'reject':
        return decideSelected('rejected');
      case 'merge':
        return merge();
      case 'split':
      case 'split-bone':
        if (!canEdit || !selected) return false;
        edit({ kind: command, lesionId: selected });
        return true;
      case 'compartment': {
        const choice = document.querySelector<HTMLSelectElement>('select[data-compartment]');
        choice?.focus();
        return choice !== null;
      }
      case 'deselect':
        if (page !== 'study') return false;
        dispatch({ kind: 'select', lesionId: null });
        return true;
      case 'excluded':
        if (page !== 'study') return false;
        setShowExcluded(!showExcluded);
        return true;
      case 'reasons':
        reasons.current?.focus();
        return reasons.current !== null;
      case 'ranking':
        if (page === 'case') aCase.dispatch({ kind: 'hide', hidden: !aCase.work.hidden });
        else if (page === 'study') dispatch({ kind: 'hide-ranking', hidden: !state.rankingHidden });
        else return false;
        return true;
      case 'find':
        field.current?.focus();
        return field.current !== null;
      case 'shortcuts':
        dispatch({ kind: 'shortcuts', open: !state.shortcuts });
        return true;
      case 'home':
        if (running) return false;
        go({ page: 'home' });
        return true;
      case 'escape':
        if (page === 'study' && viewer.current?.act('escape')) return true;
        if (mergeFrom) setMergeFrom(null);
        else if (running && page === 'study') cancel();
        else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return running;
      default:
        return page === 'study' && (viewer.current?.act(command) ?? false);
    }
  };
  // outlines hidden by a key that is held come back when it is let go
  useKeys(act, (command) => void (command === 'toggle-overlay' && act(command)), rebound);
  const takePrior = (files: readonly DroppedFile[]): void => {
    setChoosing(false);
    bench.prior.openFiles(files);
  };
  const take = (files: readonly DroppedFile[]): void => {
    const { images, clinical } = sortDropped(files);
    if (choosing) takePrior(files);
    // on the case's own page a clinical file is read into the case; anywhere else files are a study
    else if (page === 'case' && !images.length && clinical.length) reader.take(clinical);
    else openFiles(files);
  };
  const over = useDrop(take);

  const history = onCase ? aCase.work.history : edits;
  const base = useMemo(() => {
    if (page === 'case') return { text: caseFileText(aCase.work.history.present), study: null };
    if (page !== 'study' || !study) return null;
    const { clinical } = study.analysis;
    const { ageYears, sex } = study.analysis.study.patient;
    const { entry, decisions, image } = edits.present;
    return {
      text: isEmptyEntry(entry) ? null : caseFileText(entry),
      study: { clinical, ageYears, sex, groups: standingGroups(study.analysis, { decisions, image }) },
    };
  }, [page, study, edits.present, aCase.work.history.present]);
  const desk = useMemo(
    () =>
      page === 'case'
        ? { answer: aCase.work.answer, record: (answer: Parameters<typeof reader.record>[0]) => aCase.dispatch({ kind: 'answer', answer }) }
        : reader,
    [page, aCase, reader],
  );

  return (
    <AskContext value={ask}>
      <BaseContext value={base}>
        <ReaderContext value={desk}>
          <TopBar
            route={route}
            study={study}
            running={running}
            theme={theme}
            history={page === 'study' || onCase ? history : null}
            onTheme={turnTheme}
            onStep={(kind) => act(kind)}
            onKeys={() => dispatch({ kind: 'shortcuts', open: true })}
          />
          {state.kept && page === 'study' && (
            <p className="kept" role="status">
              You changed this study before ({state.kept.savedAt.slice(0, 16).replace('T', ' ')} UTC, {state.kept.history.past.length}{' '}
              steps).{' '}
              <button type="button" onClick={() => dispatch({ kind: 'take-up' })}>
                Take the changes up again
              </button>{' '}
              <button type="button" onClick={bench.leaveKept}>
                Leave them
              </button>
            </p>
          )}
          {page === 'home' && (
            <Home
              listed={bench.listed}
              trouble={state.trouble}
              over={over}
              study={study}
              entry={aCase.work.history.present}
              readerFirst={state.readerFirst}
              onReaderFirst={(on) => {
                dispatch({ kind: 'reader-first', on });
                aCase.dispatch({ kind: 'hide', hidden: on });
              }}
              onListed={bench.openListed}
              onFiles={openFiles}
              onDemo={bench.openDemo}
            />
          )}
          {page === 'study' && running && state.run && <Running run={state.run} memory={memory} viewer={viewer} onCancel={cancel} />}
          {page === 'case' && (
            <CaseView
              work={aCase.work}
              dispatch={aCase.dispatch}
              words={words}
              field={field}
              reasons={reasons}
              ranking={aCase.ranking}
              busy={aCase.busy}
              incoming={reader.incoming}
              readerFirst={state.readerFirst}
            />
          )}
          {page === 'study' && !running && study && (
            <StudyView
              study={study}
              prior={state.prior}
              onPriorChoose={() => setChoosing(true)}
              onPriorClose={bench.prior.close}
              edits={edits.present}
              groups={groups}
              ranking={state.ranking}
              busy={ranking}
              hidden={state.rankingHidden}
              onShow={() => dispatch({ kind: 'hide-ranking', hidden: false })}
              selected={selected}
              overlay={state.overlay}
              words={words}
              field={field}
              viewer={viewer}
              reasons={reasons}
              memory={memory}
              measuring={state.measuring}
              editIssues={state.editIssues}
              mergeFrom={mergeFrom}
              showExcluded={showExcluded}
              onExcluded={setShowExcluded}
              onMerge={merge}
              onEdit={edit}
              onMarks={(marks) => dispatch({ kind: 'marks', marks })}
              onSelect={(lesionId) => dispatch({ kind: 'select', lesionId })}
              onDecide={(lesionId, decision) => dispatch({ kind: 'decide', lesionId, decision })}
              onEnter={(entry, typingIn) => dispatch({ kind: 'enter', entry, typingIn })}
              onOverlay={() => dispatch({ kind: 'overlay' })}
            />
          )}
          {page === 'library' && <LibraryView />}
          {page === 'quiz' && <QuizView key={route.id} id={route.id} onOpen={(entry) => aCase.dispatch({ kind: 'enter', entry })} />}
          {page === 'knowledge' && <KnowledgeView id={route.id} />}
          {page === 'compare' && <ComparePage first={route.first} second={route.second} />}
          {page === 'report' && (
            <ReportView
              of={route.of}
              study={study}
              edits={edits.present}
              groups={groups}
              ranking={state.ranking}
              caseAnswer={aCase.ranking?.caseAnswer ?? null}
              caseText={caseFileText(aCase.work.history.present)}
              objects={bench.objects}
              readerAnswer={route.of === 'case' ? aCase.work.answer : reader.answer}
            />
          )}
          <footer className="disclaimer">
            {DISCLAIMER} <span className="soft">Version {VERSION}</span>
          </footer>
          {study && page === 'study' && (
            <PriorChooser
              open={choosing}
              study={study}
              listed={bench.listed}
              onListed={(each) => {
                setChoosing(false);
                bench.prior.openListed(each);
              }}
              onFiles={takePrior}
              onClose={() => setChoosing(false)}
            />
          )}
          <Shortcuts
            open={state.shortcuts}
            rebound={rebound}
            onRebound={(next) => {
              saveRebound(localStorage, next);
              setRebound(next);
            }}
            onClose={() => dispatch({ kind: 'shortcuts', open: false })}
          />
        </ReaderContext>
      </BaseContext>
    </AskContext>
  );
}
