import { issueSentence } from '../../core/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { plainWords } from '../wording/index.ts';
import { sentenceCase } from './words.ts';

/** How far a reader has gone through the lesions. */
export function reviewWords(analysis: Pick<Analysis, 'lesions'>): string {
  const decided = analysis.lesions.filter((each) => each.decision !== null);
  if (!decided.length) return 'Not reviewed by a reader';
  const rejected = decided.filter((each) => each.decision === 'rejected').length;
  return `A reader looked at ${decided.length} of ${analysis.lesions.length} lesions and rejected ${rejected}`;
}

/** What this examination cannot tell, gravest first; notes stay in the appendix. */
export function limitsOf(analysis: Analysis, most: number): string[] {
  const { technique, study } = analysis;
  const grave = analysis.issues.filter((each) => each.severity !== 'note');
  const said = grave
    .slice(0, most)
    .map((each) => (each.severity === 'error' ? sentenceCase(issueSentence(each)) : `${sentenceCase(each.received)}. ${each.fix}`));
  if (grave.length > most) said.push(`${grave.length - most} more ${grave.length - most === 1 ? 'limit' : 'limits'} in the appendix.`);
  if (technique)
    said.push(
      `Foci below ${technique.candidateThresholdHu} HU or smaller than a few voxels may be missed (noise ${technique.noiseHu} HU${
        technique.sliceThicknessMm === null ? '' : `, slices ${technique.sliceThicknessMm} mm`
      }). Contrast: ${technique.contrast.value === 'unknown' ? 'not known' : technique.contrast.value}.`,
    );
  if (study.bodyRegions.length) said.push(`Nothing is known of the body outside ${study.bodyRegions.map(plainWords).join(', ')}.`);
  if (technique) said.push('Bone and incidental findings were not assessed. Microscopic calcium is not seen by CT.');
  return said;
}
