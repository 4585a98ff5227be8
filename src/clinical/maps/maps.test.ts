import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { lexiconOf, lookUp } from '../lexicon/index.ts';
import { entries } from './compiled.generated.ts';
import { codeOf, isLoinc, mapCode } from './maps.ts';

const script = fileURLToPath(new URL('../../../scripts/build-maps.mjs', import.meta.url));

it('is compiled from the YAML as it stands', async () => {
  const { collect, render, target } = (await import(/* @vite-ignore */ script)) as {
    collect: () => unknown[];
    render: (all: unknown[]) => string;
    target: string;
  };
  expect(readFileSync(target, 'utf8')).toBe(render(collect()));
});

it('leads to words that the vocabulary has', () => {
  const lexicon = lexiconOf(loadKnowledge());
  const lost = entries
    .map((line) => line.split('\t'))
    .flatMap(([, key, means]) => (means === '' ? [] : means.split(' | ').map((name) => [key, name] as const)))
    .filter(([, name]) => lookUp(lexicon, name, ['finding', 'condition', 'test', 'diagnosis']).entry === null);
  expect(lost).toEqual([]);
});

it('finds codes whole, and ICD-10 and ATC by their beginning', () => {
  expect(mapCode('icd10:N18.5')?.means).toEqual(['chronic-kidney-disease']);
  expect(mapCode('icd10:C50.911')?.means).toEqual(['malignancy']);
  expect(mapCode('atc:B01AA03')?.means).toEqual(['drug-warfarin']);
  expect(mapCode('atc:B01AA04')?.means).toEqual(['drug-vitamin-k-antagonist']);
  expect(mapCode('snomed:7090')).toBeNull();
  expect(mapCode('icd10:')).toBeNull();
});

it('knows systems by the names they go by', () => {
  expect(codeOf('http://loinc.org', '17861-6')).toBe('loinc:17861-6');
  expect(codeOf('LN', '17861-6')).toBe('loinc:17861-6');
  expect(codeOf('http://hl7.org/fhir/sid/icd-10-cm', 'N18.5')).toBe('icd10:N18.5');
  expect(codeOf(null, 'HP:0001250')).toBe('HP:0001250');
  expect(codeOf('urn:made-up', '1')).toBeNull();
});

it('checks LOINC codes by their check digit', () => {
  for (const good of ['17861-6', '2777-1', '2160-0', '30341-2', '62292-8', '98979-8']) expect(isLoinc(good)).toBe(true);
  for (const bad of ['17861-5', '5089AAAA', '', '12345']) expect(isLoinc(bad)).toBe(false);
});

it('says each code once', () => {
  const keys = entries.map((line) => line.split('\t').slice(0, 2).join(' ').toLowerCase());
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

it('carries no code of LOINC with a wrong check digit', () => {
  const bad = entries.map((line) => line.split('\t')[1]).filter((key) => key.startsWith('loinc:') && !isLoinc(key.slice(6)));
  expect(bad).toEqual([]);
});
