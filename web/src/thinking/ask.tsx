import { createContext, useContext, useEffect, useState } from 'react';
import type { Reasoner } from '../worker/clients.ts';
import type { QuestionKind, Questions, ThinkRequest } from './messages.ts';

/** Asks the reasoning worker. Rejects with words for the reader when it cannot answer. */
export type Ask = <K extends QuestionKind>(of: K, ask: Questions[K]['ask']) => Promise<Questions[K]['answer']>;

export const askOf =
  (reasoner: Pick<Reasoner, 'ask'>): Ask =>
  async <K extends QuestionKind>(of: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']> => {
    const answer = await reasoner.ask({ kind: 'think', of, ask } as ThinkRequest);
    // the worker answers what it was asked: the pair is typed in Questions
    if (answer.kind === 'thought') return answer.answer as Questions[K]['answer'];
    throw new Error(answer.kind === 'failed' ? answer.message : 'the reasoning worker answered something else');
  };

export const AskContext = createContext<Ask | null>(null);

/** An answer that follows its question; null until it is there, and while `ask` is null. The last answer stays while the next is sought. */
export function useAnswer<K extends QuestionKind>(of: K, ask: Questions[K]['ask'] | null): Questions[K]['answer'] | null {
  const worker = useContext(AskContext);
  const [answer, setAnswer] = useState<Questions[K]['answer'] | null>(null);
  const key = ask === null ? null : JSON.stringify(ask);
  useEffect(() => {
    if (!worker || key === null) {
      setAnswer(null);
      return;
    }
    let wanted = true;
    worker(of, JSON.parse(key) as Questions[K]['ask'])
      .then((given) => wanted && setAnswer(() => given))
      .catch(() => wanted && setAnswer(null));
    return () => {
      wanted = false;
    };
  }, [worker, of, key]);
  return answer;
}
