import { VERSION } from '../../../src/core/index.ts';
import type { Edits } from './entry.ts';
import type { History } from './history.ts';

/** Edits of one study as they lie in this browser's own store. Nothing else ever sees them. */
export interface JournalEntry {
  readonly version: string;
  readonly savedAt: string;
  readonly history: History<Edits>;
}

export interface Journal {
  /** The latest entry for a study's input hash, of this version; null without one. */
  read(inputHash: string): Promise<JournalEntry | null>;
  /** `offered`: an earlier entry is still being offered, and is not written over. */
  write(entry: { inputHash: string; history: History<Edits>; savedAt: string; offered: boolean }): Promise<void>;
  remove(inputHash: string): Promise<void>;
}

const NAME = 'calcimap-journal';
const STORE = 'edits';
/** Steps that are kept for undo after a crash; older ones are in what stands. */
const MOST_STEPS = 40;

const beside = (inputHash: string): string => `${inputHash} later`;

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser store failed'));
  });

/** null where the browser keeps nothing (a private window that forbids it). */
export async function openJournal(factory: IDBFactory | undefined = globalThis.indexedDB): Promise<Journal | null> {
  if (!factory) return null;
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
  const database = await settled(request).catch(() => null);
  if (!database) return null;
  const store = (mode: IDBTransactionMode): IDBObjectStore => database.transaction(STORE, mode).objectStore(STORE);
  return {
    read: async (inputHash) => {
      const found: JournalEntry[] = [];
      for (const key of [inputHash, beside(inputHash)]) {
        const entry = (await settled(store('readonly').get(key))) as JournalEntry | undefined;
        // another version may measure otherwise: its numbers are not taken up
        if (entry?.version === VERSION) found.push(entry);
      }
      return found.reduce<JournalEntry | null>((latest, each) => (latest && latest.savedAt >= each.savedAt ? latest : each), null);
    },
    write: async ({ inputHash, history, savedAt, offered }) => {
      const entry: JournalEntry = { version: VERSION, savedAt, history: { ...history, past: history.past.slice(-MOST_STEPS) } };
      await settled(store('readwrite').put(entry, offered ? beside(inputHash) : inputHash));
    },
    remove: async (inputHash) => {
      for (const key of [inputHash, beside(inputHash)]) await settled(store('readwrite').delete(key));
    },
  };
}
