import { z } from 'zod';
import { MECHANISMS } from '../../core/index.ts';

/** The YAML entries as a clinician writes them (knowledge/README.md); what is left out has the default named here. */
const words = z.array(z.string()).default([]);
const share = z.number().min(0).max(1);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');

export const evidenceSchema = z.strictObject({
  finding: id,
  p: z.number().gt(0).lt(1),
  weight: z.number().positive(),
  basis: z.enum(['seen', 'recalled', 'expert-estimate']),
  n: z.number().int().positive().nullable().default(null),
  sources: words,
  note: z.string().optional(),
});

export const termSchema = z.strictObject({
  id,
  label: z.string().min(1),
  synonyms: words,
  parents: words,
  codes: words,
  costTier: z.enum(['history', 'exam', 'lab', 'imaging', 'biopsy']).optional(),
  redundantWith: z.array(z.string()).optional(),
});

const state = z.enum(['low', 'normal', 'high', 'positive', 'negative']);
export const testSchema = z.strictObject({
  id,
  label: z.string().min(1),
  synonyms: words,
  codes: words,
  unit: z.string().nullable(),
  molarMass: z.number().positive().nullable(),
  plausible: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
  intervals: z.array(
    z.strictObject({
      sex: z.enum(['male', 'female', 'any']),
      ageYears: z.tuple([z.number(), z.number()]),
      low: z.number().nullable(),
      high: z.number().nullable(),
      source: z.string(),
    }),
  ),
  states: z.partialRecord(state, id),
});

export const referenceSchema = z.strictObject({
  id,
  citation: z.string().min(1),
  doi: z.string().nullable().default(null),
  pmid: z.string().nullable().default(null),
  pmcid: z
    .string()
    .regex(/^PMC\d+$/)
    .nullable()
    .default(null),
  noId: z.enum(['web-page', 'meeting-abstract', 'book', 'not-found']).nullable().default(null),
  url: z.string().nullable().default(null),
});

export const conditionSchema = z.strictObject({
  id,
  label: z.string().min(1),
  synonyms: words,
  codes: words,
  family: id,
  parents: words,
  baseRate: z.number().gt(0).lt(1),
  baseRateSources: words,
  evidence: z.array(evidenceSchema).default([]),
});

const linked = z.array(z.strictObject({ condition: id, p: share, sources: words })).default([]);

const ages = z.array(z.strictObject({ band: z.tuple([z.number(), z.number()]), weight: z.number().positive() }));

export const diagnosisSchema = z.strictObject({
  id,
  label: z.string().min(1),
  synonyms: words,
  codes: words,
  mechanism: z.enum(MECHANISMS),
  kind: id.nullable().default(null),
  description: z.string(),
  prior: z.strictObject({
    incidental: z.number().positive(),
    referral: z.number().positive(),
    paediatric: z.number().positive(),
    basis: z.string(),
  }),
  age: ages,
  femaleShare: share.nullable(),
  conditions: linked,
  evidence: z.array(evidenceSchema).default([]),
  forms: z
    .array(
      z.strictObject({
        id,
        label: z.string().min(1),
        share: z.number().gt(0).lt(1),
        age: ages.nullable().default(null),
        conditions: linked,
        evidence: z.array(evidenceSchema).min(1),
      }),
    )
    .default([]),
  frequency: z.string().default(''),
  discriminators: words,
  nextTests: words,
  confusedWith: words,
  references: words,
});

export const kindSchema = z.strictObject({ id, label: z.string().min(1), rows: z.record(id, z.number().gt(0).lt(1)) });
