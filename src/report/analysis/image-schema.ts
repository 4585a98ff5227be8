import { z } from 'zod';
import { COMPARTMENTS, MINERALS, MORPHOLOGIES, REGIONS } from '../../core/index.ts';
import { box, count, distribution, measures, point, share, text } from './basics.ts';

/** Only our own UIDs are held to the form; what a file states is kept as it stands. */
const ownUid = text.regex(/^2\.25\.[0-9]{1,39}$/);
const vector = z.tuple([z.number(), z.number(), z.number()]);

export const GridSchema = z.object({
  size: z.tuple([count, count, count]),
  spacingMm: vector,
  originMm: point.describe('centre of voxel (0, 0, 0)'),
  direction: z.array(z.number()).length(9).describe('row major 3x3; column c is the unit vector of index axis c'),
});

export const StudySchema = z.object({
  modality: text.nullable(),
  studyInstanceUid: text.nullable(),
  seriesInstanceUid: text.nullable(),
  frameOfReferenceUid: text.nullable(),
  seriesDescription: text.nullable(),
  studyDate: text.nullable(),
  patient: z.object({
    patientId: text.nullable(),
    patientName: text.nullable(),
    birthDate: text.nullable(),
    sex: z.enum(['male', 'female', 'other']).nullable(),
    ageYears: z.number().nullable(),
  }),
  format: z.enum(['dicom', 'nifti', 'phantom']).nullable(),
  lossy: z.boolean().describe('any slice was stored with loss'),
  bodyRegions: z.array(z.enum(REGIONS)),
  grid: GridSchema.nullable().describe("the input's own grid; null when nothing could be read"),
});

export const TechniqueSchema = z
  .object({
    kvp: z.number().nullable(),
    sliceThicknessMm: z.number().nullable(),
    kernel: text.nullable(),
    manufacturer: text.nullable(),
    manufacturerModelName: text.nullable(),
    contrast: z.object({ value: z.enum(['none', 'arterial', 'portal', 'delayed', 'oral', 'unknown']), probability: share }),
    contrastBolusAgent: text.nullable().describe('as the file says; contrast.value is measured'),
    noiseHu: z.number().min(0).describe('standard deviation in soft tissue, HU'),
    psfSigmaMm: z.number().min(0).describe('in-plane resolution, standard deviation of a Gaussian, mm'),
    muscleHu: z.number(),
    fatHu: z.number(),
    candidateThresholdHu: z.number().describe('lower threshold of the hysteresis, HU'),
    seedThresholdHu: z.number().describe('upper threshold of the hysteresis, HU'),
    metal: z.boolean(),
    truncated: z.boolean(),
    gantryTiltDegrees: z.number().nullable(),
  })
  .describe('what the technique was and what the image allows; measured unless it can only be stated');

const distance = z.number().min(0).nullable();

export const SurroundingsSchema = z.object({
  depthFromSkinMm: distance,
  distanceToBoneMm: distance,
  distanceToJointMm: distance,
  distanceToArteryMm: distance,
  distanceToFasciaMm: distance,
  tissueShare: z.record(z.string(), share).describe('share of each tissue in the shell around the lesion'),
});

export const LesionSchema = z.object({
  id: text,
  number: count,
  trackingUid: ownUid.describe('the same in every object written for this lesion'),
  groupId: text.nullable(),
  centroidMm: point,
  boundingBoxMm: box,
  volumeMm3: z.number().min(0).describe('partial-volume corrected, mm3'),
  volumeIntervalMm3: z.tuple([z.number(), z.number()]).describe('95 % interval of the true volume, mm3'),
  thresholdVolumeMm3: z.number().min(0).describe('voxels above the threshold, uncorrected, mm3'),
  massMg: z.number().min(0).describe('calcium hydroxyapatite equivalent, mg'),
  agatston: z.number().min(0),
  meanHu: z.number(),
  maxHu: z.number(),
  longestDiameterMm: z.number().min(0),
  surfaceMm2: z.number().min(0),
  depthFromSkinMm: distance,
  distanceToBoneMm: distance,
  distanceToJointMm: distance,
  compartment: z.enum(COMPARTMENTS),
  compartmentProbability: distribution(COMPARTMENTS),
  region: z.enum(REGIONS),
  side: z.enum(['left', 'right', 'midline', 'unknown']),
  morphology: z.enum(MORPHOLOGIES),
  morphologyProbability: distribution(MORPHOLOGIES),
  morphologyMeasures: measures.describe('the numbers that named the morphology'),
  mineral: z.enum(MINERALS),
  mineralProbability: distribution(MINERALS),
  expected: text.nullable().describe('physiological or expected for age; null = part of the question'),
  surroundings: SurroundingsSchema,
  voxelCount: count,
  decision: z.enum(['accepted', 'rejected']).nullable().describe("the reader's; null = not reviewed"),
});

export const ExcludedSchema = z.object({
  reason: z.enum(['bone', 'tooth', 'contrast', 'metal', 'streak', 'table', 'device', 'noise', 'outside']),
  centroidMm: point,
  boundingBoxMm: box,
  volumeMm3: z.number().min(0),
  maxHu: z.number(),
  measures,
});

export const SeriesSchema = z.object({
  seriesInstanceUid: text,
  description: text.nullable(),
  modality: text,
  instances: count,
  size: z.tuple([count, count, count]).nullable(),
  spacingMm: vector.nullable(),
  reason: text.describe('why it was left out'),
});
