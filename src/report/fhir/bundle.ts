import type { Bundle, BundleEntry, DiagnosticReport, Meta, Narrative, Provenance, Resource } from '@medplum/fhirtypes';
import type { Analysis } from '../analysis/index.ts';
import { contentDigest } from '../uid/index.ts';
import { impressionOf } from '../wording/index.ts';
import { deviceOf, imagingStudyOf, patientOf, type Urns, urnsOf } from './context.ts';
import { dateOf, OWN_SYSTEM, referenceTo, urnOf } from './elements.ts';
import { groupObservation, ranking } from './group.ts';
import { lesionObservation } from './lesion.ts';

/** Marks every resource as research output, and a de-identified one as such (HL7 v3 ObservationValue). */
function metaOf(analysis: Analysis): Meta {
  return {
    tag: [{ system: OWN_SYSTEM, code: 'research', display: analysis.disclaimer }],
    ...(analysis.deidentification
      ? { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'PSEUDED', display: 'pseudonymized' }] }
      : {}),
  };
}

/** The impression as plain sentences, the research label last. */
export function conclusionOf(analysis: Analysis): string {
  const { groups, expected, nothing } = impressionOf(analysis);
  const said = groups.map((group) =>
    [
      `${group.heading}: ${group.measured}`,
      group.conclusion,
      ...group.causes.map((each) => `${each.label}: ${each.chance} (${each.reasons})`),
    ].join('\n'),
  );
  return [nothing, ...said, expected, analysis.disclaimer].filter((each) => each !== null && each !== '').join('\n\n');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (each) => ESCAPES[each]);

const narrative = (text: string): Narrative => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${text
    .split('\n')
    .filter(Boolean)
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('')}</div>`,
});

/** DICOM times are not known here, so the report carries the study's day and the run's instant. */
function reportOf(analysis: Analysis, results: readonly string[], urns: Urns): DiagnosticReport {
  const effective = dateOf(analysis.study.studyDate);
  const { startedAt } = analysis.manifest;
  const conclusion = conclusionOf(analysis);
  return {
    resourceType: 'DiagnosticReport',
    text: narrative(conclusion),
    status: 'preliminary',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' }] }],
    code: {
      coding: [{ system: 'http://loinc.org', code: '18748-4', display: 'Diagnostic imaging study' }],
      text: 'Soft-tissue calcification',
    },
    subject: referenceTo(urns.patient),
    ...(effective ? { effectiveDateTime: effective } : {}),
    ...(startedAt ? { issued: startedAt } : {}),
    ...(urns.study ? { imagingStudy: [referenceTo(urns.study)] } : {}),
    result: results.map((urn) => referenceTo(urn)),
    conclusion,
  };
}

/** Who made it from what; a Provenance needs an instant, so a result without one has none. */
function provenanceOf(analysis: Analysis, targets: readonly string[], urns: Urns): Provenance | null {
  const { startedAt } = analysis.manifest;
  if (startedAt === null) return null;
  return {
    resourceType: 'Provenance',
    target: targets.map((urn) => referenceTo(urn)),
    recorded: startedAt,
    agent: [
      {
        type: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'assembler', display: 'Assembler' },
          ],
        },
        who: referenceTo(urns.device),
      },
    ],
    ...(urns.study ? { entity: [{ role: 'source', what: referenceTo(urns.study) }] } : {}),
  };
}

/**
 * The result as a FHIR R4 collection: DiagnosticReport (preliminary), an Observation for each calcification and each group, a
 * RiskAssessment for each ranking, ImagingStudy, Patient, Device and Provenance. Rejected lesions are left out. Addresses are
 * `urn:uuid:` derived from the content, lesions carry their tracking UID.
 */
export function fhirBundle(analysis: Analysis): Bundle {
  const content = contentDigest(analysis);
  const urns = urnsOf(analysis, content);
  const meta = metaOf(analysis);
  const entry: BundleEntry[] = [];
  const add = (fullUrl: string, resource: Resource): string => {
    entry.push({ fullUrl, resource: { ...resource, meta } });
    return fullUrl;
  };
  const shown = analysis.lesions.filter((each) => each.decision !== 'rejected');
  const groups = analysis.groups.filter((group) => group.lesionIds.some((id) => shown.some((each) => each.id === id)));
  const results = [...groups.map((group) => urns.group(group.id)), ...shown.map((each) => urns.lesion(each.id))];
  add(urns.report, reportOf(analysis, results, urns));
  add(urns.patient, patientOf(analysis));
  const study = imagingStudyOf(analysis, urns);
  if (study && urns.study) add(urns.study, study);
  add(urns.device, deviceOf(analysis));
  for (const group of groups) add(urns.group(group.id), groupObservation(analysis, group, urns));
  for (const lesion of shown) add(urns.lesion(lesion.id), lesionObservation(analysis, lesion, urns));
  const rankings = groups.flatMap((group) => {
    const found = ranking(analysis, group, urns);
    return found ? [add(urns.ranking(group.id), found)] : [];
  });
  const provenance = provenanceOf(analysis, [urns.report, ...results, ...rankings], urns);
  if (provenance) add(urns.provenance, provenance);
  return {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: urnOf(`bundle ${content}`) },
    type: 'collection',
    ...(analysis.manifest.startedAt ? { timestamp: analysis.manifest.startedAt } : {}),
    meta,
    entry,
  };
}

/** As the file `fhir-bundle.json`. */
export const renderFhir = (analysis: Analysis): string => `${JSON.stringify(fhirBundle(analysis), null, 2)}\n`;
