import { z } from 'zod';

/** Building blocks of the result model. Every description becomes part of the JSON Schema that outside tools read. */
export const point = z.tuple([z.number(), z.number(), z.number()]).describe('patient space, LPS, mm');
export const box = z.tuple([point, point]).describe('lowest and highest corner, LPS, mm');
export const share = z.number().min(0).max(1);
export const interval = z.tuple([share, share]);
export const text = z.string();
export const count = z.number().int().min(0);
export const measures = z.record(z.string(), z.number());

/** Probabilities over a closed list; members not named have probability 0. */
export const distribution = <const Names extends readonly [string, ...string[]]>(names: Names) => z.partialRecord(z.enum(names), share);

export const IssueSchema = z
  .object({
    code: text,
    severity: z.enum(['error', 'warning', 'note']),
    where: text,
    expected: text,
    received: text,
    fix: text,
  })
  .describe('what was met, where, and what would mend it');

export const FindingSchema = z
  .object({
    finding: text.describe('id of the vocabulary'),
    state: z.enum(['present', 'absent', 'uncertain']),
    probability: share.describe('soft evidence: likelihood ratio p / (1 - p)'),
    from: z.enum(['image', 'clinical', 'reader']),
    because: z.array(text).describe('lesion ids, a line of the record, a rule'),
  })
  .describe('a finding that was looked for; one that is not listed is not known');
