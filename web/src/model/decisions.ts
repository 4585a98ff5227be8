import type { Analysis, AnalysisGroup } from '../../../src/report/index.ts';
import type { Edits } from './entry.ts';

/**
 * Groups after the reader's rejections. A finding goes when every lesion it was read from was rejected; one that rests
 * on a rule and not on lesions stays while the group has a lesion. A group without lesions is gone.
 */
export function keptGroups(analysis: Analysis, decisions: Edits['decisions']): AnalysisGroup[] {
  const rejected = new Set(analysis.lesions.filter((each) => (decisions[each.id] ?? each.decision) === 'rejected').map((each) => each.id));
  if (!rejected.size) return analysis.groups;
  const lesionIds = new Set(analysis.lesions.map((each) => each.id));
  const kept: AnalysisGroup[] = [];
  for (const group of analysis.groups) {
    const left = group.lesionIds.filter((id) => !rejected.has(id));
    if (!left.length) continue;
    const findings = group.findings.filter((each) => {
      const borneBy = each.because.filter((id) => lesionIds.has(id));
      return !borneBy.length || borneBy.some((id) => !rejected.has(id));
    });
    const volumeMm3 = analysis.lesions.filter((each) => left.includes(each.id)).reduce((sum, each) => sum + each.volumeMm3, 0);
    kept.push({ ...group, lesionIds: left, lesionCount: left.length, volumeMm3, findings });
  }
  return kept;
}
