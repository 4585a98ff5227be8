import type { CodeableConcept, Coding, Extension, HumanName, Identifier, Quantity } from '@medplum/fhirtypes';
import { digest } from '../../core/index.ts';
import { CALCIMAP_SCHEME, type Code } from '../codes/index.ts';

export const UCUM_SYSTEM = 'http://unitsofmeasure.org';
/** Terms that no public system names; a URN, since nothing is served at an address. */
export const OWN_SYSTEM = 'urn:calcimap:terms';
const DICOM_UID_SYSTEM = 'urn:dicom:uid';

/** DICOM coding scheme designators (PS3.16 table 8-1) and the FHIR systems of the same terminologies. */
const SYSTEMS: Readonly<Record<string, string>> = {
  SCT: 'http://snomed.info/sct',
  DCM: 'http://dicom.nema.org/resources/ontology/DCM',
  UCUM: UCUM_SYSTEM,
  LN: 'http://loinc.org',
  [CALCIMAP_SCHEME]: OWN_SYSTEM,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: XHTML and JSON of FHIR carry no control characters (R4, string)
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

/** A FHIR string, or undefined: never empty, no control characters (R4 datatypes, string). */
export function stringOf(text: string | null | undefined): string | undefined {
  const clean = (text ?? '').replace(CONTROL, '').trim();
  return clean === '' ? undefined : clean;
}

export const codingOf = ({ value, scheme, meaning }: Code): Coding => ({
  ...(SYSTEMS[scheme] ? { system: SYSTEMS[scheme] } : {}),
  code: value,
  display: meaning,
});
export const ownCoding = (code: string, display: string): Coding => ({ system: OWN_SYSTEM, code, display });
export const conceptOf = (code: Code, text?: string): CodeableConcept => ({ coding: [codingOf(code)], text: text ?? code.meaning });
export const ownConcept = (code: string, display: string): CodeableConcept => ({ coding: [ownCoding(code, display)], text: display });

/** @param unit a UCUM code */
export const quantity = (value: number, unit: { readonly code: string; readonly words: string }): Quantity => ({
  value,
  unit: unit.words,
  system: UCUM_SYSTEM,
  code: unit.code,
});
export const MM3 = { code: 'mm3', words: 'mm3' } as const;
const ONE = { code: '1', words: 'probability' } as const;
export const probability = (value: number): Quantity => quantity(value, ONE);

/** The FHIR `oid` form of a DICOM UID (R4 ImagingStudy, notes). */
export const uidIdentifier = (uid: string): Identifier => ({ system: DICOM_UID_SYSTEM, value: `urn:oid:${uid}` });

/** `urn:uuid:` from a name: the same for the same result. RFC 9562 version 8, as the DICOM UIDs. */
export function urnOf(name: string): string {
  const hex = [...digest(`calcimap fhir ${name}`).slice(0, 32)];
  hex[12] = '8';
  hex[16] = '89ab'[Number.parseInt(hex[16], 16) & 3];
  const part = (from: number, to: number): string => hex.slice(from, to).join('');
  return `urn:uuid:${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}

export const referenceTo = (urn: string, display?: string): { reference: string; display?: string } => ({
  reference: urn,
  ...(display ? { display } : {}),
});

/** A FHIR date from DICOM's or ISO form; undefined when it is neither, since a wrong date is worse than none. */
export function dateOf(text: string | null): string | undefined {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text ?? '');
  if (!found) return undefined;
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year > 0 ? `${found[1]}-${found[2]}-${found[3]}` : undefined;
}

/** Component groups of a person name (PS3.5 6.2.1): alphabetic, ideographic, phonetic. */
const GROUP_CODES = ['ABC', 'IDE', 'SYL'] as const;
const representation = (code: string): Extension => ({
  url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation',
  valueCode: code,
});

/** A DICOM person name as FHIR names, one for each of its writings (PS3.5 6.2: family^given^middle^prefix^suffix). */
export function humanNames(name: string | null): HumanName[] {
  const groups = (name ?? '').split('=').slice(0, GROUP_CODES.length);
  return groups.flatMap((group, n): HumanName[] => {
    const [family, given, middle, prefix, suffix] = group.split('^').map((each) => stringOf(each));
    const givens = [given, middle].filter((each) => each !== undefined);
    const text = stringOf([prefix, ...givens, family, suffix].filter(Boolean).join(' '));
    if (text === undefined) return [];
    return [
      {
        ...(groups.length > 1 ? { extension: [representation(GROUP_CODES[n])] } : {}),
        text,
        ...(family ? { family } : {}),
        ...(givens.length ? { given: givens } : {}),
        ...(prefix ? { prefix: [prefix] } : {}),
        ...(suffix ? { suffix: [suffix] } : {}),
      },
    ];
  });
}
