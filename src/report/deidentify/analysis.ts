import { digest } from '../../core/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { METHOD, METHOD_CODES } from './method.ts';
import { type Deidentifier, deidentifier, REMOVED } from './pseudonym.ts';

/** Rooms whose issues are our own words about voxels. The others may repeat what a file or a record said. */
const OWN_WORDS = /^(anatomy|lesions|volume|report|reasoning|dicom|nifti)-/;
const QUOTED = /"[^"]*"|“[^”]*”|'[^']*'/g;
const PLACES = /^(series \d+|field of view|lesions|anatomy|technique|scan and record|L\d+|G\d+)$/;

/** Where in the record a fact stands, without the file's name and without its words. */
export function recordPlace(where: string): string {
  const bare = where.replace(QUOTED, '');
  const character = /character (\d+)/.exec(bare)?.[1];
  if (character) return `record, character ${character}`;
  const line = /:(\d+)\s*$/.exec(bare.trim())?.[1] ?? /\bline (\d+)/.exec(bare)?.[1];
  return line ? `record, line ${line}` : 'record';
}

type Findings = Analysis['clinical']['facts'];
const facts = (all: Findings): Findings =>
  all.map((each) => (each.from === 'image' ? each : { ...each, because: each.because.map(recordPlace) }));

function issueWords(each: Analysis['issues'][number], by: Deidentifier): Analysis['issues'][number] {
  const clean = (text: string): string => by.text(text.replace(QUOTED, REMOVED));
  const own = OWN_WORDS.test(each.code);
  return {
    ...each,
    where: PLACES.test(each.where) ? each.where : 'input',
    expected: clean(each.expected),
    received: own ? clean(each.received) : REMOVED,
    fix: clean(each.fix),
  };
}

function clinicalOf(clinical: Analysis['clinical'], by: Deidentifier): Analysis['clinical'] {
  const named = clinical.patient.id !== null || clinical.patient.name !== null;
  return {
    ...clinical,
    patient: {
      ...clinical.patient,
      ageYears: by.age(clinical.patient.ageYears),
      id: named ? by.pseudonym : null,
      name: named ? by.pseudonym : null,
      birthDate: null,
    },
    facts: facts(clinical.facts),
    conditions: clinical.conditions.map((each) => ({ ...each, where: recordPlace(each.where) })),
    labs: clinical.labs.map((each) => ({ ...each, date: each.date && by.date(each.date), where: recordPlace(each.where) })),
    notes: clinical.notes === null ? null : REMOVED,
  };
}

/**
 * The stand-ins of one result. Without a key they are derived from the input's hash: the same for the same input, unknown to whoever
 * has not the images; two studies of a patient then get different ones.
 */
export const deidentifierOf = (analysis: Pick<Analysis, 'study' | 'clinical' | 'manifest'>, key: string | null): Deidentifier => {
  const { id, name, birthDate } = analysis.clinical.patient;
  return deidentifier({
    key: key ?? digest(`calcimap de-identification ${analysis.manifest.inputHash}`),
    patients: [analysis.study.patient, { patientId: id, patientName: name, birthDate }],
    fallback: analysis.manifest.inputHash,
  });
};

/** A result that names nobody, valid by the same schema; every view of it (HTML, PDF, CSV, FHIR, JSON) then names nobody either. */
export function deidentify(analysis: Analysis, by: Deidentifier): Analysis {
  const { study } = analysis;
  const named = study.patient.patientId !== null || study.patient.patientName !== null;
  return {
    ...analysis,
    study: {
      ...study,
      studyInstanceUid: study.studyInstanceUid && by.uid(study.studyInstanceUid),
      seriesInstanceUid: study.seriesInstanceUid && by.uid(study.seriesInstanceUid),
      frameOfReferenceUid: study.frameOfReferenceUid && by.uid(study.frameOfReferenceUid),
      seriesDescription: null,
      studyDate: study.studyDate && by.date(study.studyDate),
      patient: {
        ...study.patient,
        patientId: named ? by.pseudonym : null,
        patientName: named ? by.pseudonym : null,
        birthDate: null,
        ageYears: by.age(study.patient.ageYears),
      },
    },
    technique: analysis.technique && { ...analysis.technique, contrastBolusAgent: null },
    lesions: analysis.lesions.map((each) => ({ ...each, trackingUid: by.uid(each.trackingUid) })),
    groups: analysis.groups.map((each) => ({ ...each, findings: facts(each.findings) })),
    leftOut: analysis.leftOut.map((each) => ({ ...each, seriesInstanceUid: by.uid(each.seriesInstanceUid), description: null })),
    clinical: clinicalOf(analysis.clinical, by),
    issues: analysis.issues.map((each) => issueWords(each, by)),
    manifest: { ...analysis.manifest, inputHash: by.hash(analysis.manifest.inputHash), startedAt: null },
    deidentification: { method: METHOD, codes: METHOD_CODES.map((each) => ({ ...each })) },
  };
}
