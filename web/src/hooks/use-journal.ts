import { useEffect, useRef } from 'react';
import type { Analysis } from '../../../src/report/index.ts';
import { type Journal, openJournal } from '../model/journal.ts';
import type { Action, State } from '../model/workbench.ts';

/** An edit is on its way to the disk this soon after it was made. */
const PAUSE_MS = 150;

/** Keeps every edit of a study where a crash cannot reach it, and offers it when the same study is opened again. */
export function useJournal(state: Pick<State, 'study' | 'edits' | 'kept'>, dispatch: (action: Action) => void): { leave: () => void } {
  const journal = useRef<Promise<Journal | null> | null>(null);
  journal.current ??= openJournal();
  const { study, edits, kept } = state;
  const analysis = study?.analysis ?? null;
  const hash = analysis?.manifest.inputHash ?? null;
  const asked = useRef<Analysis | null>(null);

  useEffect(() => {
    asked.current = null;
    if (!analysis) return;
    let gone = false;
    void journal.current?.then(async (open) => {
      const entry = await open?.read(analysis.manifest.inputHash).catch(() => null);
      if (gone) return;
      asked.current = analysis;
      if (entry && (entry.history.past.length || entry.history.future.length))
        dispatch({ kind: 'kept', kept: { savedAt: entry.savedAt, history: entry.history } });
    });
    return () => {
      gone = true;
    };
  }, [analysis, dispatch]);

  useEffect(() => {
    if (!hash || asked.current !== analysis || (!edits.past.length && !edits.future.length)) return;
    const offered = kept !== null;
    const timer = setTimeout(() => {
      void journal.current?.then((open) =>
        open?.write({ inputHash: hash, history: edits, savedAt: new Date().toISOString(), offered }).catch(() => undefined),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [hash, analysis, edits, kept]);

  return {
    leave: () => {
      if (hash) void journal.current?.then((open) => open?.remove(hash).catch(() => undefined));
      dispatch({ kind: 'kept', kept: null });
    },
  };
}
