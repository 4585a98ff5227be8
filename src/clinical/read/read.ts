import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { readCaseFile } from '../casefile/index.ts';
import { detectFormat } from '../detect/index.ts';
import { type ClinicalInput, capIssues, decodeInput, LIMITS, shownName } from '../guard/index.ts';
import { mergeFragments } from '../merge/index.ts';
import { emptyFragment, type Fragment } from '../statement/index.ts';
import type { ClinicalReading } from '../types.ts';
import { loadUnits } from '../units/index.ts';

/**
 * Reads history and results of one patient from any number of inputs, each told by its content: a case file (YAML or
 * JSON), FHIR, HL7 v2, a phenopacket, a table of labs, or plain text. Bad input gives issues, never a throw; `facts` is
 * null only when nothing at all could be read.
 */
export async function readClinical(inputs: readonly ClinicalInput[], knowledge: Knowledge): Promise<ClinicalReading> {
  const fragments: Fragment[] = [];
  for (const input of inputs) fragments.push(readInput(input, knowledge));
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

function readInput(input: ClinicalInput, knowledge: Knowledge): Fragment {
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
  const fragment = readText(decoded.text, source, knowledge);
  return { ...fragment, issues: [...decoded.issues, ...fragment.issues] };
}

/** Text holds no NUL and few other control characters. */
function isBinary(text: string): boolean {
  const head = text.slice(0, 4000);
  if (head.includes('\u0000')) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is counted here
  return (head.match(/[\u0001-\u0008\u000e-\u001a\u007f]/g)?.length ?? 0) > head.length / 20;
}

function readText(text: string, source: string, _knowledge: Knowledge): Fragment {
  const detected = detectFormat(text, source);
  switch (detected.format) {
    case 'empty':
      return refused(source, [nothing(source, 'a clinical file', 'an empty one')]);
    case 'refused':
      return refused(source, detected.issues);
    case 'case-file': {
      const fragment = readCaseFile(text, source);
      return fragment.issues.some((each) => REFUSING.has(each.code)) ? { ...fragment, format: 'refused' } : fragment;
    }
    default:
      return refused(source, [nothing(source, 'a case file', `${detected.format} (read from a later version on)`)]);
  }
}

/** Codes that say that nothing of the file was read. */
const REFUSING = new Set(['clinical-too-large', 'clinical-too-deep', 'clinical-too-many-nodes', 'case-not-a-mapping']);
