import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderStore } from '../store/index.ts';
import { createServer } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'calcimap-service-'));
const page = join(root, 'page');
const out = join(root, 'out');
mkdirSync(page);
mkdirSync(join(out, 'demo', 'key-images'), { recursive: true });
writeFileSync(join(page, 'index.html'), '<!doctype html><title>Calcimap</title>');
writeFileSync(
  join(out, 'demo', 'analysis.json'),
  JSON.stringify({ study: { studyInstanceUid: '2.25.1', studyDate: '20240102', patient: { patientId: 'P1' } }, lesions: [{}, {}] }),
);
writeFileSync(join(out, 'demo', 'key-images', 'overview.png'), 'png');
writeFileSync(join(out, 'demo', 'secret.txt'), 'not for the page');
mkdirSync(join(out, 'demo', 'viewer'));
writeFileSync(join(out, 'demo', 'viewer', 'volume.nii'), '0123456789');
writeFileSync(join(out, 'demo', 'viewer', 'scan.json'), '{"grid":1}');
const server = createServer({ store: folderStore(out), page, port: 0, host: '127.0.0.1' });
beforeAll(async () => void (await server.ready()));
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});
const get = (url: string, host = 'localhost') => server.inject({ url, headers: { host } });

describe('service', () => {
  test('should list the analyses below the folder', async () => {
    expect((await get('/api/analyses')).json()).toEqual({
      analyses: [
        { id: 'demo', label: 'demo', lesions: 2, studyInstanceUid: '2.25.1', studyDate: '20240102', patientId: 'P1', voxels: true },
      ],
    });
  });
  test('should serve the page, results and key images, with a policy that lets nothing out', async () => {
    const index = await get('/');
    expect(index.body).toContain('Calcimap');
    expect(index.headers['content-security-policy']).toContain("default-src 'self'");
    expect((await get('/api/analyses/demo/analysis.json')).json().lesions.length).toBe(2);
    expect((await get('/api/analyses/demo/key-images/overview.png')).headers['content-type']).toBe('image/png');
  });
  test('should send voxels in parts, and never a whole volume', async () => {
    const part = (range: string | undefined, id = 'demo') =>
      server.inject({ url: `/api/analyses/${id}/viewer/volume.nii`, headers: { host: 'localhost', ...(range ? { range } : {}) } });
    const middle = await part('bytes=3-5');
    expect([middle.statusCode, middle.body, middle.headers['content-range']]).toEqual([206, '345', 'bytes 3-5/10']);
    const end = await part('bytes=8-99');
    expect([end.statusCode, end.body, end.headers['content-range']]).toEqual([206, '89', 'bytes 8-9/10']);
    for (const range of [undefined, 'bytes=5-3', 'bytes=10-12', 'bytes=0-1,4-5', 'bytes=-5', `bytes=0-${2 ** 31}`])
      expect((await part(range)).statusCode).toBe(416);
    for (const id of ['none', '..%2fout', '%2e%2e']) expect((await part('bytes=0-1', id)).statusCode).toBe(404);
    expect((await get('/api/analyses/demo/viewer/scan.json')).json()).toEqual({ grid: 1 });
  });
  test.each([
    '/api/analyses/demo/secret.txt',
    '/api/analyses/demo/viewer/..%2fsecret.txt',
    '/api/analyses/demo/..%2f..%2fpage%2findex.html',
    '/api/analyses/..%2fpage/analysis.json',
    '/api/analyses/none/analysis.json',
  ])('should not serve %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
  test('should refuse a host name that is not this machine', async () => {
    expect((await get('/api/analyses', 'evil.example')).statusCode).toBe(403);
  });
  test('should refuse to listen beyond loopback without authentication', () => {
    expect(() => createServer({ store: folderStore(out), page, port: 0, host: '0.0.0.0' })).toThrow(RangeError);
  });
});
