import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the page may ask for of one analysis: these names and `key-images/*.png`, nothing else on the disk. */
const SERVED = new Set(['analysis.json', 'report.html', 'lesions.csv']);
const KEY_IMAGE = /^key-images\/[a-z0-9-]+\.png$/;

export interface AnalysisSummary {
  readonly id: string;
  readonly label: string;
  readonly lesions: number;
  readonly studyInstanceUid: string | null;
}

/** Where finished analyses lie. Later stores (database, object storage) stand behind the same two questions. */
export interface AnalysisStore {
  list(): Promise<readonly AnalysisSummary[]>;
  /** null when there is no such analysis or file. */
  read(id: string, file: string): Promise<Uint8Array | null>;
}

/** Output folders of `calcimap analyze` below one root; the folder's name is the id. */
export function folderStore(root: string): AnalysisStore {
  const folderOf = async (id: string): Promise<string | null> => (await ids()).find((each) => each === id) ?? null;
  const ids = async (): Promise<string[]> => {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  };
  return {
    list: async () => {
      const found: AnalysisSummary[] = [];
      for (const id of await ids()) {
        const path = join(root, id, 'analysis.json');
        if (!(await stat(path).catch(() => null))) continue;
        const analysis = JSON.parse(await readFile(path, 'utf8')) as { study?: { studyInstanceUid?: string | null }; lesions?: unknown[] };
        found.push({ id, label: id, lesions: analysis.lesions?.length ?? 0, studyInstanceUid: analysis.study?.studyInstanceUid ?? null });
      }
      return found;
    },
    read: async (id, file) => {
      const folder = await folderOf(id);
      if (!folder || !(SERVED.has(file) || KEY_IMAGE.test(file))) return null;
      return readFile(join(root, folder, ...file.split('/'))).catch(() => null);
    },
  };
}
