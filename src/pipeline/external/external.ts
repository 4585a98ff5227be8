import type { ExternalLabels, Tissue } from '../../anatomy/index.ts';
import { TOTALSEGMENTATOR_TOTAL } from '../../anatomy/index.ts';
import type { Issue, LabelMap, SourceFile, Volume } from '../../core/index.ts';
import { digest, issue } from '../../core/index.ts';
import { readLabels, TOTALSEGMENTATOR_V2 } from '../../intake/index.ts';

/** `Left Kidney`, `kidney-left.nii.gz` and `kidney_left` are one name. */
const classNameOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^(left|right)_(.+)$/, '$2_$1')
    .replace(/^_|_$/g, '');

const TISSUE_OF_NAME: ReadonlyMap<string, Tissue> = new Map(
  [...TOTALSEGMENTATOR_V2].flatMap(([number, name]) => {
    const tissue = TOTALSEGMENTATOR_TOTAL.get(number);
    return tissue ? [[classNameOf(name), tissue] as const] : [];
  }),
);

/** What a label map means in tissues. Labels whose name is no TotalSegmentator class are named in a note and left to our own reading. */
export function tissuesOfLabels(map: LabelMap): { labels: ExternalLabels | null; issues: Issue[] } {
  const tissueOf = new Map<number, Tissue>();
  const unknown: string[] = [];
  for (const [value, name] of map.names) {
    const tissue = TISSUE_OF_NAME.get(classNameOf(name));
    if (tissue) tissueOf.set(value, tissue);
    else unknown.push(name);
  }
  const issues = unknown.length
    ? [
        issue(tissueOf.size ? 'note' : 'warning', {
          code: 'anatomy-label-unknown',
          where: '--anatomy',
          expected: 'names of TotalSegmentator classes',
          received: unknown.slice(0, 8).join(', ') + (unknown.length > 8 ? ` and ${unknown.length - 8} more` : ''),
          fix: 'These labels were not used; the anatomy there is worked out from the scan.',
        }),
      ]
    : [];
  return { labels: tissueOf.size ? { voxels: map.labels, tissueOf } : null, issues };
}

/** Reads segmentations made elsewhere onto the volume's grid, as tissues that take precedence. */
export async function readExternalAnatomy(
  files: readonly SourceFile[],
  volume: Volume,
): Promise<{ labels: ExternalLabels | null; hash: string; issues: Issue[] }> {
  const { labels: map, issues } = await readLabels(files, volume);
  if (!map) return { labels: null, hash: '', issues };
  const read = tissuesOfLabels(map);
  return {
    labels: read.labels,
    hash: digest(new Uint8Array(map.labels.buffer, map.labels.byteOffset, map.labels.byteLength)),
    issues: [...issues, ...read.issues],
  };
}
