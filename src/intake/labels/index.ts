export { readLabels, TOTALSEGMENTATOR_V1, TOTALSEGMENTATOR_V2 } from './labels.ts';
