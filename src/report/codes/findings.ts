import type { Mineral, Morphology, Pattern } from '../../core/index.ts';
import { type Code, dcm, own, sct } from './code.ts';

/** PS3.16 CID 7150: what kind of property a segment has. */
export const ALTERED_STRUCTURE = sct('49755003', 'Morphologically Abnormal Structure');
export const CALCIFICATION = sct('18115005', 'Pathologic calcification, calcified structure');
export const OSSIFICATION = sct('83323007', 'Ossification');

export const mineralCode = (mineral: Mineral): Code => (mineral === 'ossification' ? OSSIFICATION : CALCIFICATION);

/** SNOMED CT's calcification forms are those of the breast (CID 6010), so the forms of other tissues are coded as ours. */
const MORPHOLOGY_MEANINGS: Readonly<Record<Morphology, string>> = {
  punctate: 'Punctate',
  nodular: 'Nodular',
  linear: 'Linear',
  sheet: 'Sheet-like',
  reticular: 'Reticular',
  'cloud-like': 'Cloud-like',
  lobulated: 'Lobulated',
  'fluid-level': 'Fluid-calcium level',
  ring: 'Ring',
  'ring-and-arc': 'Ring and arc',
  'tram-track': 'Tram track',
  eggshell: 'Eggshell',
  zonal: 'Zonal',
};
export const morphologyCode = (morphology: Morphology): Code => own(morphology, MORPHOLOGY_MEANINGS[morphology]);

const PATTERN_MEANINGS: Readonly<Record<Pattern, string>> = {
  circumscripta: 'Calcinosis circumscripta',
  universalis: 'Calcinosis universalis',
  tumoral: 'Tumoral calcinosis pattern',
  vascular: 'Vascular pattern',
  periarticular: 'Periarticular or crystal pattern',
  mixed: 'Mixed pattern',
  none: 'No named pattern',
};
export const patternCode = (pattern: Pattern): Code => own(pattern === 'none' ? 'no-pattern' : pattern, PATTERN_MEANINGS[pattern]);

/** `costal-cartilage` and the like, or part of the question. */
export const expectedCode = (expected: string | null): Code =>
  expected === null
    ? own('in-question', 'Not expected or physiological')
    : own(expected, `Expected or physiological: ${expected.replaceAll('-', ' ')}`);

/** Names of evaluations in the SR. */
export const EVALUATION = {
  morphology: own('morphology', 'Morphology of calcification'),
  compartment: own('compartment', 'Tissue compartment'),
  pattern: own('pattern', 'Distribution pattern of the group'),
  mineral: own('mineral', 'Kind of mineral'),
  expected: own('expected', 'Expected for age or physiological'),
  group: own('group', 'Group of one process'),
} as const;

export const LATERALITY = sct('272741003', 'Laterality');
export const FINDING_SITE = sct('363698007', 'Finding Site');
export const FINDING = dcm('121071', 'Finding');
export const TRACKING_ID = dcm('112039', 'Tracking Identifier');
export const TRACKING_UID = dcm('112040', 'Tracking Unique Identifier');
