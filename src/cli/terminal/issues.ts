import pc from 'picocolors';
import type { Issue } from '../../core/index.ts';
import { issueSentence } from '../../core/index.ts';

const COLOUR = { error: pc.red, warning: pc.yellow, note: pc.dim } as const;

/** Issues go to standard error, so that `--json` stays alone on standard output. */
export function printIssues(issues: readonly Issue[]): void {
  for (const each of issues) process.stderr.write(`${COLOUR[each.severity](issueSentence(each))}\n`);
}
