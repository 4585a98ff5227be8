import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { collectFiles } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'calcimap-files-'));
mkdirSync(join(folder, 'a', 'deep'), { recursive: true });
writeFileSync(join(folder, 'a', 'deep', 'x.dcm'), 'abcdef');
writeFileSync(join(folder, 'b'), '');
symlinkSync('/etc/hostname', join(folder, 'link'));
symlinkSync('.', join(folder, 'loop'));
symlinkSync('nowhere', join(folder, 'dangling'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('collectFiles', () => {
  test('should find files at any depth, in name order, and read part of one', async () => {
    const { files } = await collectFiles([folder]);
    expect(files.map((file) => file.path)).toEqual(['a/deep/x.dcm', 'b']);
    expect(new TextDecoder().decode(await files[0].read({ offset: 2, length: 3 }))).toBe('cde');
    expect((await files[0].read({ offset: 5, length: 30 })).length).toBe(1);
  });
  test('should leave links inside a folder out, with a note each: outward, round in a loop, or to nothing', async () => {
    const { issues } = await collectFiles([folder]);
    expect(issues.map(({ code, where }) => [code, where])).toEqual(
      ['dangling', 'link', 'loop'].map((name) => ['input-link-left-out', name]),
    );
  });
  test('should follow a link that the user named', async () => {
    const { files, issues } = await collectFiles([join(folder, 'loop')]);
    expect(files).toHaveLength(2);
    expect(issues).toHaveLength(3);
  });
  test('should name a path that is not there', async () => {
    const { files, issues } = await collectFiles([join(folder, 'nowhere')]);
    expect(files).toEqual([]);
    expect(issues[0]).toMatchObject({ code: 'input-not-found', severity: 'error', received: 'ENOENT' });
  });
  test('should read a file whose name is no text, and one with every odd character', async () => {
    if (platform() !== 'linux') return;
    const odd = mkdtempSync(join(tmpdir(), 'calcimap-odd-'));
    writeFileSync(Buffer.concat([Buffer.from(`${odd}/`), Buffer.from([0xff, 0xfe, 0x41])]), 'raw');
    for (const name of ['a b', '-rf', '*?', '"q', 'new\nline', '漢ü', '..x', 'con.', 'back\\slash', '%2e'])
      writeFileSync(join(odd, name), 'abc');
    const { files, issues } = await collectFiles([odd]);
    expect(issues).toEqual([]);
    expect(files).toHaveLength(11);
    for (const file of files) expect((await file.read({ offset: 0, length: 9 })).length).toBe(3);
    rmSync(odd, { recursive: true });
  });
  test('should leave a pipe out instead of waiting for it, and say that a tree is too deep', async () => {
    if (platform() !== 'linux') return;
    const special = mkdtempSync(join(tmpdir(), 'calcimap-special-'));
    execFileSync('mkfifo', [join(special, 'pipe')]);
    mkdirSync(join(special, ...Array.from({ length: 70 }, () => 'd')), { recursive: true });
    const inside = await collectFiles([special]);
    expect(inside.issues.map((each) => each.code)).toEqual(['input-too-deep', 'input-special-left-out']);
    const named = await collectFiles([join(special, 'pipe')]);
    expect(named.issues.map((each) => each.code)).toEqual(['input-special-left-out']);
    rmSync(special, { recursive: true });
  });
});
