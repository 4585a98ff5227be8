import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
};

test('should export every room but the command line, and nothing else', () => {
  const rooms = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'cli');
  const named = Object.keys(manifest.exports).filter((path) => /^\.\/[a-z]+$/.test(path));
  expect(named.sort()).toEqual(rooms.map((entry) => `./${entry.name}`).sort());
});

test.each(Object.entries(manifest.exports))('should have built what %s points to', (_, target) => {
  for (const path of typeof target === 'string' ? [target] : [target.types, target.default])
    expect(existsSync(root + path), path).toBe(true);
});
