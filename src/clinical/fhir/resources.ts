import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { parseAge, parseDate } from '../age/index.ts';
import { isPlain, listOf, own, type Plain, textOf } from '../guard/index.ts';
import type { RawPatient, Statement } from '../statement/index.ts';
import { UNKNOWN_RAW_PATIENT } from '../statement/index.ts';
import { type Concept, conceptOf, dateOf, referenceId } from './parts.ts';

export interface StatementReading {
  readonly statements: Statement[];
  readonly issues: Issue[];
}

const statement = (list: Statement['list'], concept: Concept, of: Partial<Statement> & { where: string }): Statement => ({
  list,
  name: concept.words ?? 'without a name',
  codes: concept.codes,
  state: 'present',
  probability: null,
  subject: 'patient',
  site: null,
  date: null,
  origin: 'record',
  ...of,
});

/** How sure a verification status makes one of a condition (FHIR condition-ver-status). */
const VERIFICATION: Readonly<Record<string, Pick<Statement, 'state' | 'probability'>>> = {
  confirmed: { state: 'present', probability: null },
  refuted: { state: 'absent', probability: null },
  provisional: { state: 'uncertain', probability: 0.75 },
  unconfirmed: { state: 'uncertain', probability: 0.6 },
  differential: { state: 'uncertain', probability: 0.5 },
};

export function readCondition(resource: Plain, where: string): StatementReading {
  const verification = conceptOf(resource['verificationStatus']).bare[0] ?? 'confirmed';
  if (verification === 'entered-in-error') return leftOut(where, 'entered-in-error');
  const belief = Object.hasOwn(VERIFICATION, verification) ? VERIFICATION[verification] : VERIFICATION['confirmed'];
  const concept = conceptOf(resource['code']);
  if (concept.words === null) return nameless(where, 'Condition');
  const date = dateOf(resource, ['onsetDateTime', 'onsetPeriod', 'recordedDate', 'dateRecorded', 'assertedDate']);
  return { statements: [statement('condition', concept, { ...belief, date, site: siteOf(resource), where })], issues: [] };
}

export function readProcedure(resource: Plain, where: string): StatementReading {
  const status = textOf(resource['status']);
  if (status === 'entered-in-error') return leftOut(where, status);
  const concept = conceptOf(resource['code']);
  if (concept.words === null) return nameless(where, 'Procedure');
  const date = dateOf(resource, ['performedDateTime', 'performedPeriod', 'occurrenceDateTime', 'occurrencePeriod', 'recorded']);
  const state = status === 'not-done' ? 'absent' : status === 'preparation' ? 'uncertain' : 'present';
  return { statements: [statement('procedure', concept, { state, date, site: siteOf(resource), where })], issues: [] };
}

/** A Medication resource in the bundle or contained, by the id it is referred to with. */
export type Medications = ReadonlyMap<string, Plain>;

export function readMedication(resource: Plain, where: string, medications: Medications): StatementReading {
  const status = textOf(resource['status']);
  if (status === 'entered-in-error') return leftOut(where, status);
  const taken = resource['taken'];
  const denied =
    status === 'not-taken' ||
    status === 'not-done' ||
    taken === 'n' ||
    own(resource, 'doNotPerform') === true ||
    own(resource, 'notGiven') === true;
  const planned = status === 'intended' || status === 'draft' || textOf(resource['intent']) === 'proposal';
  const concept = medicationConcept(resource, medications);
  if (concept === null) {
    const reference = textOf(own(resource['medicationReference'] ?? own(resource['medication'], 'reference'), 'reference'));
    return {
      statements: [],
      issues: [
        issue('warning', {
          code: 'fhir-reference-missing',
          where,
          expected: 'the medication in the same file',
          received: reference === null ? 'none' : `a reference to ${reference.split('/').slice(-2).join('/').slice(0, 60)}`,
          fix: 'No reference is fetched; put the Medication into the bundle.',
        }),
      ],
    };
  }
  const date = dateOf(resource, ['effectiveDateTime', 'effectivePeriod', 'occurenceDateTime', 'authoredOn', 'dateAsserted', 'dateWritten']);
  const dosage = [...listOf(resource['dosage']), ...listOf(resource['dosageInstruction'])].find(isPlain);
  const site = conceptOf(own(dosage, 'site')).words;
  const route = conceptOf(own(dosage, 'route')).words;
  const found = [statement('drug', concept, { state: denied ? 'absent' : planned ? 'uncertain' : 'present', date, site, where })];
  // An injected drug is a procedure with a place; where it went in is what calcification is held against.
  if (!denied && !planned && route !== null && /intramuscular|subcutaneous|intravenous/i.test(route))
    found.push(
      statement(
        'procedure',
        { codes: [], loinc: [], bare: [], words: `${route.toLowerCase()} ${concept.words ?? ''}`.trim() },
        { date, site, where },
      ),
    );
  return { statements: found, issues: [] };
}

function medicationConcept(resource: Plain, medications: Medications): Concept | null {
  const direct =
    resource['medicationCodeableConcept'] ??
    own(resource['medication'], 'concept') ??
    (isPlain(own(resource['medication'], 'coding')) ? resource['medication'] : undefined);
  const concept = direct === undefined ? null : conceptOf(direct);
  if (concept?.words) return concept;
  const id =
    referenceId(resource['medicationReference']) ??
    referenceId(own(resource['medication'], 'reference')) ??
    referenceId(resource['medication']);
  const contained = listOf(resource['contained']).find((each) => isPlain(each) && each['id'] === id);
  const medication = id === null ? undefined : (contained ?? medications.get(id));
  const named = medication === undefined ? null : conceptOf(own(medication, 'code'));
  return named?.words ? named : null;
}

export function readFamily(resource: Plain, where: string): StatementReading {
  if (textOf(resource['status']) === 'entered-in-error') return leftOut(where, 'entered-in-error');
  const relation = conceptOf(resource['relationship']).words ?? 'relative';
  const found = listOf(resource['condition'])
    .filter(isPlain)
    .map((each) => statement('condition', conceptOf(each['code']), { subject: 'family', where: `${where} (${relation})` }));
  return { statements: found, issues: [] };
}

export function readConclusionCodes(resource: Plain, where: string, date: string | null): Statement[] {
  return listOf(resource['conclusionCode']).map((code) => statement('condition', conceptOf(own(code, 'concept') ?? code), { date, where }));
}

export function readPatient(resource: Plain): RawPatient {
  const identifiers = listOf(resource['identifier']).filter(isPlain);
  const record = identifiers.find((each) => conceptOf(each['type']).bare.includes('MR')) ?? identifiers[0];
  const names = listOf(resource['name']).filter(isPlain);
  const name =
    names.find((each) => each['use'] === 'official') ??
    names.find((each) => each['use'] === 'usual') ??
    names.find((each) => each['use'] !== 'old') ??
    names[0];
  const given = listOf(own(name, 'given')).filter((each): each is string => typeof each === 'string');
  const spelled = [...given, textOf(own(name, 'family')) ?? ''].filter((part) => part !== '').join(' ');
  const gender = textOf(resource['gender']);
  const birth = textOf(resource['birthDate']);
  return {
    ...UNKNOWN_RAW_PATIENT,
    id: textOf(own(record, 'value')),
    name: spelled !== '' ? spelled : textOf(own(name, 'text')),
    birthDate: birth ? parseDate(birth) : null,
    sex: gender === 'male' || gender === 'female' || gender === 'other' ? gender : null,
    ageYears: textOf(own(resource, 'age')) ? parseAge(String(resource['age'])) : null,
  };
}

const siteOf = (resource: Plain): string | null => {
  const site = listOf(resource['bodySite'])[0];
  return site === undefined ? null : conceptOf(site).words;
};

const leftOut = (where: string, status: string): StatementReading => ({
  statements: [],
  issues: [
    issue('note', {
      code: 'fhir-not-valid',
      where,
      expected: 'an entry that stands',
      received: `status ${status}`,
      fix: 'It was left out.',
    }),
  ],
});

const nameless = (where: string, type: string): StatementReading => ({
  statements: [],
  issues: [
    issue('warning', {
      code: 'fhir-without-code',
      where,
      expected: `a ${type} with a code or text`,
      received: 'neither',
      fix: 'It was left out.',
    }),
  ],
});
