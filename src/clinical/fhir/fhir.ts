import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { isPlain, LIMITS, listOf, own, type Plain, shown, textOf } from '../guard/index.ts';
import type { Fragment, RawLab, RawPatient, Statement } from '../statement/index.ts';
import { UNKNOWN_RAW_PATIENT } from '../statement/index.ts';
import { textOfAttachment } from './attachment.ts';
import { readObservation } from './observation.ts';
import { dateOf, idOf, referenceId } from './parts.ts';
import { readConclusionCodes, readCondition, readFamily, readMedication, readPatient, readProcedure } from './resources.ts';
import { checkResource } from './schema.ts';

/** Types that are read; all others are counted and passed over. */
const READ = new Set([
  'Patient',
  'Observation',
  'Condition',
  'Procedure',
  'MedicationStatement',
  'MedicationUsage',
  'MedicationRequest',
  'MedicationAdministration',
  'FamilyMemberHistory',
  'DiagnosticReport',
]);
/** Looked into when something refers to them, or only wrapping. */
const SUPPORTING = new Set(['Bundle', 'Medication']);

/**
 * FHIR R4 (R5 tolerated): a Bundle, one resource, or a list of resources, parsed already. Narratives are never read, nothing
 * is fetched; a resource that speaks of another patient than the one most speak of is left out with an error.
 */
export function readFhir(json: unknown, source: string): Fragment {
  return new FhirReading(source).read(json);
}

class FhirReading {
  private readonly source: string;
  private readonly issues: Issue[] = [];
  private readonly statements: Statement[] = [];
  private readonly labs: RawLab[] = [];
  private readonly notes: string[] = [];
  private heightCm: number | null = null;
  private readonly known = new Set<string>();

  constructor(source: string) {
    this.source = source;
  }

  private problem(
    severity: Issue['severity'],
    code: string,
    where: string,
    words: { expected: string; received: string; fix: string },
  ): void {
    this.issues.push(issue(severity, { code, where: `${this.source} ${where}`.trim(), ...words }));
  }

  read(json: unknown): Fragment {
    const resources = this.unpack(json, 0);
    const medications = new Map(
      resources.filter((each) => each['resourceType'] === 'Medication').map((each) => [textOf(each['id']) ?? '', each]),
    );
    for (const each of resources) {
      const id = textOf(each['id']);
      if (id !== null) this.known.add(id);
    }
    const { patient, mine } = this.choosePatient(resources);
    for (const resource of mine) this.readOne(resource, medications);
    this.passOver(resources);
    return {
      source: this.source,
      format: 'fhir',
      patient: { ...patient, heightCm: this.heightCm },
      setting: null,
      statements: this.statements,
      labs: this.labs,
      notes: this.notes,
      extractions: [],
      issues: this.issues,
    };
  }

  private unpack(json: unknown, depth: number): Plain[] {
    if (depth > 4) return [];
    const found: Plain[] = [];
    for (const each of Array.isArray(json) ? (json as unknown[]) : [json]) {
      if (!isPlain(each)) {
        this.problem('warning', 'fhir-invalid', '', { expected: 'a resource', received: shown(each), fix: 'It was left out.' });
        continue;
      }
      if (each['resourceType'] !== 'Bundle') {
        if (typeof each['resourceType'] === 'string') found.push(each);
        else
          this.problem('warning', 'fhir-invalid', '', {
            expected: 'a resourceType',
            received: shown(Object.keys(each).slice(0, 5).join(', ')),
            fix: 'It was left out.',
          });
        continue;
      }
      const entries = listOf(each['entry']);
      if (entries.length === 0)
        this.problem('warning', 'fhir-empty', idOf(each), {
          expected: 'entries',
          received: 'an empty Bundle',
          fix: 'Nothing to read in it.',
        });
      for (const entry of entries.slice(0, LIMITS.statements)) {
        const resource = own(entry, 'resource');
        if (isPlain(resource)) {
          const full = textOf(own(entry, 'fullUrl'));
          const id = textOf(resource['id']) ?? full?.split(/[/:]/).pop();
          found.push(...this.unpack(id ? { ...resource, id } : resource, depth + 1));
        }
      }
    }
    return found;
  }

  /** One patient per file: the one most resources speak of. */
  private choosePatient(resources: readonly Plain[]): { patient: RawPatient; mine: Plain[] } {
    const patients = resources.filter((each) => each['resourceType'] === 'Patient');
    const spoken = new Map<string, number>();
    for (const each of resources) {
      const subject = subjectOf(each);
      if (READ.has(String(each['resourceType'])) && subject !== null) spoken.set(subject, (spoken.get(subject) ?? 0) + 1);
    }
    const ids = [...new Set([...patients.map((each) => textOf(each['id']) ?? ''), ...spoken.keys()])];
    const chosen =
      ids.length <= 1 ? (ids[0] ?? null) : ids.reduce((best, id) => ((spoken.get(id) ?? 0) > (spoken.get(best) ?? 0) ? id : best));
    const mine = resources.filter((each) => {
      const subject = subjectOf(each);
      return each['resourceType'] === 'Patient' ? (textOf(each['id']) ?? '') === chosen : subject === null || subject === chosen;
    });
    if (ids.length > 1)
      this.problem('error', 'patient-mismatch', '', {
        expected: 'resources of one patient',
        received: `${ids.length} patients; ${resources.length - mine.length} resources of the others`,
        fix: 'Only those of the patient most of them speak of were read. Give one patient per file.',
      });
    const resource = mine.find((each) => each['resourceType'] === 'Patient');
    return { patient: resource ? readPatient(resource) : UNKNOWN_RAW_PATIENT, mine };
  }

  private readOne(resource: Plain, medications: ReadonlyMap<string, Plain>): void {
    const type = String(resource['resourceType']);
    if (!READ.has(type)) return;
    const where = `${this.source} ${idOf(resource)}`;
    this.issues.push(...checkResource(resource, where));
    if (type === 'Observation') {
      const reading = readObservation(resource, where);
      this.labs.push(...reading.labs);
      this.statements.push(...reading.statements);
      this.notes.push(...reading.notes);
      this.issues.push(...reading.issues);
      this.heightCm = reading.heightCm ?? this.heightCm;
      return;
    }
    if (type === 'DiagnosticReport') {
      this.readReport(resource, where);
      return;
    }
    if (type === 'Patient') return;
    const reading =
      type === 'Condition'
        ? readCondition(resource, where)
        : type === 'Procedure'
          ? readProcedure(resource, where)
          : type === 'FamilyMemberHistory'
            ? readFamily(resource, where)
            : readMedication(resource, where, medications);
    this.statements.push(...reading.statements);
    this.issues.push(...reading.issues);
  }

  /** Results that a report names and the file does not hold: nothing is fetched. */
  private missingResults(resource: Plain, where: string): void {
    const missing = listOf(resource['result']).filter((each) => {
      const id = referenceId(each);
      return id !== null && !this.known.has(id);
    });
    if (missing.length === 0) return;
    this.issues.push(
      issue('note', {
        code: 'fhir-reference-missing',
        where,
        expected: 'the results of the report in the same file',
        received: `${missing.length} results elsewhere (${shown(missing.map((each) => textOf(own(each, 'display')) ?? textOf(own(each, 'reference')) ?? '?').join(', '))})`,
        fix: 'No reference is fetched; put the Observations into the bundle.',
      }),
    );
  }

  private readReport(resource: Plain, where: string): void {
    this.missingResults(resource, where);
    const date = dateOf(resource, ['effectiveDateTime', 'effectivePeriod', 'issued']);
    if (textOf(resource['status']) === 'entered-in-error' || textOf(resource['status']) === 'cancelled') return;
    const conclusion = textOf(resource['conclusion']);
    if (conclusion !== null) this.notes.push(conclusion);
    this.statements.push(...readConclusionCodes(resource, where, date));
    for (const form of listOf(resource['presentedForm'])) {
      const attachment = textOfAttachment(form, where);
      if (attachment.text !== null) this.notes.push(attachment.text);
      this.issues.push(...attachment.issues);
    }
  }

  private passOver(resources: readonly Plain[]): void {
    const counts = new Map<string, number>();
    for (const each of resources) {
      const type = String(each['resourceType']).slice(0, 40);
      if (!READ.has(type) && !SUPPORTING.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    if (counts.size === 0) return;
    this.problem('note', 'fhir-passed-over', '', {
      expected: [...READ].join(', '),
      received: [...counts]
        .map(([type, count]) => `${count} ${type}`)
        .join(', ')
        .slice(0, 300),
      fix: 'These types are not read.',
    });
    if (
      this.labs.length === 0 &&
      this.statements.length === 0 &&
      this.notes.length === 0 &&
      resources.every((each) => !READ.has(String(each['resourceType'])))
    )
      this.problem('warning', 'fhir-nothing-read', '', {
        expected: 'results, conditions, drugs or procedures',
        received: 'none',
        fix: 'Give a bundle that holds them.',
      });
  }
}

const subjectOf = (resource: Plain): string | null => {
  const id = referenceId(resource['subject']) ?? referenceId(resource['patient']);
  // A group, device or location is nobody.
  return /^(Group|Device|Location)\//.test(textOf(own(resource['subject'], 'reference')) ?? '') ? null : id;
};
