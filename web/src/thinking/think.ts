import { intervalFor, parseAge } from '../../../src/clinical/index.ts';
import type { Knowledge } from '../../../src/knowledge/index.ts';
import { explain } from '../../../src/reasoning/index.ts';
import { catalog, compare } from './catalog.ts';
import { libraryCase, libraryList } from './library.ts';
import type { Range, ThinkAnswer, ThinkRequest } from './messages.ts';
import { questionOfBase } from './question.ts';
import { read } from './read.ts';
import { changed, standing, stepsTo } from './what-if.ts';

function rangesOf(ask: { tests: readonly string[]; age: string; sex: string }, knowledge: Knowledge): Record<string, Range | null> {
  const typed = ask.age.trim();
  const ageYears = parseAge(/[a-z]/i.test(typed) ? typed : `${typed} y`);
  return Object.fromEntries(
    ask.tests.map((id) => {
      const test = knowledge.tests.get(id);
      const found = test && intervalFor(test, { ageYears, sex: ask.sex || null });
      if (!test || !found) return [id, null];
      const [key, ...assumptions] = found.source.split('; ');
      const source = [knowledge.references.get(key)?.citation ?? key, ...assumptions].join('; ');
      return [id, { unit: test.unit, low: found.low, high: found.high, source, assumed: assumptions.length > 0 }];
    }),
  );
}

/** Answers the page's questions beside it; one place for all, so that the knowledge is held once. */
export async function think(request: ThinkRequest, knowledge: Knowledge): Promise<ThinkAnswer> {
  return { kind: 'thought', answer: await answerOf(request, knowledge) };
}

async function answerOf(request: ThinkRequest, knowledge: Knowledge): Promise<ThinkAnswer['answer']> {
  switch (request.of) {
    case 'ranges':
      return rangesOf(request.ask, knowledge);
    case 'read':
      return read(request.ask, knowledge);
    case 'what-if': {
      const question = await questionOfBase(request.ask.base, knowledge);
      return question && standing(changed(question, request.ask.changes, knowledge), knowledge);
    }
    case 'steps': {
      const question = await questionOfBase(request.ask.base, knowledge);
      return question ? stepsTo(question, request.ask, knowledge) : [];
    }
    case 'explain':
      return explain(knowledge, request.ask.id);
    case 'catalog':
      return catalog(knowledge);
    case 'compare':
      return compare(request.ask.ids, knowledge);
    case 'library':
      return libraryList(knowledge);
    case 'library-case':
      return libraryCase(request.ask.id, knowledge);
  }
}
