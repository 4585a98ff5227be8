import { z } from 'zod';
import { ANALYSIS_SCHEMA } from '../../core/index.ts';
import { count, IssueSchema, text } from './basics.ts';
import { ExcludedSchema, LesionSchema, SeriesSchema, StudySchema, TechniqueSchema } from './image-schema.ts';
import { ClinicalSchema, GroupSchema, patternFields, reasoningFields } from './reasoning-schema.ts';
import { ReviewSchema } from './review-schema.ts';

export const CASE_SCHEMA = 'calcimap/case/1';

const volumes = z.record(z.string(), z.number());

export const BurdenSchema = z
  .object({
    lesionCount: count,
    totalVolumeMm3: z.number(),
    totalMassMg: z.number(),
    totalAgatston: z.number(),
    byCompartment: volumes,
    byRegion: volumes,
    bySide: volumes,
    expectedVolumeMm3: z.number().describe('physiological or expected calcification, not in the totals'),
  })
  .describe('lesions of the question only: neither expected ones nor those the reader rejected');

export const ReferenceSchema = z.object({ citation: text, doi: text.nullable(), pmid: text.nullable(), url: text.nullable() });

export const ManifestSchema = z.object({
  version: text,
  knowledgeVersion: text,
  settings: z.record(z.string(), z.json()),
  settingsHash: text.describe('SHA-256 of the settings, keys sorted'),
  inputHash: text.describe('SHA-256 of pixels, geometry and clinical input'),
  timingsMs: z.record(z.string(), z.number()),
  peakMemoryBytes: z.number().nullable(),
  startedAt: text.nullable().describe('ISO 8601, UTC; this object alone holds times of the run'),
});

const DeidentificationSchema = z
  .object({ method: text, codes: z.array(z.object({ value: text, scheme: text, meaning: text })) })
  .describe('PS3.15 annex E: what was done to take the patient out of this result');

/** Words for the ids that occur in this result, so that it can be read without the knowledge base. */
const wordFields = {
  labels: z.record(z.string(), z.string()).describe('label of every finding, test, condition and diagnosis named in this result'),
  references: z.record(z.string(), ReferenceSchema).describe('every source cited in this result'),
};

/** The one result model: every report, the API and the workbench are views of it (docs/contract.md). */
export const AnalysisSchema = z
  .object({
    schema: z.literal(ANALYSIS_SCHEMA),
    disclaimer: text,
    study: StudySchema,
    technique: TechniqueSchema.nullable().describe('null when there was no volume to measure it on'),
    lesions: z.array(LesionSchema),
    groups: z.array(GroupSchema),
    burden: BurdenSchema,
    excluded: z.array(ExcludedSchema).describe('bright, but not reported as calcification'),
    leftOut: z.array(SeriesSchema).describe('series that were met and not analysed'),
    review: ReviewSchema.optional().describe('a named reader, when one has accepted this result'),
    anatomy: z.object({
      source: z.enum(['measured', 'given', 'none']),
      legend: z.record(z.string(), z.string()).describe('voxel value in anatomy.nii.gz -> tissue'),
    }),
    clinical: ClinicalSchema,
    ...wordFields,
    issues: z.array(IssueSchema),
    manifest: ManifestSchema,
    deidentification: DeidentificationSchema.nullable().default(null).describe('null = as read'),
  })
  .describe('Calcimap analysis. Lengths mm, volumes mm3, masses mg, densities HU, probabilities 0..1, patient space LPS.');

export type Analysis = z.infer<typeof AnalysisSchema>;
export type AnalysisLesion = Analysis['lesions'][number];
export type AnalysisGroup = Analysis['groups'][number];
export type AnalysisManifest = z.infer<typeof ManifestSchema>;
export type RankedCause = AnalysisGroup['differential'][number];

/** What `calcimap differential` gives on a case file: a group's fields without lesions, with the facts and issues. */
export const CaseAnswerSchema = z.object({
  schema: z.literal(CASE_SCHEMA),
  disclaimer: text,
  label: text,
  ...patternFields,
  ...reasoningFields,
  clinical: ClinicalSchema,
  review: ReviewSchema.optional().describe('a named reader, when one has accepted this result'),
  ...wordFields,
  issues: z.array(IssueSchema),
  manifest: ManifestSchema,
});

export type CaseAnswer = z.infer<typeof CaseAnswerSchema>;

/** JSON Schema (draft 2020-12) of what is written; unknown fields are refused, since the writer has none. */
export const analysisJsonSchema = (): Record<string, unknown> => ({
  $id: 'urn:calcimap:analysis:1',
  title: ANALYSIS_SCHEMA,
  ...z.toJSONSchema(AnalysisSchema, { target: 'draft-2020-12', io: 'output' }),
});

/** JSON Schema of a case answer, as {@link analysisJsonSchema}. */
export const caseJsonSchema = (): Record<string, unknown> => ({
  $id: 'urn:calcimap:case:1',
  title: CASE_SCHEMA,
  ...z.toJSONSchema(CaseAnswerSchema, { target: 'draft-2020-12', io: 'output' }),
});
