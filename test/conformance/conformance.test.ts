import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as library from 'dcmjs-codecs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SourceFile } from '../../src/core/index.ts';
import { loadHeader, openPixels } from '../../src/dicom/index.ts';
import { sharedPath } from '../shared.ts';
import { folderFiles } from '../shared-files.ts';
import { DEVIATIONS } from './deviations.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { outcomeTable } from './table.ts';

export interface Reference {
  readonly by: string | null;
  readonly sha256?: string;
  readonly problem?: string;
}

const folder = sharedPath('data/conformance');
const tools = spawnSync('/usr/bin/python3', ['-c', 'import pydicom, gdcm']).status === 0 && spawnSync('which', ['dcmdjpeg']).status === 0;
if (!folder) console.warn('skipped: data/conformance is not beside the project');
if (!tools) console.warn('skipped: python3-pydicom, python3-gdcm and dcmtk are not installed');

const document = fileURLToPath(new URL('../../docs/conformance-files.md', import.meta.url));

type Codecs = typeof library;
const { NativeCodecs, Context } = ((library as unknown as { default?: Codecs }).default ?? library) as Codecs;

/** Largest difference between our decoder (OpenJPH) and OpenJPEG on the same codestream. */
async function againstOpenJpeg(file: SourceFile): Promise<number> {
  const { instance } = await loadHeader(file);
  const format = instance!.format!;
  const pixels = openPixels(file, instance!);
  const [stored, samples] = [await pixels.stored(0), await pixels.samples(0)];
  if ('problem' in stored || 'problem' in samples) throw new Error('not decoded');
  await NativeCodecs.initializeAsync();
  const context = new Context({
    width: format.columns,
    height: format.rows,
    bitsAllocated: format.bitsAllocated,
    bitsStored: format.bitsStored,
    samplesPerPixel: format.samplesPerPixel,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: format.photometric,
    encodedBuffer: stored.bytes,
  });
  const other = NativeCodecs.decodeJpeg2000(context, {}).getDecodedBuffer()!;
  return samples.bytes.reduce((worst, value, at) => Math.max(worst, Math.abs(value - other[at])), 0);
}

describe.skipIf(!folder || !tools)('every file of data/conformance', () => {
  let files: SourceFile[] = [];
  let outcomes: Outcome[] = [];
  let references: Readonly<Record<string, Reference>> = {};
  beforeAll(async () => {
    files = folderFiles(folder!);
    outcomes = await Promise.all(files.map(outcomeOf));
    const script = fileURLToPath(new URL('./reference.py', import.meta.url));
    const run = spawnSync('/usr/bin/python3', [script, folder!], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    references = JSON.parse(run.stdout) as typeof references;
  });

  it('is met: each has an outcome and a reference', () => {
    expect(outcomes.length).toBeGreaterThan(250);
    expect(Object.keys(references).sort()).toEqual(files.map((file) => file.path).sort());
  });

  it('reads with pixels equal to pydicom, GDCM or DCMTK, or is refused with a named issue', () => {
    const wrong = outcomes.filter(({ path, kind, sha256, code }) => {
      const deviation = DEVIATIONS[path];
      if (deviation) return false;
      if (kind === 'pixels') return sha256 !== references[path].sha256;
      return kind === 'refused' ? code === null || references[path].sha256 !== undefined : references[path].sha256 !== undefined;
    });
    expect(wrong.map(({ path, kind, code }) => ({ path, kind, code, reference: references[path] }))).toEqual([]);
  });

  it('deviates only where that is said, and as it is said', async () => {
    const byPath = new Map(outcomes.map((each) => [each.path, each]));
    for (const [path, { refused, sameAs, openJpeg }] of Object.entries(DEVIATIONS)) {
      const outcome = byPath.get(path)!;
      if (refused) expect([path, outcome.kind, outcome.code]).toEqual([path, 'refused', refused]);
      if (sameAs) expect([path, outcome.sha256]).toEqual([path, byPath.get(sameAs)!.sha256]);
      if (openJpeg !== undefined)
        expect(await againstOpenJpeg(files.find((file) => file.path === path)!), path).toBeLessThanOrEqual(openJpeg);
    }
  });

  it('stands in docs/conformance-files.md as it came out (UPDATE_DOCS=1 writes it)', () => {
    const table = outcomeTable(outcomes, references);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(document, table);
    expect(existsSync(document) ? readFileSync(document, 'utf8') : '').toBe(table);
  });
});
