import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { collectFiles } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'calcimap-files-'));
mkdirSync(join(folder, 'a', 'deep'), { recursive: true });
writeFileSync(join(folder, 'a', 'deep', 'x.dcm'), 'abcdef');
writeFileSync(join(folder, 'b'), '');
symlinkSync('/etc/hostname', join(folder, 'link'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('collectFiles', () => {
  test('should find files at any depth, in name order, and read part of one', async () => {
    const { files } = await collectFiles([folder]);
    expect(files.map((file) => file.path)).toEqual(['a/deep/x.dcm', 'b']);
    expect(new TextDecoder().decode(await files[0].read({ offset: 2, length: 3 }))).toBe('cde');
    expect((await files[0].read({ offset: 5, length: 30 })).length).toBe(1);
  });
  test('should leave a link inside a folder out, with a note', async () => {
    const { issues } = await collectFiles([folder]);
    expect(issues.map((each) => each.code)).toEqual(['input-link-left-out']);
  });
  test('should name a path that is not there', async () => {
    const { files, issues } = await collectFiles([join(folder, 'nowhere')]);
    expect(files).toEqual([]);
    expect(issues[0]).toMatchObject({ code: 'input-not-found', severity: 'error', received: 'ENOENT' });
  });
});
