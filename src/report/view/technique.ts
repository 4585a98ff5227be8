import type { Analysis } from '../analysis/index.ts';
import { percentWords } from '../wording/index.ts';
import type { Block } from './types.ts';
import { small, soft, table } from './words.ts';

/** How the images were made and what they allow: stated or measured. */
export function techniqueBlock(analysis: Analysis): Block {
  const measured = analysis.technique;
  const { grid } = analysis.study;
  if (!measured) return small(soft('Nothing was measured.'));
  const rows: (readonly [string, string | null])[] = [
    ['Scanner', [measured.manufacturer, measured.manufacturerModelName].filter(Boolean).join(' ') || null],
    ['Tube voltage', measured.kvp === null ? null : `${measured.kvp} kV`],
    ['Slice thickness', measured.sliceThicknessMm === null ? null : `${measured.sliceThicknessMm} mm`],
    ['Kernel', measured.kernel],
    ['Grid', grid && `${grid.size.join(' × ')}, ${grid.spacingMm.map((each) => each.toFixed(3)).join(' × ')} mm`],
    ['Noise', `${measured.noiseHu} HU`],
    ['Resolution (PSF sigma)', `${measured.psfSigmaMm} mm`],
    ['Muscle / fat', `${measured.muscleHu} / ${measured.fatHu} HU`],
    ['Threshold, lower / upper', `${measured.candidateThresholdHu} / ${measured.seedThresholdHu} HU`],
    ['Contrast, measured', `${measured.contrast.value} (${percentWords(measured.contrast.probability)})`],
    ['Contrast agent, stated', measured.contrastBolusAgent],
    ['Metal', measured.metal ? 'yes' : 'no'],
    ['Body cut off by the field of view', measured.truncated ? 'yes' : 'no'],
    ['Stored with loss', analysis.study.lossy ? 'yes' : 'no'],
  ];
  return table({ caption: 'Stated or measured', size: 'dense', columns: [{ title: 'What' }, { title: 'Value', width: 2 }], rows });
}
