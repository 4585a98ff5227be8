export { type EvidenceItem, splitEvidence } from './evidence.ts';
export {
  askedGroups,
  type GroupImpression,
  type Impression,
  impressionOf,
  lesionsOf,
  mainCompartments,
  patternWords,
  totalVolume,
} from './impression.ts';
export { findingWords, labelOf, placeWords, plainWords } from './names.ts';
export { factorWords, lengthWords, likelihoodWords, percentRangeWords, percentWords, volumeRangeWords, volumeWords } from './numbers.ts';
