import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { type ClinicalInput, readClinical } from '../index.ts';
import type { ClinicalReading } from '../types.ts';

const knowledge = loadKnowledge();
/** What any one input may take: processor time, so that a busy machine does not fail it. */
const MOST_MS = 1000;
const MOST_BYTES = 256_000_000;
let slowest = { ms: 0, name: '' };
let largest = { bytes: 0, name: '' };

async function read(name: string, input: Omit<ClinicalInput, 'name'>): Promise<ClinicalReading> {
  const before = process.memoryUsage().rss;
  const start = process.cpuUsage();
  const reading = await readClinical([{ name, ...input }], knowledge);
  const used = process.cpuUsage(start);
  const ms = (used.user + used.system) / 1000;
  const bytes = process.memoryUsage().rss - before;
  if (ms > slowest.ms) slowest = { ms, name };
  if (bytes > largest.bytes) largest = { bytes, name };
  return reading;
}

beforeAll(async () => {
  // What is built once (names, dictionary, unit library) is not any input's cost.
  await readClinical(
    [{ name: 'warm.yaml', text: 'patient: {}\nlabs: [{ test: calcium, value: 9, unit: mg/dL }]\nnotes: calcified' }],
    knowledge,
  );
});

const laughs = [
  'patient: {}',
  'a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]',
  ...Array.from(
    { length: 12 },
    (_, at) => `${'bcdefghijklm'[at]}: &${'bcdefghijklm'[at]} [${Array(9).fill(`*${'abcdefghijkl'[at]}`).join(', ')}]`,
  ),
  'findings: *m',
].join('\n');
const HOSTILE: Readonly<Record<string, Omit<ClinicalInput, 'name'>>> = {
  'deep brackets as JSON': { text: '['.repeat(200_000) },
  'deep objects as JSON': { text: '{"a":'.repeat(100_000) },
  'deep FHIR': { text: `{"resourceType":"Bundle","entry":${'[{"resource":{"resourceType":"Bundle","entry":'.repeat(5000)}` },
  'deep YAML flow': { text: `patient: {}\nfindings: ${'['.repeat(50_000)}` },
  'deep YAML dashes': { text: `patient: {}\nfindings:\n${'- '.repeat(50_000)}x` },
  'deep YAML indentation': { text: `patient: {}\nlabs:\n${Array.from({ length: 2000 }, (_, at) => `${' '.repeat(at + 1)}a:`).join('\n')}` },
  'billion laughs': { text: laughs },
  'alias to itself': { text: 'patient: {}\nfindings: &x [*x]' },
  'prototype keys in JSON': {
    text: '{"patient":{},"findings":[],"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  },
  'prototype keys in FHIR': {
    text: '{"resourceType":"Observation","__proto__":{"polluted":true},"status":"final","code":{"text":"__proto__"}}',
  },
  'prototype keys in YAML': {
    text: 'patient: { __proto__: { polluted: true } }\nfindings: [__proto__, constructor, hasOwnProperty]\nlabs: [{ test: __proto__, value: 1, unit: __proto__ }]',
  },
  'huge numbers': {
    text: 'patient: { age: 1e999 y }\nlabs: [{ test: calcium, value: 1e308, unit: mg/dL }, { test: calcium, value: .inf, unit: mg/dL }, { test: phosphate, value: "9".repeat, unit: mg/dL }]',
  },
  'a number of a million digits': { text: `patient: {}\nlabs: [{ test: calcium, value: ${'9'.repeat(300_000)}, unit: mg/dL }]` },
  'invalid UTF-8': { bytes: Uint8Array.from([0x70, 0x61, 0x74, 0x69, 0x65, 0x6e, 0x74, 0x3a, 0x20, 0xff, 0xfe, 0xc3, 0x28, 0x80]) },
  'only continuation bytes': { bytes: new Uint8Array(100_000).fill(0x80) },
  binary: { bytes: Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 256) },
  'ten thousand unknown findings': {
    text: `patient: {}\nfindings: [${Array.from({ length: 10_000 }, (_, at) => `no such thing ${at}`).join(', ')}]`,
  },
  'ten thousand labs': {
    text: `test,value,unit,date\n${Array.from({ length: 10_000 }, (_, at) => `Calcium,${at % 20},mg/dL,2024-01-01`).join('\n')}`,
  },
  'ten thousand unknown labs': {
    text: `test,value,unit,date\n${Array.from({ length: 10_000 }, (_, at) => `Frobnicase ${at},${at},mg/dL,2024-01-01`).join('\n')}`,
  },
  'a table of one line': { text: `test,value${',x'.repeat(200_000)}` },
  'quotes that never close': { text: `test,value\n"${'a\n'.repeat(200_000)}` },
  'HL7 of separators': { text: `MSH|^~\\&|${'|'.repeat(200_000)}\rOBX|1|NM|${'^'.repeat(200_000)}||${'~'.repeat(100_000)}` },
  'HL7 of escapes': { text: `MSH|^~\\&|||||||ORU^R01\rOBX|1|FT|a^b||${'\\X41\\'.repeat(60_000)}` },
  'HL7 with a strange header': { text: 'MSH' },
  'text without a full stop': { text: `calcified ${'calcification of the thigh and '.repeat(8000)}` },
  'text of negations': { text: 'no '.repeat(80_000) },
  'text of one word': { text: 'a'.repeat(350_000) },
  'text of brackets': { text: `calcium (${'('.repeat(150_000)}` },
  'text of numbers': { text: `calcium ${'1 '.repeat(100_000)}` },
  'text of commas': { text: `calcium${', phosphate'.repeat(20_000)} are normal` },
  'text of spaces': { text: `calcium${' '.repeat(300_000)}9 mg/dL` },
  'text of new lines': { text: `Calcium\n${'\n'.repeat(300_000)}` },
  'text of question marks': { text: '?'.repeat(200_000) },
  'HTML in a report': {
    text: JSON.stringify({
      resourceType: 'DiagnosticReport',
      id: 'a',
      status: 'final',
      code: { text: 'x' },
      presentedForm: [{ contentType: 'text/html', data: btoa(`<script>${'<'.repeat(200_000)}`) }],
    }),
  },
  'a phenopacket of wrong types': {
    text: '{"id":1,"subject":[],"phenotypicFeatures":{"a":1},"diseases":"x","measurements":[null,1,"a",{"assay":null}],"medicalActions":[{"procedure":1}],"interpretations":[{"diagnosis":[]}],"metaData":7}',
  },
  'a resource of wrong types': {
    text: '{"resourceType":"Observation","id":{},"status":7,"code":[1],"subject":"x","component":{"a":1},"valueQuantity":[],"referenceRange":"1-2","interpretation":"H","effectiveDateTime":{}}',
  },
};

describe('hostile input', () => {
  it.each(Object.keys(HOSTILE))('%s: a reading or an issue, within the bounds', async (name) => {
    const reading = await read(name, HOSTILE[name]);
    expect(reading.facts !== null || reading.issues.length > 0).toBe(true);
    expect(reading.issues.length).toBeLessThan(2000);
    expect(JSON.stringify(reading).length).toBeLessThan(30_000_000);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('names what was wrong', async () => {
    const code = async (name: string): Promise<string[]> => (await read(name, HOSTILE[name])).issues.map((each) => each.code);
    expect(await code('deep brackets as JSON')).toContain('clinical-too-deep');
    expect(await code('deep YAML dashes')).toContain('clinical-too-deep');
    expect(await code('billion laughs')).toContain('clinical-too-many-nodes');
    expect(await code('prototype keys in JSON')).toContain('clinical-forbidden-key');
    expect(await code('prototype keys in YAML')).toContain('clinical-forbidden-key');
    expect(await code('invalid UTF-8')).toContain('clinical-encoding');
    expect(await code('binary')).toContain('clinical-nothing-read');
    expect(await code('huge numbers')).toContain('lab-implausible');
  });

  it('stays within the bounds over all', () => {
    console.log(
      `slowest ${slowest.ms.toFixed(0)} ms (${slowest.name}); most memory ${(largest.bytes / 1e6).toFixed(0)} MB (${largest.name})`,
    );
    expect(slowest.ms).toBeLessThan(MOST_MS);
    expect(largest.bytes).toBeLessThan(MOST_BYTES);
  });
});

const SEEDS: readonly string[] = [
  'patient: { age: 34 y, sex: female }\nsetting: referral\nfindings: [raynaud, { finding: digital-ulcer, state: absent }]\nlabs:\n  - { test: calcium, value: 9.2, unit: mg/dL, date: 2024-03-01 }\nnotes: |\n  Calcified nodules.\n',
  '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"17861-6"}]},"valueQuantity":{"value":9.2,"unit":"mg/dL"}}}]}',
  'MSH|^~\\&|A|B|C|D|20240301||ORU^R01|1|P|2.5\rPID|1||7||Doe^J\rOBX|1|NM|17861-6^Calcium^LN||9.2|mg/dL|8.5-10.5|N|||F',
  '{"id":"p","subject":{"sex":"FEMALE"},"phenotypicFeatures":[{"type":{"id":"HP:0001250","label":"Seizure"}}],"metaData":{"phenopacketSchemaVersion":"2.0"}}',
  'test,value,unit,date\nCalcium,9.2,mg/dL,2024-03-01\n',
  'A 54-year-old woman. No Raynaud phenomenon. Calcium 2.9 mmol/L (2.2-2.6). Calcified nodules in both thighs.',
];

/** Some characters replaced, cut out, doubled or thrown in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(
          '',
          '{',
          '}',
          '[',
          ']',
          '"',
          ':',
          '|',
          '^',
          '\n',
          '\u0000',
          '\ufffd',
          '9'.repeat(40),
          '&a *a',
          '__proto__',
          '-',
          '&#x0;',
          '\\',
          'é',
          '𝄞',
        ),
      ),
      { maxLength: 12 },
    ),
  )
  .map(([seed, edits]) =>
    edits.reduce((text, [place, piece]) => {
      const at = Math.floor(place * text.length);
      return text.slice(0, at) + piece + text.slice(piece === '' ? at + 3 : at + (piece.length > 1 ? 0 : 1));
    }, seed),
  );

it('meets mutated files of every format without a throw', async () => {
  await fc.assert(
    fc.asyncProperty(mutated, async (text) => {
      const reading = await readClinical([{ name: 'mutant', text }], knowledge);
      expect(reading.facts !== null || reading.issues.length > 0).toBe(true);
      for (const each of reading.facts?.findings ?? []) expect(each.probability >= 0 && each.probability <= 1).toBe(true);
    }),
    { numRuns: 300, seed: 20_240_301 },
  );
});

it('meets any bytes without a throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const reading = await readClinical([{ name: 'bytes', bytes }], knowledge);
      expect(reading.facts !== null || reading.issues.length > 0).toBe(true);
    }),
    { numRuns: 150, seed: 7 },
  );
});
