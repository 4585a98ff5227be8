import { z } from 'zod';
import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { isPlain, own, shown } from '../guard/index.ts';

/**
 * The shape of what is read from FHIR R4 (R5's additions allowed): only fields that carry meaning here are checked, and
 * everything else may be there. A field that fails is an issue; reading goes on around it.
 */
const text = z.string().min(1);
const dateTime = z.string().regex(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/, 'a FHIR dateTime');
const coding = z.looseObject({ system: text.optional(), code: text.optional(), display: text.optional() });
const concept = z.looseObject({ coding: z.array(coding).optional(), text: text.optional() });
const reference = z.looseObject({ reference: text.optional(), display: text.optional() });
const quantity = z.looseObject({
  value: z.number().optional(),
  unit: text.optional(),
  code: text.optional(),
  system: text.optional(),
  comparator: z.enum(['<', '<=', '>=', '>', 'ad']).optional(),
});
const range = z.looseObject({ low: quantity.optional(), high: quantity.optional(), text: text.optional() });
const period = z.looseObject({ start: dateTime.optional(), end: dateTime.optional() });
const valued = {
  valueQuantity: quantity.optional(),
  valueCodeableConcept: concept.optional(),
  valueString: text.optional(),
  valueBoolean: z.boolean().optional(),
  valueInteger: z.int().optional(),
  dataAbsentReason: concept.optional(),
  interpretation: z.union([z.array(concept), concept]).optional(),
  referenceRange: z.array(range).optional(),
};
/** R4 and R5 codes together. */
const OBSERVATION_STATUS = [
  'registered',
  'specimen-in-process',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'appended',
  'cancelled',
  'entered-in-error',
  'unknown',
] as const;
const EVENT_STATUS = ['preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown'] as const;
const MEDICATION_STATUS = [
  'active',
  'completed',
  'entered-in-error',
  'intended',
  'stopped',
  'on-hold',
  'unknown',
  'not-taken',
  'cancelled',
  'draft',
  'ended',
  'in-progress',
  'not-done',
  'recorded',
] as const;

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Patient: z.looseObject({
    gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
    birthDate: dateTime.optional(),
    name: z.array(z.looseObject({ family: text.optional(), given: z.array(text).optional(), text: text.optional() })).optional(),
    identifier: z.array(z.looseObject({ value: text.optional(), system: text.optional() })).optional(),
  }),
  Observation: z.looseObject({
    status: z.enum(OBSERVATION_STATUS),
    code: concept,
    subject: reference.optional(),
    effectiveDateTime: dateTime.optional(),
    effectivePeriod: period.optional(),
    component: z.array(z.looseObject({ code: concept, ...valued })).optional(),
    ...valued,
  }),
  Condition: z.looseObject({
    subject: reference,
    code: concept.optional(),
    clinicalStatus: z.union([concept, text]).optional(),
    verificationStatus: z.union([concept, text]).optional(),
    onsetDateTime: dateTime.optional(),
    recordedDate: dateTime.optional(),
  }),
  Procedure: z.looseObject({
    status: z.enum(EVENT_STATUS),
    subject: reference,
    code: concept.optional(),
    bodySite: z.array(concept).optional(),
    performedDateTime: dateTime.optional(),
  }),
  MedicationStatement: z.looseObject({ status: z.enum(MEDICATION_STATUS), subject: reference }),
  MedicationRequest: z.looseObject({ status: z.enum(MEDICATION_STATUS), intent: text, subject: reference }),
  MedicationAdministration: z.looseObject({ status: z.enum(MEDICATION_STATUS), subject: reference }),
  FamilyMemberHistory: z.looseObject({
    status: text,
    patient: reference,
    relationship: concept,
    condition: z.array(z.looseObject({ code: concept })).optional(),
  }),
  DiagnosticReport: z.looseObject({
    status: z.enum([...OBSERVATION_STATUS, 'partial', 'modified']),
    code: concept,
    conclusion: text.optional(),
    result: z.array(reference).optional(),
  }),
};

/** Problems of one resource against its shape, the first few; none for a type that is not read. */
export function checkResource(resource: unknown, where: string): Issue[] {
  const type = own(resource, 'resourceType');
  const schema = typeof type === 'string' && Object.hasOwn(SCHEMAS, type) ? SCHEMAS[type] : null;
  if (!schema || !isPlain(resource)) return [];
  const result = schema.safeParse(resource);
  if (result.success) return [];
  return result.error.issues.slice(0, 5).map((problem) => {
    const path = problem.path.map(String).join('.') || '(root)';
    const received = problem.path.reduce<unknown>(
      (value, key) => (Array.isArray(value) ? (value as unknown[])[Number(key)] : own(value, String(key))),
      resource,
    );
    return issue('warning', {
      code: 'fhir-invalid',
      where: `${where} ${path}`,
      expected: problem.message.replace(/^Invalid (input|option): expected /, '').slice(0, 200),
      received: received === undefined ? 'nothing' : shown(received),
      fix: 'The resource was read as far as it goes.',
    });
  });
}
