import type { Attributes } from '../../dicom/index.ts';

/** A concept: value, the scheme it belongs to, and its meaning in English (PS3.3 section 8). */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

export const SNOMED = 'SCT';
/** Ours, for what no public scheme names; the prefix 99 is kept for such schemes (PS3.3 8.2). */
export const CALCIMAP_SCHEME = '99CALCIMAP';

export const code = (value: string, scheme: string, meaning: string): Code => ({ value, scheme, meaning });
export const sct = (value: string, meaning: string): Code => code(value, SNOMED, meaning);
export const dcm = (value: string, meaning: string): Code => code(value, 'DCM', meaning);
export const ucum = (value: string, meaning: string): Code => code(value, 'UCUM', meaning);
export const own = (value: string, meaning: string): Code => code(value, CALCIMAP_SCHEME, meaning);

/** Longest that goes into CodeValue (SH); a longer one is LongCodeValue (PS3.3 table 8.8-1a). */
const SHORT_CODE = 16;
const MEANING_CHARACTERS = 64;

/** The Code Sequence Macro of a concept. */
export const codeItem = ({ value, scheme, meaning }: Code): Attributes => ({
  ...(value.length > SHORT_CODE ? { LongCodeValue: value } : { CodeValue: value }),
  CodingSchemeDesignator: scheme,
  CodeMeaning: [...meaning].slice(0, MEANING_CHARACTERS).join(''),
});

/** What the private scheme is, for every object that uses it (PS3.3 C.12.1, CodingSchemeIdentificationSequence). */
export const OWN_SCHEME: readonly Attributes[] = [
  {
    CodingSchemeDesignator: CALCIMAP_SCHEME,
    CodingSchemeName: 'Calcimap terms (docs/dicom-objects.md)',
    CodingSchemeResponsibleOrganization: 'Calcimap',
  },
];
