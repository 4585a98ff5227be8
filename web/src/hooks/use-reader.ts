import { useCallback, useMemo, useRef, useState } from 'react';
import type { Analysis } from '../../../src/report/index.ts';
import type { ReaderAnswer } from '../model/casework.ts';
import type { ReaderDesk } from '../thinking/context.tsx';
import type { DroppedFile } from '../worker/messages.ts';

/** A clinical file on its way into the case. `at` tells two drops of the same file apart. */
export interface Incoming {
  readonly name: string;
  readonly text: string;
  readonly at: number;
}

export interface ReaderHook extends ReaderDesk {
  readonly incoming: Incoming | null;
  readonly take: (files: readonly DroppedFile[]) => void;
}

/** The reader's answer to the study that is open, and files dropped on the case. */
export function useReader(study: Analysis | null, show: () => void): ReaderHook {
  const [given, setGiven] = useState<{ readonly study: Analysis | null; readonly answer: ReaderAnswer } | null>(null);
  const [incoming, setIncoming] = useState<Incoming | null>(null);
  const latest = useRef(show);
  latest.current = show;
  const take = useCallback((files: readonly DroppedFile[]): void => {
    void Promise.all(files.map(({ file }) => file.text())).then((texts) =>
      setIncoming((before) => ({ name: files[0].path, text: texts.join('\n'), at: (before?.at ?? 0) + 1 })),
    );
  }, []);
  const answer = given?.study === study ? (given?.answer ?? null) : null;
  return useMemo(
    () => ({
      answer,
      incoming,
      take,
      record: (said: ReaderAnswer): void => {
        setGiven({ study, answer: said });
        latest.current();
      },
    }),
    [answer, incoming, take, study],
  );
}
