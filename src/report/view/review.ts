import type { AnalysisReview } from '../analysis/index.ts';
import type { Block } from './types.ts';
import { heading, plain } from './words.ts';

/** Who accepted the result, and when; empty while nobody did. */
export const acceptedWords = (review: AnalysisReview | undefined): string =>
  review?.reader ? `Accepted by ${review.reader}${review.signedAt ? `, ${review.signedAt.slice(0, 16).replace('T', ' ')} UTC` : ''}` : '';

/** The impression in the reader's own words, before the generated one, which stays in sight; none where the reader left that. */
export function readersBlocks(review: AnalysisReview | undefined): Block[] {
  if (!review?.impression) return [];
  const lines = review.impression.split('\n').filter((line) => line.trim());
  return [
    heading(3, `In the words of ${review.reader ?? 'the reader'}`),
    ...lines.map((line): Block => ({ kind: 'paragraph', size: 'lead', words: [plain(line)] })),
    heading(3, 'As generated'),
  ];
}
