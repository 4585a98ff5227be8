import { describe, expect, it } from 'vitest';
import { realFile } from '../../../test/shared-files.ts';
import { sourceFromBytes, uidFromName } from '../../core/index.ts';
import { writePart10 } from '../../dicom/index.ts';
import { readRadiographs } from './index.ts';

const codes = (issues: readonly { code: string }[]): string[] => issues.map((each) => each.code);

const film = (extra: Partial<Parameters<typeof writePart10>[0]>) =>
  sourceFromBytes(
    'film',
    writePart10({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
      SOPInstanceUID: uidFromName('film'),
      SeriesInstanceUID: uidFromName('series'),
      Modality: 'DX',
      Rows: 1,
      Columns: 3,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 0,
      BurnedInAnnotation: 'NO',
      ImageLaterality: 'R',
      PixelData: new Uint8Array(Uint16Array.of(5, 100, 4000).buffer),
      ...extra,
    }),
  );

describe('readRadiographs', () => {
  it('turns MONOCHROME1 so that dense is high', async () => {
    expect([...(await readRadiographs([film({})])).radiographs[0].values]).toEqual([5, 100, 4000]);
    const turned = (await readRadiographs([film({ PhotometricInterpretation: 'MONOCHROME1' })])).radiographs[0];
    expect([...turned.values]).toEqual([4000, 3905, 5]);
    expect(turned).toMatchObject({ inverted: true, laterality: 'right', burnedIn: false });
  });

  it.each([
    ['no spacing at all', {}, 'none', null],
    ['pixel spacing alone', { PixelSpacing: [0.2, 0.1] }, 'unstated', [0.1, 0.2]],
    ['imager spacing alone', { ImagerPixelSpacing: [0.2, 0.1] }, 'detector', [0.1, 0.2]],
    ['both the same', { ImagerPixelSpacing: [0.2, 0.1], PixelSpacing: [0.2, 0.1] }, 'detector', [0.1, 0.2]],
    ['both, different', { ImagerPixelSpacing: [0.2, 0.2], PixelSpacing: [0.18, 0.18] }, 'calibrated', [0.18, 0.18]],
    ['a fiducial', { PixelSpacing: [0.18, 0.18], PixelSpacingCalibrationType: 'FIDUCIAL' }, 'calibrated', [0.18, 0.18]],
    [
      'a magnification',
      { ImagerPixelSpacing: [0.2, 0.1], EstimatedRadiographicMagnificationFactor: 2 },
      'magnification-corrected',
      [0.05, 0.1],
    ],
  ] as const)('says what the spacing means: %s', async (_, extra, scale, spacingMm) => {
    expect((await readRadiographs([film(extra)])).radiographs[0]).toMatchObject({ scale, spacingMm });
  });

  it('says that text may be burned in, and that the side is not known', async () => {
    const { issues } = await readRadiographs([
      film({ BurnedInAnnotation: 'YES', ImageLaterality: undefined, PixelSpacing: [1, 1], ImagerPixelSpacing: [2, 2] }),
    ]);
    expect(issues).toMatchObject([
      { code: 'radiograph-side-unknown', severity: 'note' },
      { code: 'radiograph-burned-in', severity: 'warning' },
    ]);
  });

  it('takes a modality LUT for what it is (PS3.3 C.11.1)', async () => {
    const ModalityLUTSequence = [
      { LUTDescriptor: [3, 4, 16], ModalityLUTType: 'US', LUTData: new Uint8Array(Uint16Array.of(10, 20, 65535).buffer) },
    ];
    const { radiographs } = await readRadiographs([film({ ModalityLUTSequence })]);
    expect([...radiographs[0].values]).toEqual([20, 65535, 65535]);
  });

  it('is no CT', async () => {
    expect(codes((await readRadiographs([])).issues)).toEqual(['radiograph-none']);
  });

  const hip = realFile('radiographs/RG2_J2KR');
  const limb = realFile('radiographs/RG3_J2KR.dcm');
  it.skipIf(hip.skip || limb.skip)('reads real films in JPEG 2000', async () => {
    const { radiographs, issues } = await readRadiographs([hip.file(), limb.file()], { allowMixedPatients: true });
    expect(radiographs.map((each) => [each.size, each.scale, each.laterality, each.view, each.inverted])).toEqual([
      [[1760, 2140], 'unstated', null, null, false],
      [[1760, 1760], 'none', 'right', 'AP', true],
    ]);
    expect(codes(issues)).toContain('radiograph-scale');
  });
});
