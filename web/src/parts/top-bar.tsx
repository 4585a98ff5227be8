import { LABEL } from '../../../src/core/index.ts';
import type { Theme } from '../hooks/use-theme.ts';
import type { History } from '../model/history.ts';
import { hashOf, type Route } from '../model/route.ts';
import type { Study } from '../model/workbench.ts';

interface Place {
  readonly words: string;
  readonly to: Route;
  readonly on: boolean;
}

function placesOf(route: Route, study: Study | null, running: boolean): Place[] {
  const { page } = route;
  const here: Place[] = [{ words: 'Studies', to: { page: 'home' }, on: page === 'home' }];
  if (running) here.push({ words: 'Analysing …', to: { page: 'study' }, on: page === 'study' });
  else if (study) {
    here.push({ words: 'Study', to: { page: 'study' }, on: page === 'study' });
  }
  here.push({ words: 'Case', to: { page: 'case' }, on: page === 'case' });
  const of = study && page !== 'case' && !(page === 'report' && route.of === 'case') ? 'study' : 'case';
  here.push({ words: 'Report', to: { page: 'report', of }, on: page === 'report' });
  here.push({ words: 'Library', to: { page: 'library' }, on: page === 'library' || page === 'quiz' });
  here.push({ words: 'Knowledge', to: { page: 'knowledge', id: null }, on: page === 'knowledge' || page === 'compare' });
  return here;
}

/** Where one is, where one can go, what can be taken back. */
export function TopBar(props: {
  route: Route;
  study: Study | null;
  running: boolean;
  theme: Theme;
  /** Null where there is nothing to take back. */
  history: History<unknown> | null;
  onTheme: () => void;
  onStep: (step: 'undo' | 'redo') => void;
  onKeys: () => void;
}) {
  const { route, study, history } = props;
  return (
    <header className="bar">
      <button type="button" className="skip" onClick={() => document.querySelector<HTMLElement>('main')?.focus()}>
        Skip to the content
      </button>
      <h1 className="brand">Calcimap</h1>
      <nav className="places" aria-label="Pages">
        {placesOf(route, study, props.running).map(({ words, to, on }) => (
          <a key={words} href={hashOf(to)} aria-current={on ? 'page' : undefined}>
            {words}
          </a>
        ))}
      </nav>
      {study && route.page === 'study' && !props.running && (
        <span className="title" title={study.title}>
          {study.title}
        </span>
      )}
      {study?.analysis.study.lossy && route.page === 'study' && <span className="flag">stored with loss</span>}
      <span className="research">{LABEL}</span>
      <div className="tools-right">
        {history && (
          <>
            <button type="button" disabled={!history.past.length} onClick={() => props.onStep('undo')} title="Ctrl+Z">
              Undo
            </button>
            <button type="button" disabled={!history.future.length} onClick={() => props.onStep('redo')} title="Ctrl+Y">
              Redo
            </button>
          </>
        )}
        <button type="button" onClick={props.onTheme} aria-pressed={props.theme === 'light'} title="Light or dark">
          Light
        </button>
        <button type="button" onClick={props.onKeys}>
          Keys <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}
