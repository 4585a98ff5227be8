import { type Issue, issue, type SourceFile } from '../../core/index.ts';
import { looksLikeDicom, type ParsedFile, parseFile } from '../parse/index.ts';
import type { Instance } from './instance.ts';
import { instanceOf } from './read.ts';

/** First read of a file: holds the header of a plain CT slice. */
export const FIRST_READ_BYTES = 16384;

export interface LoadedHeader {
  readonly parsed: ParsedFile | null;
  readonly instance: Instance | null;
  readonly issues: readonly Issue[];
}

/**
 * The header of a file, read in growing parts until the pixel data is reached, so that a listing touches little of each
 * file. `head` may hold the file's first bytes, when they were read already. `instance` is null when the file is not DICOM (no issue) or its header is broken (with an issue).
 */
export async function loadHeader(file: SourceFile, head?: Uint8Array): Promise<LoadedHeader> {
  let length = head?.length ?? Math.min(file.size, FIRST_READ_BYTES);
  let bytes = head ?? (await file.read({ offset: 0, length }));
  if (!looksLikeDicom(bytes)) return { parsed: null, instance: null, issues: [] };
  for (;;) {
    const parsed = parseFile(bytes, file.path);
    if (!parsed) return { parsed: null, instance: null, issues: [] };
    const whole = length >= file.size;
    const more = parsed.stop?.why === 'short' || (parsed.inflated && parsed.stop?.why !== 'pixels') || parsed.syntax.deflated;
    if (more && !whole) {
      length = Math.min(
        file.size,
        parsed.syntax.deflated ? file.size : Math.max(4 * length, (parsed.stop?.needed ?? 0) + FIRST_READ_BYTES),
      );
      bytes = await file.read({ offset: 0, length });
      continue;
    }
    return { parsed, instance: instanceOf(parsed, file), issues: [...parsed.issues, ...stopIssue(parsed, file)] };
  }
}

function stopIssue(parsed: ParsedFile, file: SourceFile): Issue[] {
  const { stop } = parsed;
  if (!stop || stop.why === 'pixels' || stop.why === 'end') return [];
  const short = stop.why === 'short';
  return [
    issue('warning', {
      code: short ? 'dicom-truncated' : 'dicom-malformed',
      where: file.path,
      expected: short ? `at least ${stop.needed} bytes` : `an attribute at byte ${stop.at}`,
      received: short ? `${parsed.dataset.bytes.length} bytes` : 'bytes that are none',
      fix: 'Export the file again; what stands before the break was read.',
    }),
  ];
}
