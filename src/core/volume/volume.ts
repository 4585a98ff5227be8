import type { Grid, Vector3 } from '../geometry/index.ts';
import type { Issue } from '../issue/index.ts';

/** A CT volume: Hounsfield units on a grid. Readers hand it over in the source's own orientation, sorted by geometry. */
export interface Volume {
  readonly grid: Grid;
  /** HU, rounded; length nx * ny * nz, i fastest. May lie on shared memory. */
  readonly hu: Int16Array;
  readonly source: VolumeSource;
}

export interface VolumeSource {
  readonly format: 'dicom' | 'nifti' | 'phantom';
  readonly modality: string;
  readonly studyInstanceUid: string | null;
  readonly seriesInstanceUid: string | null;
  readonly frameOfReferenceUid: string | null;
  readonly seriesDescription: string | null;
  readonly patient: PatientIdentity;
  readonly acquisition: Acquisition;
  /** One per slice along k, for objects that must refer back; empty for NIfTI. */
  readonly slices: readonly SliceReference[];
  /** True when any slice was stored with a lossy syntax or says LossyImageCompression 01. */
  readonly lossy: boolean;
  /** The instances it was read from, for DICOM objects that must lie on them; absent for NIfTI and phantoms. */
  readonly dicom?: DicomSource;
}

/** A display window as the file recommends it, HU. */
export interface StatedWindow {
  readonly levelHu: number;
  readonly widthHu: number;
  /** What the file calls it; null = it does not. */
  readonly name: string | null;
}

/** The frames behind a DICOM volume, in order along the slice normal (ascending k of the grid). */
export interface DicomSource {
  /** Patient, study and equipment attributes as the first frame's file has them: keyword -> text, several values parted by a backslash. */
  readonly header: Readonly<Record<string, string>>;
  readonly frames: readonly SourceFrame[];
  /** Row cosines (along a row, so index i), then column cosines; the same for every frame. */
  readonly orientation: readonly number[];
  readonly rows: number;
  readonly columns: number;
  /** Windows that the first frame states (PS3.3 C.11.2); absent or empty without one. */
  readonly windows?: readonly StatedWindow[];
  /** True when the grid is not the frames' own: gantry tilt or uneven spacing. */
  readonly resampled: boolean;
}

export interface SourceFrame {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** From 1. */
  readonly frame: number;
  /** Frames that its instance holds. */
  readonly frameCount: number;
  /** Centre of the frame's first pixel as the file states it, LPS mm. */
  readonly positionMm: Vector3;
}

/** Kept to match scan and record; reports show it, logs never do. null = the file does not say. */
export interface PatientIdentity {
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  readonly ageYears: number | null;
}

/** Named after the DICOM attributes; null = not stated. */
export interface Acquisition {
  readonly kvp: number | null;
  readonly convolutionKernel: string | null;
  readonly sliceThicknessMm: number | null;
  readonly contrastBolusAgent: string | null;
  readonly bodyPartExamined: string | null;
  readonly manufacturer: string | null;
  readonly manufacturerModelName: string | null;
  readonly studyDate: string | null;
  readonly patientPosition: string | null;
  readonly gantryTiltDegrees: number | null;
}

export interface SliceReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly frame: number;
  /** Centre of the slice's first pixel. */
  readonly positionMm: Vector3;
}

/** A series that was met: read, or left out with the reason. */
export interface SeriesSummary {
  readonly seriesInstanceUid: string;
  readonly description: string | null;
  readonly modality: string;
  readonly instances: number;
  readonly size: Vector3 | null;
  readonly spacingMm: Vector3 | null;
  readonly chosen: boolean;
  readonly reason: string;
}

/** What reading a pile of files gave. `volume` is null when nothing in it can be analysed; the issues say why. */
export interface Reading {
  readonly volume: Volume | null;
  readonly series: readonly SeriesSummary[];
  readonly issues: readonly Issue[];
  /** SHA-256 over the chosen series' pixel bytes and geometry, for the manifest. */
  readonly inputHash: string;
}

export const UNKNOWN_PATIENT: PatientIdentity = { patientId: null, patientName: null, birthDate: null, sex: null, ageYears: null };

export const UNKNOWN_ACQUISITION: Acquisition = {
  kvp: null,
  convolutionKernel: null,
  sliceThicknessMm: null,
  contrastBolusAgent: null,
  bodyPartExamined: null,
  manufacturer: null,
  manufacturerModelName: null,
  studyDate: null,
  patientPosition: null,
  gantryTiltDegrees: null,
};

/** A CT of which nothing is known but its voxels. */
export const UNKNOWN_SOURCE: VolumeSource = {
  format: 'phantom',
  modality: 'CT',
  studyInstanceUid: null,
  seriesInstanceUid: null,
  frameOfReferenceUid: null,
  seriesDescription: null,
  patient: UNKNOWN_PATIENT,
  acquisition: UNKNOWN_ACQUISITION,
  slices: [],
  lossy: false,
};
