import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { type Belief, beliefOf } from '../belief/index.ts';
import { withoutNegation } from '../casefile/index.ts';
import { shown } from '../guard/index.ts';
import { contained, type Entry, type EntryKind, type Lexicon, lookUp, nearest } from '../lexicon/index.ts';
import { mapCode } from '../maps/index.ts';
import type { Statement } from '../statement/index.ts';
import type { ClinicalFacts, LocatedProcedure, Recorded } from '../types.ts';

const KINDS: Readonly<Record<Statement['list'], readonly EntryKind[]>> = {
  finding: ['finding', 'condition', 'test', 'diagnosis'],
  condition: ['condition', 'finding', 'diagnosis'],
  drug: ['finding', 'condition'],
  procedure: ['finding', 'condition'],
};
const PREFER: Readonly<Record<Statement['list'], readonly string[]>> = {
  finding: [],
  condition: ['hx'],
  drug: ['drug', 'hx', 'proc'],
  procedure: ['proc', 'hx', 'drug'],
};
/** A drug or procedure that calcification knowledge has no word for is no fault of the record. */
const SEVERITY: Readonly<Record<Statement['list'], Issue['severity']>> = {
  finding: 'warning',
  condition: 'warning',
  drug: 'note',
  procedure: 'note',
};

/** Beyond this many issues a reading names no neighbours any more: the file is of another kind, and each look-up costs. */
const NEAREST_SHOWN = 60;

export interface Resolved {
  readonly beliefs: Belief[];
  readonly conditions: (ClinicalFacts['conditions'][number] & { readonly date: string | null; readonly coded: boolean })[];
  readonly recorded: Recorded[];
  readonly procedures: LocatedProcedure[];
  readonly issues: Issue[];
}

/** What each statement means in the words of the vocabulary; what means nothing there is recorded with an issue. */
export function resolveStatements(statements: readonly Statement[], lexicon: Lexicon): Resolved {
  const resolved: Resolved = { beliefs: [], conditions: [], recorded: [], procedures: [], issues: [] };
  for (const statement of statements) for (const each of expand(statement, resolved)) resolveOne(each, lexicon, resolved);
  return resolved;
}

/** A code of the maps may stand for several findings, or for none that matters here. */
function expand(statement: Statement, into: Resolved): Statement[] {
  if (statement.meaning !== undefined) return [statement];
  for (const code of statement.codes) {
    const mapped = mapCode(code);
    if (!mapped) continue;
    // Not (A and B) says neither not A nor not B.
    if (mapped.means.length > 0 && (statement.state !== 'absent' || (mapped.means.length === 1 && !mapped.narrower)))
      return mapped.means.map((meaning) => ({ ...statement, meaning }));
    const why =
      mapped.means.length === 0
        ? `${code} says nothing about calcification`
        : `${code} is narrower than what the vocabulary has, or several findings at once; its absence says nothing of them`;
    into.recorded.push({ kind: statement.list, text: shown(statement.name), state: statement.state, where: statement.where, why });
    return [];
  }
  return [statement];
}

function resolveOne(statement: Statement, lexicon: Lexicon, into: Resolved): void {
  const { entry, ambiguous, negated, partOf } = meaning(statement, lexicon);
  const said = shown(statement.name);
  const state = negated ? flip(statement.state) : statement.state;
  const tell = (severity: Issue['severity'], code: string, expected: string, fix: string): void => {
    into.issues.push(issue(severity, { code, where: statement.where, expected, received: said, fix }));
  };
  const record = (kind: Recorded['kind'], why: string): void => {
    into.recorded.push({ kind, text: said, state, where: statement.where, why });
  };
  if (statement.subject === 'family' && entry?.category !== 'fam') {
    record('family', entry ? `of a relative: ${entry.label}` : 'of a relative');
    return;
  }
  if (statement.list === 'procedure' && state === 'present')
    into.procedures.push({
      name: said,
      finding: entry?.kind === 'finding' ? entry.id : null,
      ...place(statement),
      date: statement.date,
      where: statement.where,
    });
  if (!entry) {
    const near =
      ambiguous.length > 0
        ? ambiguous
        : into.issues.length > NEAREST_SHOWN
          ? []
          : nearest(lexicon, statement.name, KINDS[statement.list], statement.list === 'condition' ? [] : PREFER[statement.list]);
    const names = near.map((each) => `${each.label} (${each.id})`).join(', ');
    if (ambiguous.length > 0)
      tell('warning', `${statement.list}-ambiguous`, 'a name with one meaning', `Name one of: ${names}. Kept, not used.`);
    else
      tell(
        statement.origin ? 'note' : SEVERITY[statement.list],
        `${statement.list}-unknown`,
        `a ${statement.list} of the vocabulary`,
        near.length > 0 ? `Nearest known: ${names}. Kept, not used.` : 'Kept, not used.',
      );
    record(statement.list, ambiguous.length > 0 ? 'several meanings' : 'no word for it in the vocabulary');
    return;
  }
  if (partOf) tell('note', `${statement.list}-read-as`, 'a name of the vocabulary', `Read as ${entry.label}, whose name it contains.`);
  if (entry.kind === 'finding') {
    const probability = statement.probability === null ? null : negated ? 1 - statement.probability : statement.probability;
    into.beliefs.push({
      finding: entry.id,
      state,
      probability: beliefOf(state, probability, statement.origin === 'text' ? 'text' : 'coded'),
      date: statement.date,
      weight: statement.origin === 'text' ? 'text' : 'coded',
      where: `${statement.where} "${said}"`,
    });
    return;
  }
  if (entry.kind === 'condition') {
    if (state === 'uncertain') {
      record('condition', `${entry.label} is uncertain; only what is known present or absent is used`);
      if (statement.probability === null) tell('note', 'condition-uncertain', 'a condition known present or absent', 'Kept, not used.');
    } else
      into.conditions.push({
        condition: entry.id,
        state,
        where: statement.where,
        date: statement.date,
        coded: statement.origin !== 'text',
      });
    return;
  }
  if (entry.kind === 'diagnosis') {
    record('diagnosis', `${entry.label} is a cause to be ranked, not evidence`);
    tell(
      'note',
      'finding-is-diagnosis',
      'findings and conditions',
      `${entry.label} is one of the causes being ranked; it is kept and not used as evidence.`,
    );
    return;
  }
  record(statement.list, 'the name of a test without a result');
  tell(
    'warning',
    'finding-is-test',
    'a finding',
    `${entry.label} is a lab test: give it under labs with value and unit, or name the finding (high, low).`,
  );
}

/** True when the vocabulary has a word for it, or more than one. */
export function isNamed(statement: Statement, lexicon: Lexicon): boolean {
  const { entry, ambiguous } = meaning(statement, lexicon);
  return entry !== null || ambiguous.length > 0;
}

/** The word of the vocabulary for it, when there is one and it is not denied. */
export function entryOf(statement: Statement, lexicon: Lexicon): Entry | null {
  const { entry, negated } = meaning(statement, lexicon);
  return negated ? null : entry;
}

function meaning(
  statement: Statement,
  lexicon: Lexicon,
): { entry: Entry | null; ambiguous: readonly Entry[]; negated: boolean; partOf: boolean } {
  const kinds = KINDS[statement.list];
  const prefer = statement.subject === 'family' ? ['fam'] : PREFER[statement.list];
  if (statement.meaning !== undefined) {
    const known = lookUp(lexicon, statement.meaning, [...new Set([...kinds, 'finding' as const, 'condition' as const])], prefer);
    if (known.entry) return { ...known, negated: false, partOf: false };
  }
  for (const code of statement.codes) {
    const hit = lookUp(lexicon, code, kinds, prefer);
    if (hit.entry) return { entry: hit.entry, ambiguous: [], negated: false, partOf: false };
  }
  const direct = lookUp(lexicon, statement.name, kinds, prefer);
  if (direct.entry || direct.ambiguous.length > 0) return { ...direct, negated: false, partOf: false };
  const bare = withoutNegation(statement.name);
  const negative = bare === null ? null : lookUp(lexicon, bare, kinds, prefer);
  if (negative && (negative.entry || negative.ambiguous.length > 0)) return { ...negative, negated: true, partOf: false };
  if (statement.list === 'finding') return { entry: null, ambiguous: [], negated: false, partOf: false };
  const part = contained(lexicon, bare ?? statement.name, kinds, prefer);
  return { entry: part, ambiguous: [], negated: bare !== null && part !== null, partOf: part !== null };
}

const flip = (state: Statement['state']): Statement['state'] =>
  state === 'present' ? 'absent' : state === 'absent' ? 'present' : 'uncertain';

/** `left forearm` -> site and side. */
function place(statement: { site: string | null }): { site: string | null; side: LocatedProcedure['side'] } {
  if (statement.site === null) return { site: null, side: null };
  const side = /\b(both|bilateral)\b/i.test(statement.site)
    ? 'both'
    : /\bleft\b/i.test(statement.site)
      ? 'left'
      : /\bright\b/i.test(statement.site)
        ? 'right'
        : null;
  const site = statement.site
    .replace(/\b(both|bilateral|left|right)\b/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
  return { site: site === '' ? null : site, side };
}
