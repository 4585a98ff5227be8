import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ROOMS = ['src/dicom', 'src/nifti', 'src/intake'];
const CODE = /'((?:dicom|dicomdir|intake|labels|nifti|radiograph|seg|sr)-[a-z]+(?:-[a-z]+)*)'/g;

const sources = ROOMS.flatMap((room) =>
  (readdirSync(join(root, room), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, room, name), 'utf8')),
);
const distinct = (codes: Iterable<string>): string[] => [...new Set(codes)].sort();
const raised = distinct(sources.flatMap((text) => [...text.matchAll(CODE)].map((match) => match[1])));

const page = readFileSync(join(root, 'docs/conformance.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (?:note|warning|error)(?:, (?:note|warning|error))* \| .+ \|$/gm)].map(
  (match) => match[1],
);

describe('docs/conformance.md', () => {
  it('has a row for every issue code of the readers, once, in order, and for no other', () => {
    expect(raised.length).toBeGreaterThan(60);
    expect(rows).toEqual(raised);
  });

  it('knows every prefix: no code is raised that the search above passes over', () => {
    const literal = sources.flatMap((text) => [...text.matchAll(/code: '([a-z-]+)'/g)].map((match) => match[1]));
    expect(literal.filter((code) => !raised.includes(code))).toEqual([]);
  });

  it('names no code in its text that is not raised', () => {
    const named = [...page.matchAll(/`((?:dicom|dicomdir|intake|labels|nifti|radiograph|seg|sr)-[a-z-]+)`/g)].map((match) => match[1]);
    expect(distinct(named).filter((code) => !raised.includes(code))).toEqual([]);
  });
});
