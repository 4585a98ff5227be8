import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { LabResult, LabTrend } from '../types.ts';

/**
 * The result that counts of each test (the newest; of equally dated ones the last given), and the course of those with
 * more than one dated value. Two results of one day that are graded apart are an issue.
 */
export function mergeLabs(labs: readonly LabResult[]): { current: LabResult[]; trends: LabTrend[]; issues: Issue[] } {
  const groups = new Map<string, LabResult[]>();
  for (const lab of labs) {
    const group = groups.get(lab.test) ?? [];
    group.push(lab);
    groups.set(lab.test, group);
  }
  const issues: Issue[] = [];
  const current: LabResult[] = [];
  const trends: LabTrend[] = [];
  for (const [test, group] of groups) {
    const ordered = group.map((lab, at) => ({ lab, at })).sort((a, b) => compareDates(a.lab.date, b.lab.date) || a.at - b.at);
    const informative = ordered.filter(({ lab }) => lab.grade !== 'ungraded');
    const newest = (informative.length > 0 ? informative : ordered)[
      Math.max(informative.length, informative.length > 0 ? 0 : ordered.length) - 1
    ].lab;
    current.push(newest);
    const rival = group.find((lab) => lab !== newest && lab.date === newest.date && lab.grade !== 'ungraded' && lab.grade !== newest.grade);
    if (rival)
      issues.push(
        issue('warning', {
          code: 'lab-contradiction',
          where: `${rival.where} and ${newest.where}`,
          expected: `one grade of ${test} ${newest.date === null ? 'among results without a date' : `on ${newest.date}`}`,
          received: `${rival.grade} (${shownValue(rival)}) and ${newest.grade} (${shownValue(newest)})`,
          fix: 'The last one given counts; add dates or correct the wrong one.',
        }),
      );
    const latest = ordered[ordered.length - 1].lab;
    if (latest !== newest)
      issues.push(
        issue('note', {
          code: 'lab-newest-ungraded',
          where: latest.where,
          expected: `a newest result of ${test} that can be graded`,
          received: shownValue(latest),
          fix: `The newest that can be graded counts (${shownValue(newest)} at ${newest.where}).`,
        }),
      );
    const points = ordered.flatMap(({ lab }) =>
      lab.date !== null && lab.normalized !== null ? [{ date: lab.date, value: lab.normalized.value, where: lab.where }] : [],
    );
    const unit = ordered.find(({ lab }) => lab.normalized !== null)?.lab.normalized?.unit;
    if (points.length > 1 && unit !== undefined) trends.push({ test, unit, points });
    const undated = group.filter((lab) => lab.date === null).length;
    if (group.length > 1 && undated > 0 && undated < group.length)
      issues.push(
        issue('note', {
          code: 'lab-undated',
          where: group.find((lab) => lab.date === null)!.where,
          expected: `a date for each result of ${test}`,
          received: `${undated} of ${group.length} without`,
          fix: 'Results without a date count as the oldest.',
        }),
      );
  }
  return { current, trends, issues };
}

const shownValue = (lab: LabResult): string => lab.text ?? `${lab.comparator ?? ''}${lab.value ?? lab.flag ?? ''} ${lab.unit ?? ''}`.trim();

/** Missing dates come first: they cannot be shown to be newer. */
const compareDates = (a: string | null, b: string | null): number => ((a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0);
