import { useRef, useState } from 'react';
import { DISCLAIMER, LABEL, VERSION } from '../../src/core/index.ts';
import { useDrop } from './hooks/use-drop.ts';
import { useKeys } from './hooks/use-keys.ts';
import { useWorkbench } from './hooks/use-workbench.ts';
import { type Command, loadRebound, saveRebound } from './model/keys.ts';
import { CaseView } from './parts/case.tsx';
import { Home } from './parts/home.tsx';
import { Running } from './parts/running.tsx';
import { Shortcuts } from './parts/shortcuts.tsx';
import { StudyView } from './parts/study.tsx';
import type { Look } from './viewer/state.ts';
import type { ViewerHandle } from './viewer/viewer.tsx';

/** The workbench: one header, one view, and the label that is always there. */
export function App() {
  const { state, dispatch, words, listed, groups, ranking, openListed, openFiles, openDemo, cancel, edit, leaveKept } = useWorkbench();
  const field = useRef<HTMLInputElement>(null);
  const reasons = useRef<HTMLElement>(null);
  const viewer = useRef<ViewerHandle>(null);
  const memory = useRef<Look | null>(null);
  const [rebound, setRebound] = useState(() => loadRebound(localStorage));
  const [mergeFrom, setMergeFrom] = useState<string | null>(null);
  const [showExcluded, setShowExcluded] = useState(false);
  const { view, study, edits, selected } = state;

  const decideSelected = (decision: 'accepted' | 'rejected'): boolean => {
    if (view !== 'study' || !selected) return false;
    dispatch({ kind: 'decide', lesionId: selected, decision });
    return true;
  };
  const canEdit = view === 'study' && study?.volume?.loaded === 1;
  /** The first call names a lesion, the second merges the one that is then chosen with it. */
  const merge = (): boolean => {
    if (!canEdit || !selected) return false;
    if (mergeFrom && mergeFrom !== selected) edit({ kind: 'merge', lesionId: mergeFrom, otherId: selected });
    setMergeFrom(mergeFrom ? null : selected);
    return true;
  };
  const act = (command: Command): boolean => {
    // the sheet lies over everything: no key may act behind it
    if (state.shortcuts && command !== 'shortcuts') return false;
    switch (command) {
      case 'undo':
      case 'redo':
        dispatch({ kind: command });
        return true;
      case 'next-lesion':
      case 'previous-lesion':
        dispatch({ kind: 'step', by: command === 'next-lesion' ? 1 : -1 });
        return view === 'study';
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
        dispatch({ kind: 'select', lesionId: null });
        return view === 'study';
      case 'excluded':
        setShowExcluded(!showExcluded);
        return view === 'study';
      case 'reasons':
        reasons.current?.focus();
        return reasons.current !== null;
      case 'ranking':
        if (view !== 'study' && view !== 'case') return false;
        dispatch({ kind: 'hide-ranking', hidden: !state.rankingHidden });
        return true;
      case 'find':
        field.current?.focus();
        return field.current !== null;
      case 'shortcuts':
        dispatch({ kind: 'shortcuts', open: !state.shortcuts });
        return true;
      case 'home':
        if (view === 'running') return false;
        dispatch({ kind: 'home' });
        return true;
      case 'escape':
        if (viewer.current?.act('escape')) return true;
        if (view === 'running') cancel();
        else if (mergeFrom) setMergeFrom(null);
        else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return view === 'running';
      default:
        return viewer.current?.act(command) ?? false;
    }
  };
  // outlines hidden by a key that is held come back when it is let go
  useKeys(act, (command) => void (command === 'toggle-overlay' && act(command)), rebound);
  const over = useDrop(openFiles);

  return (
    <>
      <header className="bar">
        <h1>Calcimap</h1>
        <span className="research">{LABEL}</span>
        {study && view === 'study' && <span className="title">{study.title}</span>}
        {study?.analysis.study.lossy && view === 'study' && <span className="flag">stored with loss</span>}
        <nav aria-label="Work">
          {view !== 'home' && view !== 'running' && (
            <>
              <button type="button" disabled={!edits.past.length} onClick={() => dispatch({ kind: 'undo' })} title="Ctrl+Z">
                Undo
              </button>
              <button type="button" disabled={!edits.future.length} onClick={() => dispatch({ kind: 'redo' })} title="Ctrl+Y">
                Redo
              </button>
              <button type="button" onClick={() => dispatch({ kind: 'home' })} title="S">
                Studies
              </button>
            </>
          )}
          <button type="button" onClick={() => dispatch({ kind: 'shortcuts', open: true })}>
            Keys <kbd>?</kbd>
          </button>
        </nav>
      </header>
      {state.kept && view === 'study' && (
        <p className="kept" role="status">
          You changed this study before ({state.kept.savedAt.slice(0, 16).replace('T', ' ')} UTC, {state.kept.history.past.length} steps).{' '}
          <button type="button" onClick={() => dispatch({ kind: 'take-up' })}>
            Take the changes up again
          </button>{' '}
          <button type="button" onClick={leaveKept}>
            Leave them
          </button>
        </p>
      )}
      {view === 'home' && (
        <Home
          listed={listed}
          trouble={state.trouble}
          over={over}
          readerFirst={state.readerFirst}
          onReaderFirst={(on) => dispatch({ kind: 'reader-first', on })}
          onListed={openListed}
          onFiles={openFiles}
          onDemo={openDemo}
          onCase={() => dispatch({ kind: 'case' })}
        />
      )}
      {view === 'running' && state.run && <Running run={state.run} memory={memory} viewer={viewer} onCancel={cancel} />}
      {view === 'case' && (
        <CaseView
          entry={edits.present.entry}
          words={words}
          field={field}
          reasons={reasons}
          ranking={state.ranking}
          busy={ranking}
          hidden={state.rankingHidden}
          onShow={() => dispatch({ kind: 'hide-ranking', hidden: false })}
          onEnter={(entry, typingIn) => dispatch({ kind: 'enter', entry, typingIn })}
        />
      )}
      {view === 'study' && study && (
        <StudyView
          study={study}
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
      <footer className="disclaimer">
        {DISCLAIMER} <span className="soft">Version {VERSION}</span>
      </footer>
      <Shortcuts
        open={state.shortcuts}
        rebound={rebound}
        onRebound={(next) => {
          saveRebound(localStorage, next);
          setRebound(next);
        }}
        onClose={() => dispatch({ kind: 'shortcuts', open: false })}
      />
    </>
  );
}
