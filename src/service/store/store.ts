import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the page may ask for of one analysis: these names and `key-images/*.png`, nothing else on the disk. */
const SERVED = new Set(['analysis.json', 'report.html', 'lesions.csv', 'study.csv', 'viewer/scan.json']);
/** Too large to be sent whole: asked for in parts. */
const IN_PARTS = new Set(['viewer/volume.nii']);
const KEY_IMAGE = /^key-images\/[a-z0-9-]+\.png$/;

export interface AnalysisSummary {
  readonly id: string;
  readonly label: string;
  readonly lesions: number;
  readonly studyInstanceUid: string | null;
  /** `YYYYMMDD`, as the scan says. */
  readonly studyDate: string | null;
  /** As the scan says; null after de-identification without one. Tells the studies of a patient from others. */
  readonly patientId: string | null;
  /** Its voxels are there too. */
  readonly voxels: boolean;
}

/** Where finished analyses lie. Later stores (database, object storage) stand behind the same two questions. */
export interface AnalysisStore {
  list(): Promise<readonly AnalysisSummary[]>;
  /** null when there is no such analysis or file. */
  read(id: string, file: string): Promise<Uint8Array | null>;
  /** Bytes `from` to `to` (exclusive) of a large file, cut at its end, and its size; null when there is no such file. */
  readPart(id: string, file: string, part: { from: number; to: number }): Promise<{ bytes: Uint8Array; size: number } | null>;
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
        const analysis = JSON.parse(await readFile(path, 'utf8')) as {
          study?: { studyInstanceUid?: string | null; studyDate?: string | null; patient?: { patientId?: string | null } };
          lesions?: unknown[];
        };
        const voxels = await stat(join(root, id, 'viewer', 'volume.nii')).then(
          (entry) => entry.isFile(),
          () => false,
        );
        const { lesions, study } = analysis;
        found.push({
          id,
          label: id,
          lesions: lesions?.length ?? 0,
          studyInstanceUid: study?.studyInstanceUid ?? null,
          studyDate: study?.studyDate ?? null,
          patientId: study?.patient?.patientId ?? null,
          voxels,
        });
      }
      return found;
    },
    read: async (id, file) => {
      const folder = await folderOf(id);
      if (!folder || !(SERVED.has(file) || KEY_IMAGE.test(file))) return null;
      return readFile(join(root, folder, ...file.split('/'))).catch(() => null);
    },
    readPart: async (id, file, part) => {
      const folder = await folderOf(id);
      if (!folder || !IN_PARTS.has(file)) return null;
      const handle = await open(join(root, folder, ...file.split('/'))).catch(() => null);
      if (!handle) return null;
      try {
        const { size } = await handle.stat();
        const bytes = new Uint8Array(Math.max(0, Math.min(part.to, size) - part.from));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, part.from + filled);
          if (!bytesRead) break;
          filled += bytesRead;
        }
        return { bytes: bytes.subarray(0, filled), size };
      } finally {
        await handle.close();
      }
    },
  };
}
