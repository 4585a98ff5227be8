import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('./fixtures/', import.meta.url);

/**
 * Holds a text to `test/fixtures/<name>`. When it differs, the new text is saved beside it as `<name>.changed` and the failure says
 * where; GOLDEN=write takes it over after it was looked at.
 */
export function expectGolden(name: string, text: string): void {
  const path = fileURLToPath(new URL(name, FOLDER));
  const changed = `${path}.changed`;
  if (process.env['GOLDEN'] === 'write') writeFileSync(path, text);
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : '';
  rmSync(changed, { force: true });
  if (kept === text) return;
  writeFileSync(changed, text);
  const lines = [kept.split('\n'), text.split('\n')];
  const at = lines[1].findIndex((line, index) => line !== lines[0][index]);
  throw new Error(
    `${name} changed at line ${at + 1}:\n- ${lines[0][at] ?? '(end)'}\n+ ${lines[1][at] ?? '(end)'}\nThe new one is ${changed}; look at it, then run again with GOLDEN=write.`,
  );
}
