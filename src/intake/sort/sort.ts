import { type Issue, issue, readIssue, type SourceFile } from '../../core/index.ts';
import { FIRST_READ_BYTES, type Instance, loadHeader, looksLikeDicom } from '../../dicom/index.ts';
import { opensLikeNifti } from '../../nifti/index.ts';
import { checkDicomdir, DICOMDIR_CLASS } from '../dicomdir/index.ts';
import { openZip } from '../zip/index.ts';

/** Headers read at once; more than this only queues in the file system. */
const LANES = 16;
/** Names that an issue lists before it says "and more". */
const NAMES_SHOWN = 5;

/** The files of an input, told apart by their first bytes and never by their names. */
export interface SortedFiles {
  readonly instances: readonly Instance[];
  readonly nifti: readonly SourceFile[];
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly issues: readonly Issue[];
}

export type Kind = 'dicom' | 'nifti' | 'zip' | 'other' | 'unreadable';

/** What a file is, by content. */
export function kindOf(head: Uint8Array): Kind {
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 6)) return 'zip';
  if (opensLikeNifti(head)) return 'nifti';
  return looksLikeDicom(head) ? 'dicom' : 'other';
}

interface Sorted {
  readonly file: SourceFile;
  readonly kind: Kind;
  readonly instance: Instance | null;
  readonly issues: readonly Issue[];
  /** A DICOMDIR says so in its meta header only. */
  readonly directory?: boolean;
}

async function sortReadable(file: SourceFile): Promise<Sorted> {
  const head = await file.read({ offset: 0, length: Math.min(file.size, FIRST_READ_BYTES) });
  const kind = kindOf(head);
  if (kind !== 'dicom') return { file, kind, instance: null, issues: [] };
  const { instance, parsed, issues } = await loadHeader(file, head);
  const directory = parsed?.mediaStorageClass === DICOMDIR_CLASS;
  return { file, kind: instance ? 'dicom' : 'other', instance, issues, directory };
}

/** A file that the machine does not give is named and left out; the rest goes on. */
const sortOne = (file: SourceFile): Promise<Sorted> =>
  sortReadable(file).catch((cause: unknown) => ({ file, kind: 'unreadable', instance: null, issues: [readIssue(cause, file.path)] }));

/** Paths are how files are found again, so that of two with one name (two folders were given) the second is renamed. */
function distinct(files: readonly SourceFile[], taken: Set<string>): SourceFile[] {
  return files.map((file) => {
    let path = file.path;
    for (let copy = 2; taken.has(path); copy++) path = `${file.path} (${copy})`;
    taken.add(path);
    return path === file.path ? file : { ...file, path };
  });
}

const named = (files: readonly SourceFile[]): string =>
  files
    .slice(0, NAMES_SHOWN)
    .map((file) => file.path)
    .join(', ') + (files.length > NAMES_SHOWN ? ` and ${files.length - NAMES_SHOWN} more` : '');

function otherIssues(others: readonly SourceFile[]): Issue[] {
  const posing = others.filter((file) => /\.(dcm|dicom|ima)$/i.test(file.path));
  const rest = others.filter((file) => !posing.includes(file));
  const issues = posing.map((file) =>
    issue('warning', {
      code: 'dicom-not-dicom',
      where: file.path,
      expected: 'a DICOM file, as its name says',
      received: 'other content',
      fix: 'Left out.',
    }),
  );
  if (rest.length > 0)
    issues.push(
      issue('note', {
        code: 'intake-skipped',
        where: named(rest),
        expected: 'DICOM, NIfTI or zip',
        received: `${rest.length} other file(s)`,
        fix: 'Left out.',
      }),
    );
  return issues;
}

/** Told how many files were looked at, and what the last of them is. */
type Report = (done: number, instance: Instance | null) => void;

async function sortAll(files: readonly SourceFile[], report: Report): Promise<Sorted[]> {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const sorted: Sorted[] = new Array<Sorted>(ordered.length);
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < ordered.length) {
      const at = next++;
      sorted[at] = await sortOne(ordered[at]);
      report(++done, sorted[at].instance);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, ordered.length) }, lane));
  return sorted;
}

/** Archives become the files in them, once: an archive in an archive is left out. */
async function unzipped(files: readonly Sorted[], taken: Set<string>, report: Report): Promise<Sorted[]> {
  const out = files.filter((each) => each.kind !== 'zip');
  for (const { file } of files.filter((each) => each.kind === 'zip')) {
    const { files: members, issues } = await openZip(file).catch((cause: unknown) => ({
      files: [],
      issues: [readIssue(cause, file.path)],
    }));
    const sorted = await sortAll(distinct(members, taken), report);
    const nested = sorted.filter((each) => each.kind === 'zip').map((each) => each.file.path);
    const left = nested.map((where) =>
      issue('warning', { code: 'intake-nested-zip', where, expected: 'no archive in an archive', received: 'one', fix: 'Unpack it once.' }),
    );
    out.push(...sorted.filter((each) => each.kind !== 'zip'), { file, kind: 'zip', instance: null, issues: [...issues, ...left] });
  }
  return out;
}

/** Reads the header of every file, a few at a time; the order of the result is that of the paths. */
export async function sortFiles(files: readonly SourceFile[], report: Report): Promise<SortedFiles> {
  const taken = new Set<string>();
  const sorted = await unzipped(await sortAll(distinct(files, taken), report), taken, report);
  const of = (kind: Kind): SourceFile[] => sorted.filter((each) => each.kind === kind).map((each) => each.file);
  const byPath = new Map(sorted.map((each) => [each.file.path, each.file]));
  const directories = sorted.filter((each) => each.instance?.sopClassUid === DICOMDIR_CLASS || each.directory);
  const checks = await Promise.all(
    directories.map((each) => checkDicomdir(each.file, byPath.keys()).catch((cause: unknown) => [readIssue(cause, each.file.path)])),
  );
  return {
    instances: sorted.flatMap((each) => (each.instance && !directories.includes(each) ? [each.instance] : [])),
    nifti: of('nifti'),
    files: byPath,
    issues: [...sorted.flatMap((each) => each.issues), ...checks.flat(), ...otherIssues(of('other'))],
  };
}
