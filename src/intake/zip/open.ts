import { crc32, type Issue, inflateCapped, issue, SourceError, type SourceFile } from '../../core/index.ts';
import { readDirectory, type ZipMember } from './directory.ts';

const LOCAL_RECORD = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** A member may unfold to this many times its packed size; empty CT slices pack well, so small ones may go beyond. */
const MOST_RATIO = 200;
const ALWAYS_ALLOWED_BYTES = 16 * 2 ** 20;
/** What all members may unfold to together. */
const MOST_TOTAL_BYTES = 16 * 2 ** 30;

export interface OpenedZip {
  readonly files: readonly SourceFile[];
  readonly issues: readonly Issue[];
}

/** A member's name as it is shown: no drive, no leading slash, no step upwards. Nothing is ever written under it. */
const shownName = (name: string): string =>
  name
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part))
    .join('/');

/** Where a member's data begin; null when its local header is not there. */
async function dataOffset(archive: SourceFile, member: ZipMember): Promise<number | null> {
  const head = await archive.read({ offset: member.headerOffset, length: 30 });
  if (head.length < 30) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0, true) !== LOCAL_RECORD) return null;
  return member.headerOffset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/** Reads that end within this are headers, for which a member is unfolded no further; beyond it the whole is wanted. */
const HEADER_BYTES = 65536;
/** A stored member up to this size is read whole, so that its checksum can be asked; a larger one in parts. */
const MOST_CHECKED_STORED = 64 * 2 ** 20;

const unfold = (packed: Uint8Array, end: number): Uint8Array =>
  inflateCapped(packed, {
    format: 'raw',
    mostBytes: end,
    expectedBytes: Math.min(end, MOST_RATIO * packed.length + ALWAYS_ALLOWED_BYTES),
  }).bytes;

/** The member's bytes, compared with its checksum (APPNOTE 4.4.7): a damaged stream can unfold without complaint. */
async function checked(archive: SourceFile, member: ZipMember, start: number): Promise<Uint8Array> {
  const packed = await archive.read({ offset: start, length: member.compressedSize });
  const bytes = member.method === STORED ? packed : unfold(packed, member.size);
  if (bytes.length !== member.size || crc32(bytes) !== member.crc32)
    throw new SourceError('intake-zip-corrupt', `${bytes.length} of ${member.size} bytes, with another checksum`);
  return bytes;
}

/** The member that was unfolded last: the frames of a multi-frame object are asked for one by one. */
interface Latest {
  member: ZipMember | null;
  bytes: Promise<Uint8Array>;
}

/**
 * A member as a file. A deflated one is unfolded when it is read, only as far as a header reaches or whole, so that an
 * archive of any size costs one member of memory; a stream that gives more than its declared size is cut there.
 * Rejects with {@link SourceError} when a whole read is not what was packed.
 */
function memberFile(archive: SourceFile, member: ZipMember, latest: Latest): SourceFile {
  const whole = (start: number): Promise<Uint8Array> => {
    if (latest.member !== member) {
      latest.member = member;
      latest.bytes = checked(archive, member, start);
    }
    return latest.bytes;
  };
  return {
    path: `${archive.path}/${shownName(member.name)}`,
    size: member.size,
    read: async ({ offset, length }) => {
      const start = await dataOffset(archive, member);
      const end = Math.min(member.size, offset + length);
      if (start === null || end <= offset) return new Uint8Array(0);
      const header = end <= HEADER_BYTES && end < member.size;
      if (member.method === STORED && (header || member.size > MOST_CHECKED_STORED))
        return archive.read({ offset: start + offset, length: end - offset });
      if (!header) return (await whole(start)).subarray(offset, end);
      // The packed header is seldom longer than the header; where it is, the rest is read too.
      const some = await archive.read({ offset: start, length: Math.min(member.compressedSize, end + HEADER_BYTES) });
      const bytes = unfold(some, end);
      const short = bytes.length < end && some.length < member.compressedSize;
      return (short ? unfold(await archive.read({ offset: start, length: member.compressedSize }), end) : bytes).subarray(offset);
    },
  };
}

function refusal(member: ZipMember, archive: SourceFile): { code: string; expected: string; received: string } | null {
  if (member.encrypted) return { code: 'intake-zip-encrypted', expected: 'members that are not encrypted', received: 'an encrypted one' };
  if (member.link) return { code: 'intake-zip-link', expected: 'regular files', received: 'a link' };
  if (member.method !== STORED && member.method !== DEFLATED)
    return { code: 'intake-zip-method', expected: 'stored or deflated members', received: `method ${member.method}` };
  if (member.headerOffset + member.compressedSize > archive.size)
    return { code: 'intake-zip-broken', expected: 'members inside the archive', received: 'one that lies outside' };
  if (member.method === STORED && member.size !== member.compressedSize)
    return { code: 'intake-zip-broken', expected: 'one size of a stored member', received: 'two' };
  if (member.size > Math.max(ALWAYS_ALLOWED_BYTES, MOST_RATIO * member.compressedSize))
    return {
      code: 'intake-zip-bomb',
      expected: `at most ${MOST_RATIO} times the packed size`,
      received: `${member.size} bytes from ${member.compressedSize}`,
    };
  return null;
}

/**
 * Opens an archive as files, without unpacking it. Caps: 20,000 members, 200 times the packed size for a member above
 * 16 MiB, 16 GiB in all, one level (an archive within is left out by the caller).
 */
export async function openZip(archive: SourceFile): Promise<OpenedZip> {
  const directory = await readDirectory(archive);
  const refuse = (code: string, received: string): OpenedZip => ({
    files: [],
    issues: [issue('error', { code, where: archive.path, expected: 'a zip archive of one study', received, fix: 'Pack the study again.' })],
  });
  if ('problem' in directory) return refuse('intake-zip-broken', directory.problem);
  const total = directory.members.reduce((sum, member) => sum + member.size, 0);
  if (total > MOST_TOTAL_BYTES) return refuse('intake-zip-bomb', `${total} bytes unpacked`);
  const issues: Issue[] = [];
  const files = new Map<string, SourceFile>();
  const latest: Latest = { member: null, bytes: Promise.resolve(new Uint8Array(0)) };
  for (const member of directory.members) {
    if (member.folder) continue;
    const file = memberFile(archive, member, latest);
    const problem = refusal(member, archive);
    if (problem) issues.push(issue('warning', { ...problem, where: file.path, fix: 'Left out.' }));
    else if (files.has(file.path))
      issues.push(
        issue('warning', {
          code: 'intake-zip-duplicate',
          where: file.path,
          expected: 'each name once',
          received: 'a second member',
          fix: 'The first was kept.',
        }),
      );
    else files.set(file.path, file);
  }
  return { files: [...files.values()], issues };
}
