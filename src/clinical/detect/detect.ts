import type { Issue } from '../../core/index.ts';
import { CASE_KEYS } from '../casefile/index.ts';
import { isPlain, own, parseJson } from '../guard/index.ts';

type Detected =
  | { readonly format: 'fhir' | 'phenopacket'; readonly json: unknown; readonly issues: readonly Issue[] }
  | { readonly format: 'case-file' | 'hl7' | 'table' | 'text' | 'empty' }
  | { readonly format: 'refused'; readonly issues: readonly Issue[] };

/** What a text is, by its content alone: names and endings of files are not trusted. */
export function detectFormat(text: string, where: string, isTest: (name: string) => boolean): Detected {
  // HL7 files may start with a minimal lower layer start block (0x0b) or a batch header.
  const head = text.slice(0, 2000).replace(/^\s+/, '');
  if (head === '') return { format: 'empty' };
  if (/^(MSH|FHS|BHS)[^\w\s]/.test(head)) return { format: 'hl7' };
  if (head.startsWith('{') || head.startsWith('[')) return detectJson(text, where);
  if (looksLikeTable(text, isTest)) return { format: 'table' };
  if (looksLikeCaseFile(text)) return { format: 'case-file' };
  return { format: 'text' };
}

function detectJson(text: string, where: string): Detected {
  const { value, issues } = parseJson(text, where);
  // Flow-style YAML looks like JSON; the case file's reader takes both and names the line.
  if (value === undefined)
    return /^\s*[[{]\s*"?resourceType"?|"(phenotypicFeatures|metaData)"/.test(text.slice(0, 5000)) || text.length > 400_000
      ? { format: 'refused', issues }
      : issues[0]?.code === 'clinical-json-broken'
        ? { format: 'case-file' }
        : { format: 'refused', issues };
  const first = Array.isArray(value) ? (value[0] as unknown) : value;
  if (typeof own(first, 'resourceType') === 'string') return { format: 'fhir', json: value, issues };
  if (
    isPlain(first) &&
    ['phenotypicFeatures', 'proband', 'members', 'subject'].some((key) => own(first, key) !== undefined) &&
    ['metaData', 'subject', 'phenotypicFeatures'].some((key) => own(first, key) !== undefined)
  )
    return { format: 'phenopacket', json: value, issues };
  return { format: 'case-file' };
}

/** A line `key:` of the contract at the left edge. */
const looksLikeCaseFile = (text: string): boolean => {
  const keys = [...text.slice(0, 20_000).matchAll(/^"?([A-Za-z]+)"?\s*:(?:\s|$)/gm)].map((hit) => hit[1]);
  const known = new Set(keys.filter((key) => (CASE_KEYS as readonly string[]).includes(key)));
  return (
    known.size >= 2 ||
    (known.size === 1 && /^\s*(---|#.*\n|"?(patient|findings|labs|conditions|drugs|procedures|setting)"?\s*:)/.test(text))
  );
};

/** A first line of column names, cut by tab, semicolon, comma or bar, with one that means the test and one the value, or names of tests. */
function looksLikeTable(text: string, isTest: (name: string) => boolean): boolean {
  const line = text.split(/\r?\n/, 40).find((each) => each.trim() !== '' && !each.startsWith('#')) ?? '';
  for (const cut of ['\t', ';', ',', '|']) {
    const cells = line.split(cut).map((cell) => cell.replace(/["']/g, '').trim().toLowerCase());
    if (cells.length < 2) continue;
    const test = cells.some((cell) =>
      /^(test|test name|name|analyte|component|parameter|lab|labs|examination|item|loinc|code|investigation|measurement)$/.test(cell),
    );
    const value = cells.some((cell) => /^(value|result|results|reading|numeric result|obs value|observation)$/.test(cell));
    if (test && value) return true;
    const named = cells.slice(0, 60).filter((cell) => isTest(cell.replace(/[([].*$/, '').trim())).length;
    if (named >= 2 && named >= cells.length / 2 - 1 && text.includes('\n')) return true;
  }
  return false;
}
