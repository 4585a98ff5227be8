import { type Issue, issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { shown } from '../guard/index.ts';
import { lexiconOf } from '../lexicon/index.ts';
import { CONCLUDED, extentOf, type NoteReading, noteFragment, readNote } from '../note/index.ts';
import { entryOf, isNamed } from '../resolve/index.ts';
import type { Fragment, RawLab, Statement } from '../statement/index.ts';
import type { Extraction } from '../types.ts';

/** A lesion that somebody lists in a case of calcification is the calcified one. */
const LESION =
  /\b(?:nodul|mass(?:es)?\b|lumps?\b|swelling|plaques?\b|deposits?\b|lesions?\b|papules?\b|opacit|densit|tumou?rs?\b|calcif|ossif|minerali)/i;
/** A place or form named without a lesion is most likely that of the calcification. */
const BARE_PLACE = 0.85;
/** Longer entries are notes and belong under `notes`. */
const LONGEST = 400;
/** No more entries than this are read as text: beyond it the file is of another kind. */
const MOST = 300;

/**
 * Entries of a case file that are no name of the vocabulary but say something (`firm nodules of both thighs`), read as the text they
 * are. What text reading does not find either stays as it was, for the vocabulary to say that it is unknown.
 */
export function readPhrases(fragment: Fragment, knowledge: Knowledge): Fragment {
  const lexicon = lexiconOf(knowledge);
  const statements: Statement[] = [];
  const labs: RawLab[] = [];
  const issues: Issue[] = [];
  const seen: Extraction[] = [];
  const texts: string[] = [];
  let read = 0;
  for (const statement of fragment.statements) {
    const { name } = statement;
    const phrase = statement.list !== 'drug' && statement.codes.length === 0 && /\S\s+\S/.test(name) && name.length <= LONGEST;
    if (!phrase || read >= MOST || statement.state === 'uncertain' || isNamed(statement, lexicon)) {
      statements.push(statement);
      const entry = entryOf(statement, lexicon);
      if (entry?.kind === 'finding' && statement.subject === 'patient') seen.push(asExtraction(entry, statement));
      continue;
    }
    read++;
    const found = reading(statement, knowledge);
    if (found.statements.length + found.labs.length === 0) {
      statements.push(statement);
      continue;
    }
    statements.push(...found.statements);
    labs.push(...found.labs);
    seen.push(...found.extractions);
    texts.push(name);
    const names = [...new Set([...found.statements.map((each) => each.meaning ?? each.name), ...found.labs.map((each) => each.test)])];
    issues.push(
      issue('note', {
        code: 'finding-read-as-text',
        where: statement.where,
        expected: `a ${statement.list} of the vocabulary`,
        received: shown(name),
        fix: `Read as ${names.join(', ')}. Name the findings themselves where that is not meant.`,
      }),
    );
  }
  if (texts.length > 0) {
    // What the entries say together: one place or many, one lesion or several.
    const extractions = extentOf(seen, texts.join('; '), true, knowledge);
    statements.push(...noteFragment({ text: '', extractions, patient: NOBODY, issues: [] }, fragment.source).statements);
  }
  return { ...fragment, statements, labs: [...fragment.labs, ...labs], issues: [...fragment.issues, ...issues] };
}

const NOBODY: NoteReading['patient'] = { ageYears: null, sex: null };

const asExtraction = (entry: { readonly id: string; readonly label: string }, statement: Statement): Extraction => ({
  kind: 'finding',
  id: entry.id,
  label: entry.label,
  state: statement.state,
  probability: statement.state === 'absent' ? 0 : 1,
  subject: 'patient',
  side: /-left$/.test(entry.id) ? 'left' : /-right$/.test(entry.id) ? 'right' : null,
  span: [0, 0],
  words: statement.name,
  cue: null,
});

interface Found {
  readonly statements: Statement[];
  readonly labs: readonly RawLab[];
  readonly extractions: readonly Extraction[];
}

function reading(statement: Statement, knowledge: Knowledge): Found {
  const words = statement.state === 'absent' ? `No ${statement.name}` : statement.name;
  const take = (text: string, probability: number | null): Found => {
    const note = readNote(text, knowledge);
    // One entry alone does not say how far it goes.
    const extractions = note.extractions.filter((each) => each.cue !== CONCLUDED);
    const found = noteFragment({ ...note, extractions }, statement.where);
    return {
      extractions,
      labs: found.labs,
      statements: found.statements.map((each) => ({
        ...each,
        where: statement.where,
        date: statement.date,
        subject: statement.subject === 'family' ? 'family' : each.subject,
        probability: each.state === 'present' ? (statement.probability ?? probability ?? each.probability) : each.probability,
      })),
    };
  };
  if (LESION.test(words)) return take(`${words}, calcified.`, null);
  const plain = take(`${words}.`, null);
  if (plain.statements.length + plain.labs.length > 0 || statement.state === 'absent' || statement.list !== 'finding') return plain;
  return take(`Calcification of ${words}.`, BARE_PLACE);
}
