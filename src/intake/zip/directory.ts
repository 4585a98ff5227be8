import type { SourceFile } from '../../core/index.ts';

/** APPNOTE.TXT 6.3.10 (PKWARE): record signatures and field offsets. */
const END_RECORD = 0x06054b50;
const END_RECORD_64 = 0x06064b50;
const END_LOCATOR_64 = 0x07064b50;
const CENTRAL_RECORD = 0x02014b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65535;
/** Members of one archive; a study of 20,000 slices is beyond any. */
export const MOST_MEMBERS = 20_000;
/** Bytes of the central directory that are read: 20,000 members with long names. */
const MOST_DIRECTORY_BYTES = 16 * 2 ** 20;
const UNIX_LINK = 0xa000;
const UNIX_KIND = 0xf000;

/** A member as the central directory declares it; nothing of it is believed before real bytes are counted. */
export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly link: boolean;
  readonly folder: boolean;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
  readonly crc32: number;
}

export type Directory = { readonly members: readonly ZipMember[] } | { readonly problem: string };

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const large = (view: DataView, at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;

interface End {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

async function findEnd(file: SourceFile): Promise<End | null> {
  const length = Math.min(file.size, END_BYTES + LONGEST_COMMENT);
  const tail = await file.read({ offset: file.size - length, length });
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_RECORD) continue;
    const end = { count: view.getUint16(at + 10, true), size: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) };
    const needs64 = end.count === 0xffff || end.size === 0xffffffff || end.offset === 0xffffffff;
    if (!needs64) return end;
    if (at < 20 || view.getUint32(at - 20, true) !== END_LOCATOR_64) return null;
    const record = viewOf(await file.read({ offset: large(view, at - 12), length: 56 }));
    if (record.byteLength < 56 || record.getUint32(0, true) !== END_RECORD_64) return null;
    return { count: large(record, 32), size: large(record, 40), offset: large(record, 48) };
  }
  return null;
}

/** Sizes and offset that did not fit 32 bits stand in the zip64 extra field, in this order. */
function wide(
  view: DataView,
  extra: { at: number; length: number },
  fields: { size: number; compressedSize: number; headerOffset: number },
): typeof fields {
  const out = { ...fields };
  let at = extra.at;
  const end = extra.at + extra.length;
  while (at + 4 <= end) {
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    let read = at + 4;
    const stop = Math.min(end, read + length);
    if (id === 1)
      for (const name of ['size', 'compressedSize', 'headerOffset'] as const)
        if (fields[name] === 0xffffffff && read + 8 <= stop) {
          out[name] = large(view, read);
          read += 8;
        }
    at += 4 + length;
  }
  return out;
}

const utf8 = new TextDecoder();

/** Reads the central directory of an archive; every length is compared with the bytes that are there. */
export async function readDirectory(file: SourceFile): Promise<Directory> {
  const end = await findEnd(file);
  if (!end) return { problem: 'no end of a zip directory' };
  if (end.count > MOST_MEMBERS) return { problem: `${end.count} members, more than ${MOST_MEMBERS}` };
  if (end.size > MOST_DIRECTORY_BYTES || end.offset + end.size > file.size)
    return { problem: 'a zip directory that lies outside the file' };
  const bytes = await file.read({ offset: end.offset, length: end.size });
  const view = viewOf(bytes);
  const members: ZipMember[] = [];
  let at = 0;
  for (let index = 0; index < end.count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL_RECORD)
      return { problem: `a broken zip directory at member ${index + 1}` };
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) return { problem: `a broken zip directory at member ${index + 1}` };
    const name = utf8.decode(bytes.slice(at + 46, at + 46 + nameLength));
    const plain = {
      size: view.getUint32(at + 24, true),
      compressedSize: view.getUint32(at + 20, true),
      headerOffset: view.getUint32(at + 42, true),
    };
    const sizes = wide(view, { at: at + 46 + nameLength, length: extraLength }, plain);
    const mode = view.getUint16(at + 40, true);
    members.push({
      name,
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      link: (mode & UNIX_KIND) === UNIX_LINK,
      folder: name.endsWith('/'),
      crc32: view.getUint32(at + 16, true),
      ...sizes,
    });
    at = next;
  }
  return { members };
}
