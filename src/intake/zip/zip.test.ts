import { type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type Grid, readWhole, type SourceFile, sourceFromBytes, UNKNOWN_SOURCE, type Volume } from '../../core/index.ts';
import { writeCtSeries } from '../../dicom/index.ts';
import { readInput } from '../read/index.ts';
import { openZip } from './index.ts';

const grid: Grid = { size: [16, 16, 5], spacingMm: [1, 1, 2], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const volume: Volume = {
  grid,
  hu: Int16Array.from({ length: 1280 }, (_, at) => (at * 37) % 1000),
  source: UNKNOWN_SOURCE,
};
const codes = (issues: readonly { code: string }[]): string[] => issues.map((each) => each.code);
/** A study, its members deflated at this level or, by default, in turn deflated and stored. */
const study = (level?: 0 | 6): Zippable =>
  Object.fromEntries(
    writeCtSeries(volume, { name: 'zip', folder: 'study/a' }).map((file, at) => [
      file.path,
      [file.bytes, { level: level ?? (at % 2 === 0 ? 6 : 0), mtime: '2024-01-01' }],
    ]),
  );
const members = study();
const archive = (content: Zippable, name = 'study.zip'): SourceFile => sourceFromBytes(name, zipSync(content, { mtime: '2024-01-01' }));

/** The central directory record of the first member, to lie in. */
function patchCentral(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 0; at + 46 < out.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) {
      view.setUint32(at + offset, value, true);
      return out;
    }
  throw new Error('no central record');
}

describe('a zip archive', () => {
  it('reads a study in it, stored and deflated members alike', async () => {
    const reading = await readInput([archive(members)]);
    expect(reading.issues).toEqual([]);
    expect(reading.volume?.hu).toEqual(volume.hu);
  });

  it('reads any part of a member', async () => {
    const { files } = await openZip(archive(members));
    const whole = await readWhole(files[0]);
    expect(whole.length).toBe(files[0].size);
    expect(await files[0].read({ offset: 130, length: 7 })).toEqual(whole.subarray(130, 137));
  });

  it('leaves out an archive in an archive', async () => {
    const inner = zipSync({ 'x.dcm': new Uint8Array(10) }, { mtime: '2024-01-01' });
    expect(codes((await readInput([archive({ ...members, 'inner.zip': inner })])).issues)).toEqual(['intake-nested-zip']);
  });

  it('shows no name that steps upwards', async () => {
    const { files } = await openZip(
      archive({ '../../etc/passwd': new Uint8Array(3), '/abs/x': new Uint8Array(3), 'C:\\y': new Uint8Array(3) }),
    );
    expect(files.map((file) => file.path)).toEqual(['study.zip/etc/passwd', 'study.zip/abs/x', 'study.zip/y']);
  });

  it('refuses a member that unfolds to more than 200 times its size, by what it declares', async () => {
    const bomb = archive({ bomb: new Uint8Array(64 * 2 ** 20) });
    expect(codes((await openZip(bomb)).issues)).toEqual(['intake-zip-bomb']);
  });

  it('counts real bytes: a member that declares less than it holds is not unfolded further, and is not believed', async () => {
    const bytes = await readWhole(archive({ liar: new Uint8Array(30 * 2 ** 20) }));
    const { files } = await openZip(sourceFromBytes('liar.zip', patchCentral(bytes, 24, 1000)));
    await expect(readWhole(files[0])).rejects.toMatchObject({ code: 'intake-zip-corrupt' });
    expect((await files[0].read({ offset: 0, length: 999 })).length).toBe(999);
  });

  it('names a member whose bytes are not those that were packed, and reads the rest', async () => {
    for (const level of [6, 0] as const) {
      const bytes = await readWhole(archive(study(level)));
      // In the pixels of the second member, where a changed bit is a changed voxel and nothing else.
      const second = 30 + new DataView(bytes.buffer).getUint32(18, true) + 40;
      bytes[second + 700] ^= 0x10;
      const { volume: read, issues } = await readInput([sourceFromBytes('rot.zip', bytes)]);
      expect(codes(issues)).toEqual(['intake-zip-corrupt', 'dicom-missing-slice']);
      expect(read?.grid.size[2]).toBe(5);
    }
  });

  it('unfolds a member once for all its frames', async () => {
    const packed = archive({ big: [Uint8Array.from({ length: 200_000 }, (_, at) => (at * at) >>> 5), { level: 6 }] });
    let reads = 0;
    const counted: SourceFile = {
      ...packed,
      read: (range) => {
        reads++;
        return packed.read(range);
      },
    };
    const { files } = await openZip(counted);
    reads = 0;
    for (let at = 0; at < 10; at++) await files[0].read({ offset: 1000 * at, length: 150_000 });
    // The local header of each read, and the packed bytes once.
    expect(reads).toBe(11);
  });

  it('names an encrypted member, a broken directory, and one that lies outside', async () => {
    const bytes = await readWhole(archive({ a: new Uint8Array(10) }));
    expect(codes((await openZip(sourceFromBytes('e.zip', patchCentral(bytes, 8, 1)))).issues)).toEqual(['intake-zip-encrypted']);
    expect(codes((await openZip(sourceFromBytes('o.zip', patchCentral(bytes, 42, 0x7fffffff)))).issues)).toEqual(['intake-zip-broken']);
    expect(codes((await openZip(sourceFromBytes('t.zip', bytes.subarray(0, bytes.length - 30)))).issues)).toEqual(['intake-zip-broken']);
  });

  it('follows no member that is a link', async () => {
    const bytes = await readWhole(archive({ link: new TextEncoder().encode('/etc/passwd') }));
    // External attributes: the Unix mode stands in the upper half.
    const linked = patchCentral(bytes, 38, (0xa1ff << 16) >>> 0);
    expect(await openZip(sourceFromBytes('l.zip', linked))).toMatchObject({ files: [], issues: [{ code: 'intake-zip-link' }] });
  });

  it('keeps the first of two members of one name', async () => {
    const twice = archive({ 'a/x': new Uint8Array(3), '/a/x': new Uint8Array(4) });
    const { files, issues } = await openZip(twice);
    expect([files.length, files[0].size, codes(issues)]).toEqual([1, 3, ['intake-zip-duplicate']]);
  });
});
