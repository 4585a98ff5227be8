export { type EvidenceItem, splitEvidence } from './evidence.ts';
export {
  askedGroups,
  type GroupImpression,
  type Impression,
  impressionOf,
  lesionsOf,
  mainCompartments,
  namedCauses,
  patternWords,
  totalVolume,
} from './impression.ts';
export { dateWords, findingWords, labelOf, personWords, placeWords, plainWords } from './names.ts';
export { factorWords, lengthWords, likelihoodWords, percentRangeWords, percentWords, volumeRangeWords, volumeWords } from './numbers.ts';
