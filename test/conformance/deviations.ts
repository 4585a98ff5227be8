/** Files whose outcome is not "equal to pydicom and GDCM", each with the reason and the section it stands on. */
export interface Deviation {
  /** Another file of the folder with the same pixels, by which it is checked instead. */
  readonly sameAs?: string;
  /** Refused with this code. */
  readonly refused?: string;
  /** Checked against another decoder in the test, largest difference allowed. */
  readonly openJpeg?: number;
  readonly why: string;
}

export const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'cs3d/US-YBR_FULL_422-EVRLE.dcm': {
    refused: 'dicom-bad-format',
    why: 'uncompressed subsampled colour (PS3.3 C.7.6.3.1.2); Calcimap reads grey images',
  },
  'pydicom_test_files/SC_ybr_full_422_uncompressed.dcm': {
    refused: 'dicom-bad-format',
    why: 'uncompressed subsampled colour (PS3.3 C.7.6.3.1.2); Calcimap reads grey images',
  },
  'fo_dicom/GH340.dcm': { refused: 'dicom-bad-format', why: '12 bits allocated: BitsAllocated is 1 or a multiple of 8 (PS3.5 8.1.1)' },
  'pydicom_test_files/MR_truncated.dcm': {
    refused: 'dicom-truncated',
    why: '62 bytes of the pixels are missing; pydicom refuses it too, DCMTK fills them with zero',
  },
  'pydicom_test_files/JPEG2000-embedded-sequence-delimiter.dcm': {
    refused: 'dicom-undecodable',
    why: 'the SIZ segment says 3,722,445,056 columns (ITU-T T.800 A.5.1); GDCM reports an error and gives memory that was never written, another each time',
  },
  'pydicom_test_files/SC_rgb_small_odd_big_endian.dcm': {
    sameAs: 'pydicom_test_files/SC_rgb_small_odd.dcm',
    why: '8-bit pixels in big endian OW words are swapped in pairs (PS3.5 A.3 and 7.3); pydicom 2.3 does not swap, DCMTK does',
  },
  'pydicom_data/liver_rle.dcm': {
    sameAs: 'dcmqi/segmentations/liver.dcm',
    why: '1-bit RLE, which pydicom 2.3 does not decode; equal to the same segmentation uncompressed',
  },
  'pydicom_data/liver_deflate.dcm': {
    sameAs: 'dcmqi/segmentations/liver.dcm',
    why: 'Deflated Image Frame Compression (PS3.5 A.4.13), which Debian has no reader for; equal to the same segmentation uncompressed',
  },
  'pydicom_data/HTJ2KLossless_08_RGB.dcm': {
    openJpeg: 0,
    why: 'HTJ2K (PS3.5 A.4.10), which Debian has no DICOM reader for; OpenJPH and OpenJPEG agree',
  },
  'pydicom_data/HTJ2K_08_RGB.dcm': {
    openJpeg: 1,
    why: 'lossy HTJ2K; OpenJPH and OpenJPEG agree to 1 (the irreversible transform is not bit-exact, ITU-T T.800 annex E)',
  },
};
