import type { Compartment, Region, Side } from '../../core/index.ts';
import { type Code, own, sct } from './code.ts';

/** SNOMED CT as used in DICOM's context groups of anatomy (PS3.16 CID 4, 4031, 7151); null = no region was told. */
const REGION_CODES: Readonly<Record<Region, Code | null>> = {
  head: sct('69536005', 'Head'),
  face: sct('89545001', 'Face'),
  neck: sct('45048000', 'Neck'),
  shoulder: sct('16982005', 'Shoulder'),
  axilla: sct('91470000', 'Axilla'),
  'upper-arm': sct('40983000', 'Upper arm'),
  elbow: sct('16953009', 'Elbow joint'),
  forearm: sct('14975008', 'Forearm'),
  wrist: sct('74670003', 'Wrist joint'),
  hand: sct('85562004', 'Hand'),
  finger: sct('7569003', 'Finger'),
  'chest-wall': sct('78904004', 'Chest wall'),
  breast: sct('76752008', 'Breast'),
  mediastinum: sct('72410000', 'Mediastinum'),
  lung: sct('39607008', 'Lung'),
  back: sct('77568009', 'Back'),
  'abdominal-wall': own('abdominal-wall', 'Abdominal wall'),
  abdomen: sct('113345001', 'Abdomen'),
  pelvis: sct('12921003', 'Pelvis'),
  buttock: sct('46862004', 'Buttock'),
  groin: sct('26893007', 'Inguinal region'),
  hip: sct('29836001', 'Hip'),
  thigh: sct('68367000', 'Thigh'),
  knee: sct('72696002', 'Knee'),
  'lower-leg': sct('30021000', 'Lower leg'),
  ankle: sct('70258002', 'Ankle joint'),
  foot: sct('56459004', 'Foot'),
  unknown: null,
};

export const regionCode = (region: Region): Code | null => REGION_CODES[region];

/** PS3.16 CID 244; nothing stands for midline there. */
export const sideCode = (side: Side): Code | null =>
  side === 'left' ? sct('7771000', 'Left') : side === 'right' ? sct('24028007', 'Right') : null;

const COMPARTMENT_CODES: Readonly<Record<Compartment, Code>> = {
  skin: sct('39937001', 'Skin'),
  subcutaneous: sct('71966008', 'Subcutaneous tissue'),
  fascia: sct('120576005', 'Fascial layer'),
  muscle: sct('127954009', 'Skeletal muscle'),
  tendon: sct('13024002', 'Tendon'),
  articular: sct('131183008', 'Intra-articular'),
  periarticular: own('periarticular', 'Periarticular tissue'),
  artery: sct('51114001', 'Artery'),
  vein: sct('29092000', 'Vein'),
  'lymph-node': sct('59441001', 'Lymph node'),
  viscera: own('viscera', 'Viscera'),
  cartilage: sct('309312004', 'Cartilage'),
  other: own('other', 'Other tissue'),
};

export const compartmentCode = (compartment: Compartment): Code => COMPARTMENT_CODES[compartment];
