import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { readCaseFile } from '../casefile/index.ts';
import { detectFormat } from '../detect/index.ts';
import { readFhir } from '../fhir/index.ts';
import { type ClinicalInput, capIssues, decodeInput, LIMITS, shownName } from '../guard/index.ts';
import { readHl7 } from '../hl7/index.ts';
import { findTest } from '../labs/index.ts';
import { lexiconOf } from '../lexicon/index.ts';
import { mergeFragments } from '../merge/index.ts';
import { noteFragment, readNote } from '../note/index.ts';
import { readPhenopacket } from '../phenopacket/index.ts';
import { readPhrases } from '../phrase/index.ts';
import { emptyFragment, type Fragment } from '../statement/index.ts';
import { readTable } from '../table/index.ts';
import type { ClinicalReading } from '../types.ts';
import { loadUnits } from '../units/index.ts';

export interface ReadOptions {
  /** Keys of extractions (`ClinicalFacts.extractions[].key`) that a reader rejected: they are left out. */
  readonly rejected?: readonly string[];
}

/**
 * Reads history and results of one patient from any number of inputs, each told by its content: a case file (YAML or
 * JSON), FHIR, HL7 v2, a phenopacket, a table of labs, or plain text. Bad input gives issues, never a throw; `facts` is
 * null only when nothing at all could be read.
 */
export async function readClinical(
  inputs: readonly ClinicalInput[],
  knowledge: Knowledge,
  options: ReadOptions = {},
): Promise<ClinicalReading> {
  const fragments: Fragment[] = [];
  for (const input of inputs) fragments.push(readInput(input, knowledge, new Set(options.rejected)));
  const readable = fragments.filter((each) => each.format !== 'refused');
  const issues: Issue[] = fragments.filter((each) => each.format === 'refused').flatMap((each) => each.issues);
  if (readable.length === 0) {
    if (inputs.length === 0) issues.push(nothing('the call', 'at least one clinical input', 'none'));
    return { facts: null, issues: capIssues(issues) };
  }
  const merged = mergeFragments(readable, knowledge, await loadUnits());
  return { facts: merged.facts, issues: capIssues([...issues, ...merged.issues]) };
}

const nothing = (where: string, expected: string, received: string): Issue =>
  issue('error', {
    code: 'clinical-nothing-read',
    where,
    expected,
    received,
    fix: 'Give a case file, FHIR, HL7 v2, a phenopacket, a table of labs, or plain text.',
  });

const refused = (source: string, issues: readonly Issue[]): Fragment => emptyFragment(source, 'refused', issues);

function readInput(input: ClinicalInput, knowledge: Knowledge, rejected: ReadonlySet<string>): Fragment {
  const source = shownName(input.name);
  const size = input.bytes?.length ?? input.text?.length ?? 0;
  if (size > LIMITS.jsonBytes)
    return refused(source, [
      issue('error', {
        code: 'clinical-too-large',
        where: source,
        expected: `at most ${LIMITS.jsonBytes} bytes`,
        received: `${size} bytes`,
        fix: 'Split the file; nothing was read from it.',
      }),
    ]);
  const decoded = decodeInput(input);
  if (isBinary(decoded.text)) return refused(source, [nothing(source, 'text', 'binary data')]);
  const fragment = withNotes(readContent(decoded.text, source, input, knowledge), knowledge, rejected);
  return { ...fragment, issues: [...decoded.issues, ...fragment.issues] };
}

/** Text holds no NUL and few other control characters. */
function isBinary(text: string): boolean {
  const head = text.slice(0, 4000);
  let controls = 0;
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at);
    if (code === 0) return true;
    if (code < 9 || (code > 13 && code < 27) || code === 127) controls++;
  }
  return controls > head.length / 20;
}

function readContent(text: string, source: string, input: ClinicalInput, knowledge: Knowledge): Fragment {
  const lexicon = lexiconOf(knowledge);
  const isTest = (name: string): boolean => findTest(lexicon, knowledge, name, []) !== null;
  const detected = detectFormat(text, source, isTest);
  switch (detected.format) {
    case 'empty':
      return refused(source, [nothing(source, 'a clinical file', 'an empty one')]);
    case 'refused':
      return refused(source, detected.issues);
    case 'case-file': {
      const fragment = readCaseFile(text, source);
      return fragment.issues.some((each) => REFUSING.has(each.code))
        ? { ...fragment, format: 'refused' }
        : readPhrases(fragment, knowledge);
    }
    case 'fhir': {
      const fragment = readFhir(detected.json, source);
      return { ...fragment, issues: [...detected.issues, ...fragment.issues] };
    }
    case 'phenopacket': {
      const fragment = readPhenopacket(detected.json, source);
      return { ...fragment, issues: [...detected.issues, ...fragment.issues] };
    }
    case 'hl7':
      return readHl7(text, source);
    case 'table':
      return readTable(text, source, { columns: input.columns, isTest });
    case 'text':
      return { ...emptyFragment(source, 'text'), notes: [text] };
  }
}

/** Free text of any source is read as `read-note` reads it; a text that stands twice is read once. */
function withNotes(fragment: Fragment, knowledge: Knowledge, rejected: ReadonlySet<string>): Fragment {
  if (fragment.notes.length === 0) return fragment;
  const notes = [...new Set(fragment.notes)];
  const read = notes.map((text, at) => {
    const reading = readNote(text, knowledge);
    return noteFragment(reading, notes.length > 1 ? `${fragment.source} text ${at + 1}` : `${fragment.source} text`, rejected);
  });
  const { patient } = fragment;
  const fromText = read.find((each) => each.patient.ageYears !== null || each.patient.sex !== null)?.patient;
  return {
    ...fragment,
    patient: {
      ...patient,
      ageYears: patient.ageYears ?? (patient.birthDate === null ? (fromText?.ageYears ?? null) : null),
      sex: patient.sex ?? fromText?.sex ?? null,
    },
    statements: [...fragment.statements, ...read.flatMap((each) => each.statements)],
    labs: [...read.flatMap((each) => each.labs), ...fragment.labs],
    notes,
    extractions: read.flatMap((each) => each.extractions),
    issues: [...fragment.issues, ...read.flatMap((each) => each.issues)],
  };
}

/** Codes that say that nothing of the file was read. */
const REFUSING = new Set(['clinical-too-large', 'clinical-too-deep', 'clinical-too-many-nodes', 'case-not-a-mapping']);
