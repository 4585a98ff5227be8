import { entries } from './compiled.generated.ts';

export interface MapEntry {
  /** Ids or names of the vocabulary; all of them together; empty = known, and deliberately without meaning here. */
  readonly means: readonly string[];
  /** The code is one kind of what it means: its absence says nothing of the whole. */
  readonly narrower: boolean;
}

/** Systems whose codes are hierarchical by prefix. */
const BY_PREFIX = /^(icd10|atc):/;

interface Maps {
  readonly codes: ReadonlyMap<string, MapEntry>;
  /** Drug names and the like, as synonyms for the lexicon. */
  readonly names: readonly { readonly name: string; readonly means: readonly string[] }[];
  /** How letters and reports say things; used by the reader of text alone. */
  readonly phrases: readonly { readonly phrase: string; readonly means: readonly string[] }[];
}

let built: Maps | null = null;

/** The maps of knowledge/maps, parsed at first use. */
export function maps(): Maps {
  if (built) return built;
  const codes = new Map<string, MapEntry>();
  const names: { name: string; means: readonly string[] }[] = [];
  const phrases: { phrase: string; means: readonly string[] }[] = [];
  for (const line of entries) {
    const [kind, key, meaning, scope] = line.split('\t');
    const means = meaning === '' ? [] : meaning.split(' | ');
    if (kind === 'code') codes.set(key.toLowerCase(), { means, narrower: scope === 'narrower' });
    else if (kind === 'name') names.push({ name: key, means });
    else phrases.push({ phrase: key, means });
  }
  built = { codes, names, phrases };
  return built;
}

/** What a code means: `icd10:N18.5` is found at `icd10:N18`, other systems only whole. null = not in the maps. */
export function mapCode(code: string): MapEntry | null {
  const { codes } = maps();
  let key = code.toLowerCase().trim();
  const whole = codes.get(key);
  if (whole || !BY_PREFIX.test(key)) return whole ?? null;
  const shortest = key.indexOf(':') + 2;
  while (key.length > shortest) {
    key = key.slice(0, -1);
    const entry = codes.get(key);
    if (entry) return entry;
  }
  return null;
}

/** Systems as FHIR, HL7 and phenopackets name them, to the prefix of a code. */
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/loinc|^ln$|^1\.2\.840\.10008\.6\.1|2\.16\.840\.1\.113883\.6\.1$/i, 'loinc'],
  [/snomed|^sct|2\.16\.840\.1\.113883\.6\.96$/i, 'snomed'],
  [/icd-?10|^i10|2\.16\.840\.1\.113883\.6\.(90|3)$/i, 'icd10'],
  [/rxnorm|2\.16\.840\.1\.113883\.6\.88$/i, 'rxnorm'],
  [/whocc\.no\/atc|^atc/i, 'atc'],
  [/human-phenotype-ontology|obolibrary\.org\/obo\/hp|^hp$|^hpo$/i, 'HP'],
  [/omim/i, 'OMIM'],
  [/mondo/i, 'MONDO'],
];

/** `http://loinc.org` and `17861-6` to `loinc:17861-6`; a system that is not known gives `null`. */
export function codeOf(system: string | null, code: string | null): string | null {
  if (code === null || code.trim() === '' || code.length > 60) return null;
  const bare = code.trim();
  if (/^(HP|OMIM|MONDO|LOINC|SNOMED(CT)?|ICD10(CM)?|RXNORM|ATC):/i.test(bare)) {
    const [prefix, rest] = [bare.slice(0, bare.indexOf(':')), bare.slice(bare.indexOf(':') + 1)];
    const known = codeOf(prefix, rest);
    if (known) return known;
  }
  const prefix = system === null ? null : SYSTEMS.find(([pattern]) => pattern.test(system.trim()))?.[1];
  return prefix ? `${prefix}:${bare.replace(/^(HP|OMIM|MONDO):/i, '')}` : null;
}

/** LOINC's own check: digits and a mod-10 check digit (LOINC Users' Guide, appendix). */
export function isLoinc(code: string): boolean {
  const hit = /^(\d{1,7})-(\d)$/.exec(code.trim());
  if (!hit) return false;
  let odd = '';
  let even = '';
  [...hit[1]].reverse().forEach((digit, at) => {
    if (at % 2 === 0) odd = digit + odd;
    else even = digit + even;
  });
  const joined = even + String(2 * Number(odd));
  const sum = [...joined].reduce((total, digit) => total + Number(digit), 0);
  return (10 - (sum % 10)) % 10 === Number(hit[2]);
}
