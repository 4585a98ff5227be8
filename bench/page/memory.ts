import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly parent: number;
  readonly bytes: number;
}

/** Proportional set size: memory that processes share counts once over all of them. */
function sizeOf(id: string): Process | null {
  try {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
    const kib = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]);
    return { parent, bytes: 1024 * kib };
  } catch {
    // it ended meanwhile
    return null;
  }
}

/** Memory of a process and all that it started (Linux), bytes. */
export function treeBytes(root: number): number {
  const all = new Map<number, Process>();
  for (const id of readdirSync('/proc')) {
    const found = /^\d+$/.test(id) ? sizeOf(id) : null;
    if (found) all.set(Number(id), found);
  }
  const belongs = (id: number): boolean => {
    for (let at = id; at > 1; at = all.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  return [...all].filter(([id]) => belongs(id)).reduce((sum, [, each]) => sum + each.bytes, 0);
}
