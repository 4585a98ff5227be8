/**
 * Class names of TotalSegmentator's `total` task by label value, for its files that lost the names they carry (class
 * maps of TotalSegmentator v2 and v1, Wasserthal et al., Radiology AI 2023, doi 10.1148/ryai.230024; Apache-2.0).
 */
const both = (name: string): string[] => [`${name}_left`, `${name}_right`];
const swapped = (name: string): string[] => [`${name}_right`, `${name}_left`];
const ribs = ['left', 'right'].flatMap((side) => Array.from({ length: 12 }, (_, at) => `rib_${side}_${at + 1}`));
const LUNGS = ['lung_upper_lobe_left', 'lung_lower_lobe_left', 'lung_upper_lobe_right', 'lung_middle_lobe_right', 'lung_lower_lobe_right'];

/** Vertebrae from below upwards. */
const vertebrae = ['L', 'T', 'C'].flatMap((part, at) => {
  const count = [5, 12, 7][at];
  return Array.from({ length: count }, (_, level) => `vertebrae_${part}${count - level}`);
});

const GLUTEI = ['maximus', 'medius', 'minimus'].flatMap((name) => both(`gluteus_${name}`));
const TRUNK_MUSCLES = [...GLUTEI, ...both('autochthon'), ...both('iliopsoas')];

const V2: readonly string[] = [
  'spleen',
  ...swapped('kidney'),
  'gallbladder',
  'liver',
  'stomach',
  'pancreas',
  ...swapped('adrenal_gland'),
  ...LUNGS,
  'esophagus',
  'trachea',
  'thyroid_gland',
  'small_bowel',
  'duodenum',
  'colon',
  'urinary_bladder',
  'prostate',
  ...both('kidney_cyst'),
  'sacrum',
  'vertebrae_S1',
  ...vertebrae,
  'heart',
  'aorta',
  'pulmonary_vein',
  'brachiocephalic_trunk',
  ...swapped('subclavian_artery'),
  ...swapped('common_carotid_artery'),
  ...both('brachiocephalic_vein'),
  'atrial_appendage_left',
  'superior_vena_cava',
  'inferior_vena_cava',
  'portal_vein_and_splenic_vein',
  ...both('iliac_artery'),
  ...both('iliac_vena'),
  ...both('humerus'),
  ...both('scapula'),
  ...both('clavicula'),
  ...both('femur'),
  ...both('hip'),
  'spinal_cord',
  ...TRUNK_MUSCLES,
  'brain',
  'skull',
  ...ribs,
  'sternum',
  'costal_cartilages',
];

const V1: readonly string[] = [
  'spleen',
  ...swapped('kidney'),
  'gallbladder',
  'liver',
  'stomach',
  'aorta',
  'inferior_vena_cava',
  'portal_vein_and_splenic_vein',
  'pancreas',
  ...swapped('adrenal_gland'),
  ...LUNGS,
  ...vertebrae,
  'esophagus',
  'trachea',
  'heart_myocardium',
  'heart_atrium_left',
  'heart_ventricle_left',
  'heart_atrium_right',
  'heart_ventricle_right',
  'pulmonary_artery',
  'brain',
  ...both('iliac_artery'),
  ...both('iliac_vena'),
  'small_bowel',
  'duodenum',
  'colon',
  ...ribs,
  ...both('humerus'),
  ...both('scapula'),
  ...both('clavicula'),
  ...both('femur'),
  ...both('hip'),
  'sacrum',
  'face',
  ...TRUNK_MUSCLES,
  'urinary_bladder',
];

const numbered = (names: readonly string[]): ReadonlyMap<number, string> => new Map(names.map((name, at) => [at + 1, name]));

export const TOTALSEGMENTATOR_V2 = numbered(V2);
export const TOTALSEGMENTATOR_V1 = numbered(V1);
