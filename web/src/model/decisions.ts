import { regroupLesions } from '../../../src/lesions/index.ts';
import { type Analysis, type AnalysisGroup, type AnalysisLesion, groupOf } from '../../../src/report/index.ts';
import type { Edits } from './entry.ts';

/** The analysis' lesions as they stand after edits of their voxels; decisions are not applied. */
export const standingLesions = (analysis: Analysis, edits: Pick<Edits, 'image'>): readonly AnalysisLesion[] =>
  edits.image.lesions ?? analysis.lesions;

/**
 * Groups after the reader's edits and rejections: formed anew from the lesions that are left, with their findings and
 * pattern. What was said of a group stays with it until it is ranked again.
 */
export function standingGroups(analysis: Analysis, edits: Pick<Edits, 'decisions' | 'image'>): readonly AnalysisGroup[] {
  const lesions = standingLesions(analysis, edits);
  const left = lesions.filter((each) => (edits.decisions[each.id] ?? each.decision) !== 'rejected');
  if (lesions === analysis.lesions && left.length === lesions.length) return analysis.groups;
  const before = new Map(analysis.groups.map((each) => [each.id, each]));
  return regroupLesions(left, analysis.groups).map((group) => {
    const fresh = groupOf(group, null);
    const old = before.get(group.id);
    const asked = !group.expected || group.pattern === 'vascular';
    if (!asked) return fresh;
    if (!old) return { ...fresh, verdict: 'not-enough-information' };
    const { verdict, mechanism, differential, systematicPath, disagreement, nextTests, safetyGates, unexplained } = old;
    return {
      ...fresh,
      ...{ mechanism, differential, systematicPath, disagreement, nextTests, safetyGates, unexplained },
      verdict: verdict === 'not-asked' ? 'not-enough-information' : verdict,
    };
  });
}
