import { useRef } from 'react';
import { DISCLAIMER, LABEL, VERSION } from '../../src/core/index.ts';
import { useDrop } from './hooks/use-drop.ts';
import { useKeys } from './hooks/use-keys.ts';
import { useWorkbench } from './hooks/use-workbench.ts';
import type { Command } from './model/keys.ts';
import { CaseView } from './parts/case.tsx';
import { Home } from './parts/home.tsx';
import { Running } from './parts/running.tsx';
import { Shortcuts } from './parts/shortcuts.tsx';
import { StudyView } from './parts/study.tsx';
import type { ViewerHandle } from './viewer/viewer.tsx';

/** The workbench: one header, one view, and the label that is always there. */
export function App() {
  const { state, dispatch, words, listed, groups, ranking, openListed, openFiles, cancel } = useWorkbench();
  const field = useRef<HTMLInputElement>(null);
  const reasons = useRef<HTMLElement>(null);
  const viewer = useRef<ViewerHandle>(null);
  const { view, study, edits, selected } = state;

  const decideSelected = (decision: 'accepted' | 'rejected'): boolean => {
    if (view !== 'study' || !selected) return false;
    dispatch({ kind: 'decide', lesionId: selected, decision });
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
      case 'open':
        if (view === 'running') return false;
        dispatch({ kind: 'home' });
        return true;
      case 'escape':
        if (view === 'running') cancel();
        else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return view === 'running';
      default:
        return viewer.current?.act(command) ?? false;
    }
  };
  useKeys(act);
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
      {view === 'home' && (
        <Home
          listed={listed}
          trouble={state.trouble}
          over={over}
          readerFirst={state.readerFirst}
          onReaderFirst={(on) => dispatch({ kind: 'reader-first', on })}
          onListed={openListed}
          onFiles={openFiles}
          onCase={() => dispatch({ kind: 'case' })}
        />
      )}
      {view === 'running' && state.run && <Running run={state.run} onCancel={cancel} />}
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
          onSelect={(lesionId) => dispatch({ kind: 'select', lesionId })}
          onDecide={(lesionId, decision) => dispatch({ kind: 'decide', lesionId, decision })}
          onEnter={(entry, typingIn) => dispatch({ kind: 'enter', entry, typingIn })}
          onOverlay={() => dispatch({ kind: 'overlay' })}
        />
      )}
      <footer className="disclaimer">
        {DISCLAIMER} <span className="soft">Version {VERSION}</span>
      </footer>
      <Shortcuts open={state.shortcuts} onClose={() => dispatch({ kind: 'shortcuts', open: false })} />
    </>
  );
}
