import { type Issue, issue, readWhole, type SourceFile } from '../../core/index.ts';
import { directoryFileIds } from '../../dicom/index.ts';

/** Media Storage Directory Storage (PS3.3 F.3). */
export const DICOMDIR_CLASS = '1.2.840.10008.1.3.10';
/** A directory is read whole; one of 20,000 images is some 10 MB. */
const MOST_BYTES = 64 * 2 ** 20;
const NAMES_SHOWN = 5;

/** Names on ISO 9660 media come in upper case and may carry a version. */
const folded = (path: string): string => path.toLowerCase().replace(/;\d+$/, '').replace(/\.$/, '');

/** True when a file id stays below its root: components of letters, digits and the like, none that steps up (PS3.10 8.2). */
const staysInside = (parts: readonly string[]): boolean =>
  parts.length > 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[/\\:\0]/.test(part));

/**
 * What a DICOMDIR says beyond the files themselves: which of them are missing, and which point outside. The files are
 * found by being in the folder and not by being listed, so a path in the directory is compared and never opened.
 */
export async function checkDicomdir(file: SourceFile, present: Iterable<string>): Promise<Issue[]> {
  if (file.size > MOST_BYTES)
    return [
      issue('warning', {
        code: 'dicomdir-too-large',
        where: file.path,
        expected: `at most ${MOST_BYTES} bytes`,
        received: `${file.size}`,
        fix: 'The files of the folder were read without it.',
      }),
    ];
  const ids = directoryFileIds(await readWhole(file));
  const root = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/') + 1) : '';
  const have = new Set([...present].map(folded));
  const outside = ids.filter((parts) => !staysInside(parts));
  const missing = ids.filter((parts) => staysInside(parts) && !have.has(folded(root + parts.join('/'))));
  const issues: Issue[] = [];
  if (outside.length > 0)
    issues.push(
      issue('warning', {
        code: 'dicomdir-escapes',
        where: file.path,
        expected: 'file ids below the directory',
        received: `${outside.length} that leave it or are none`,
        fix: 'They were not followed.',
      }),
    );
  if (missing.length > 0) {
    const names = missing.slice(0, NAMES_SHOWN).map((parts) => parts.join('/'));
    const received = `${missing.length} of ${ids.length} are not there (${names.join(', ')}${missing.length > NAMES_SHOWN ? ', ...' : ''})`;
    issues.push(
      issue('warning', {
        code: 'dicomdir-missing-files',
        where: file.path,
        expected: 'every file that is listed',
        received,
        fix: 'Give the whole medium, with the folder of the DICOMDIR.',
      }),
    );
  }
  return issues;
}
