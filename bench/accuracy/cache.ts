import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePhantom, type Phantom, type PhantomName, type PhantomOptions } from '../../src/phantom/index.ts';

/**
 * A phantom made, or read back from `folder` when it was made there before. The key holds name and options only: empty
 * the folder when the phantoms' own code changes. Without a folder it is made.
 */
export function cachedPhantom(folder: string | null, name: PhantomName, options: PhantomOptions): Phantom {
  if (!folder) return makePhantom(name, options);
  const key = createHash('sha256')
    .update(JSON.stringify([name, options]))
    .digest('hex')
    .slice(0, 16);
  const path = join(folder, `${name}-${key}`);
  if (existsSync(`${path}.json`)) {
    const rest = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Omit<Phantom, 'labels'>;
    const bytes = (suffix: string): ArrayBuffer => Uint8Array.from(readFileSync(`${path}.${suffix}`)).buffer;
    return { ...rest, volume: { ...rest.volume, hu: new Int16Array(bytes('hu')) }, labels: new Uint16Array(bytes('labels')) };
  }
  const phantom = makePhantom(name, options);
  mkdirSync(folder, { recursive: true });
  const { labels, volume, ...rest } = phantom;
  writeFileSync(`${path}.hu`, new Uint8Array(volume.hu.buffer, volume.hu.byteOffset, volume.hu.byteLength));
  writeFileSync(`${path}.labels`, new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
  writeFileSync(`${path}.part`, JSON.stringify({ ...rest, volume: { grid: volume.grid, source: volume.source } }));
  renameSync(`${path}.part`, `${path}.json`);
  return phantom;
}
