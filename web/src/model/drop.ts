import type { DroppedFile } from '../worker/messages.ts';

/** Names of clinical files. JSON, HL7 and text count only when given themselves: inside a study's folder they may be anything. */
const ALWAYS_CLINICAL = /\.ya?ml$/i;
const CLINICAL_WHEN_GIVEN = /\.(json|hl7|txt)$/i;

/** Tells images from clinical files by name; whether they are what they seem, the readers say. */
export function sortDropped(files: readonly DroppedFile[]): { images: DroppedFile[]; clinical: DroppedFile[] } {
  const images: DroppedFile[] = [];
  const clinical: DroppedFile[] = [];
  for (const each of files) {
    const given = !each.path.includes('/');
    if (ALWAYS_CLINICAL.test(each.path) || (given && CLINICAL_WHEN_GIVEN.test(each.path))) clinical.push(each);
    else images.push(each);
  }
  return { images, clinical };
}

const entriesOf = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));
const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

async function walk(entry: FileSystemEntry, into: DroppedFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    into.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // a directory gives its entries in parts of a hundred, and an empty part at its end
  for (let part = await entriesOf(reader); part.length; part = await entriesOf(reader)) for (const each of part) await walk(each, into);
}

/** All files of a drop, folders walked to any depth, in name order. */
export async function filesOfDrop(transfer: DataTransfer): Promise<DroppedFile[]> {
  // the entries must be taken before the first wait: the browser empties the list after the event
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((each): each is FileSystemEntry => each !== null);
  const files: DroppedFile[] = [];
  for (const entry of entries) await walk(entry, files);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files of a file picker; a picked folder gives relative paths. */
export const filesOfPicker = (list: FileList): DroppedFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })).sort((a, b) => (a.path < b.path ? -1 : 1));
