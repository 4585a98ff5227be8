import { items, parseFile, texts } from '../parse/index.ts';

/** Most records that are followed. */
const MOST_RECORDS = 100_000;

/** ReferencedFileID of every directory record, as its components (PS3.3 F.3.2.2). */
export function directoryFileIds(bytes: Uint8Array): string[][] {
  const parsed = parseFile(bytes, 'DICOMDIR');
  if (!parsed) return [];
  return items(parsed.dataset, 'DirectoryRecordSequence')
    .slice(0, MOST_RECORDS)
    .map((record) => texts(record, 'ReferencedFileID'))
    .filter((parts) => parts.length > 0);
}
