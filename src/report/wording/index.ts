export { type EvidenceItem, splitEvidence } from './evidence.ts';
export {
  askedGroups,
  causesSaid,
  conclusionOf,
  type GroupImpression,
  type Impression,
  impressionOf,
  lesionsOf,
  mainCompartments,
  namedCauses,
  patternWords,
  totalVolume,
} from './impression.ts';
export { dateWords, findingWords, labelOf, personWords, placesWords, placeWords, plainWords } from './names.ts';
export { factorWords, lengthWords, likelihoodWords, percentRangeWords, percentWords, volumeRangeWords, volumeWords } from './numbers.ts';
export { visibleText } from './visible.ts';
