import { parse } from 'yaml';
import type { Knowledge } from '../../../src/knowledge/index.ts';
import type { LibraryCase, Questions } from './messages.ts';
import { read } from './read.ts';

interface Answer {
  readonly id: string;
  readonly citation: {
    readonly title: string;
    readonly journal: string | null;
    readonly year: number | null;
    readonly locator: string | null;
    readonly url: string | null;
  };
  readonly publishedDiagnosis: string;
  readonly accepted: readonly string[];
  readonly mechanism: string;
  readonly pattern: string | null;
  readonly hard: boolean;
}

interface Library {
  readonly texts: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, Answer>;
}

let loaded: Promise<Library> | null = null;

/** The published cases of knowledge/cases, fetched when first asked for. */
function library(): Promise<Library> {
  loaded ??= import('./library-files.ts').then(({ files }) => {
    const texts = new Map<string, string>();
    let answers: readonly Answer[] = [];
    for (const [path, text] of Object.entries(files)) {
      const name = path.slice(path.lastIndexOf('/') + 1).replace('.yaml', '');
      if (name === 'answers') answers = parse(text) as readonly Answer[];
      else texts.set(name, text);
    }
    return { texts, answers: new Map(answers.map((each) => [each.id, each])) };
  });
  return loaded;
}

interface CaseFile {
  readonly patient?: { readonly age?: string; readonly sex?: string };
  readonly findings?: readonly unknown[];
  readonly conditions?: readonly unknown[];
  readonly labs?: readonly unknown[];
}

/** The cases without anything that gives the answer away: who, and how much is told. */
export async function libraryList(_: Knowledge): Promise<readonly LibraryCase[]> {
  const { texts, answers } = await library();
  const cases: LibraryCase[] = [];
  for (const [id, text] of texts) {
    const answer = answers.get(id);
    if (!answer) continue;
    const file = parse(text) as CaseFile;
    const who = [file.patient?.sex, file.patient?.age].filter(Boolean).join(', ') || 'age and sex not told';
    const facts = (file.findings?.length ?? 0) + (file.conditions?.length ?? 0) + (file.labs?.length ?? 0);
    cases.push({ id, who, facts, difficult: answer.hard });
  }
  return cases.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** One case with its answer; the page keeps the answer back. */
export async function libraryCase(id: string, knowledge: Knowledge): Promise<Questions['library-case']['answer']> {
  const { texts, answers } = await library();
  const [text, answer] = [texts.get(id), answers.get(id)];
  if (text === undefined || !answer) return null;
  const { citation } = answer;
  return {
    text,
    reading: await read({ name: `${id}.yaml`, text }, knowledge),
    answer: {
      published: answer.publishedDiagnosis,
      accepted: answer.accepted.map((each) => ({ id: each, label: knowledge.diagnoses.get(each)?.label ?? each })),
      mechanism: answer.mechanism,
      pattern: answer.pattern,
      citation: [citation.title, citation.journal, citation.locator ?? citation.year].filter(Boolean).join('. '),
      link: citation.url,
    },
  };
}
