import { useEffect, useReducer, useRef, useState } from 'react';
import { type CaseAction, type CaseWork, entryFrom, reduceCase, startCase } from '../model/casework.ts';
import { caseFileText, isEmptyEntry } from '../model/entry.ts';
import type { Ranking } from '../model/workbench.ts';
import type { Reasoner } from '../worker/clients.ts';
import { keep, kept } from './use-theme.ts';

const DRAFT_KEY = 'calcimap.case';
/** Typing pauses before the ranking moves, so that it follows words and not letters. */
const PAUSE_MS = 160;
const NOTHING: Ranking = { caseAnswer: null, byGroup: {}, issues: [] };

const fault = (message: string): Ranking => ({
  ...NOTHING,
  issues: [
    { code: 'page-ranking-failed', severity: 'error', where: 'ranking', expected: '', received: message, fix: 'Take the last entry back.' },
  ],
});

export interface Case {
  readonly work: CaseWork;
  readonly dispatch: (action: CaseAction) => void;
  readonly ranking: Ranking | null;
  readonly busy: boolean;
}

/** The case without images: kept in this browser until it is cleared, ranked while it is typed. */
export function useCase(reasoner: Reasoner | null, readerFirst: boolean): Case {
  const [work, dispatch] = useReducer(reduceCase, null, () => startCase(entryFrom(kept(DRAFT_KEY)), readerFirst));
  const [ranking, setRanking] = useState<Ranking | null>(null);
  const [busy, setBusy] = useState(false);
  const question = useRef(0);
  const entry = work.history.present;

  useEffect(() => keep(DRAFT_KEY, isEmptyEntry(entry) && !entry.items.length ? null : JSON.stringify(entry)), [entry]);

  useEffect(() => {
    question.current++;
    const mine = question.current;
    if (!reasoner || isEmptyEntry(entry)) {
      setBusy(false);
      setRanking(NOTHING);
      return;
    }
    setBusy(true);
    const timer = setTimeout(async () => {
      const answer = await reasoner.ask({ kind: 'case', text: caseFileText(entry) });
      if (question.current !== mine) return;
      setBusy(false);
      if (answer.kind === 'case') setRanking({ ...NOTHING, caseAnswer: answer.answer, issues: answer.issues });
      else if (answer.kind === 'failed') setRanking(fault(answer.message));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [reasoner, entry]);

  return { work, dispatch, ranking, busy };
}
