import { z } from 'zod';
import { MECHANISMS, PATTERNS } from '../../core/index.ts';
import { count, distribution, FindingSchema, interval, share, text } from './basics.ts';

export const EvidenceSchema = z.object({
  finding: text,
  log10LikelihoodRatio: z.number().describe('against all others, weighted by their posterior; negative = evidence against'),
  log10VersusRunnerUp: z.number(),
  sources: z.array(text).describe('keys of `references`, or a sentence where there is no paper'),
});

export const DiagnosisSchema = z.object({
  diagnosis: text.describe('id of the knowledge, or none-of-these'),
  label: text,
  mechanism: z.enum(MECHANISMS),
  probability: share,
  interval: interval.describe('90 % credible interval'),
  evidence: z.array(EvidenceSchema),
});

/** The reasoning part of a group; the same on a case without image. */
export const reasoningFields = {
  verdict: z.enum(['ranked', 'not-enough-information', 'not-asked']).describe('not-asked: expected calcification is kept apart'),
  findings: z.array(FindingSchema),
  mechanism: z.array(z.object({ mechanism: z.enum(MECHANISMS), probability: share, interval })),
  differential: z.array(DiagnosisSchema),
  systematicPath: z.array(z.object({ step: text, answer: text, because: z.array(text) })),
  disagreement: text.nullable().describe('where the systematic path and the ranking differ'),
  nextTests: z.array(
    z.object({
      test: text,
      expectedInformationBits: z.number().min(0),
      costTier: z.enum(['history', 'exam', 'lab', 'imaging', 'biopsy']),
    }),
  ),
  safetyGates: z.array(z.object({ gate: text, why: z.array(text), action: text })),
  unexplained: z.array(text).describe('findings that no cause in the knowledge says anything about'),
};

export const patternFields = {
  pattern: z.enum(PATTERNS),
  patternProbability: distribution(PATTERNS),
  patternRules: z.array(z.object({ rule: text, fired: z.boolean(), counts: z.record(z.string(), z.number()) })),
};

export const GroupSchema = z.object({
  id: text,
  label: text,
  lesionIds: z.array(text),
  lesionCount: count,
  volumeMm3: z.number().min(0),
  extent: z.enum(['localized', 'regional', 'widespread']),
  expected: z.boolean().describe('physiological or expected: kept apart from the question'),
  ...patternFields,
  ...reasoningFields,
});

const sex = z.enum(['male', 'female', 'other']).nullable();
const grade = z.enum(['low', 'normal', 'high', 'positive', 'negative', 'ungraded']);

export const ClinicalSchema = z.object({
  patient: z.object({ ageYears: z.number().nullable(), sex, id: text.nullable(), name: text.nullable(), birthDate: text.nullable() }),
  setting: z.enum(['incidental', 'referral', 'paediatric']).nullable(),
  facts: z.array(FindingSchema),
  conditions: z.array(z.object({ condition: text, state: z.enum(['present', 'absent']), where: text })),
  labs: z.array(
    z.object({
      test: text,
      value: z.number().nullable(),
      unit: text.nullable(),
      flag: z.enum(['positive', 'negative', 'low', 'normal', 'high']).nullable(),
      date: text.nullable(),
      referenceLow: z.number().nullable(),
      referenceHigh: z.number().nullable(),
      normalized: z.object({ value: z.number(), unit: text }).nullable(),
      grade,
      gradedBy: text.nullable(),
      where: text,
    }),
  ),
  derived: z.array(
    z.object({
      id: text,
      label: text,
      value: z.number(),
      unit: text,
      method: text,
      from: z.array(text),
      grade: z.enum(['low', 'normal', 'high', 'ungraded']),
    }),
  ),
  notes: text.nullable(),
});
