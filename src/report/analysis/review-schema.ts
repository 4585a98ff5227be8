import { z } from 'zod';
import { text } from './basics.ts';

/** A reader's own answer, given before the ranking was shown (reader first). */
const ReaderAnswerSchema = z.object({
  mechanism: text.nullable(),
  diagnosis: text.nullable().describe('id of the knowledge, where the reader chose one'),
  words: text,
  confidence: z.enum(['low', 'moderate', 'high']).nullable(),
  at: text.describe('ISO 8601, UTC'),
});

/** What a named reader made of the result: never written by the analysis itself. */
export const ReviewSchema = z.object({
  reader: text.nullable().describe('name as the reader gave it; null while nobody signed'),
  signedAt: text.nullable().describe('ISO 8601, UTC'),
  meaning: text.nullable().describe('what the signature says'),
  impression: text.nullable().describe('in the words of the reader; null where the generated one stands'),
  ownAnswer: ReaderAnswerSchema.nullable(),
});

export type AnalysisReview = z.infer<typeof ReviewSchema>;
