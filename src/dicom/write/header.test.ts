import { describe, expect, it } from 'vitest';
import { legalText, studyAttributes, writePart10 } from './index.ts';

describe('patient and study attributes of a derived object', () => {
  it('has every attribute that must be present, and what the source states', () => {
    const { attributes, issues } = studyAttributes({
      PatientName: 'Yamada^Tarou=山田^太郎',
      PatientSex: 'F',
      StudyDate: '20240305',
      StudyDescription: 'Becken',
    });
    expect(attributes).toEqual({
      PatientName: 'Yamada^Tarou=山田^太郎',
      PatientID: '',
      PatientBirthDate: '',
      PatientSex: 'F',
      StudyDate: '20240305',
      StudyTime: '',
      StudyID: '',
      AccessionNumber: '',
      ReferringPhysicianName: '',
      StudyDescription: 'Becken',
    });
    expect(issues).toEqual([]);
  });

  it('leaves out what breaks its VR and names the attribute, never its content', () => {
    const { attributes, issues } = studyAttributes({ StudyDate: '2024-03-05', PatientSex: 'female', PatientAge: '34' });
    expect(attributes).toMatchObject({ StudyDate: '', PatientSex: '' });
    expect(issues.map((each) => [each.code, each.where])).toEqual([
      ['dicom-attribute-not-copied', 'PatientSex'],
      ['dicom-attribute-not-copied', 'StudyDate'],
      ['dicom-attribute-not-copied', 'PatientAge'],
    ]);
    expect(JSON.stringify(issues)).not.toMatch(/2024-03-05|"34"|female/);
  });

  it('says a method with a removed identity, and the trial all or not at all', () => {
    const { attributes } = studyAttributes({ PatientIdentityRemoved: 'YES', ClinicalTrialSponsorName: 'S' });
    expect(attributes).toMatchObject({ PatientIdentityRemoved: 'YES', DeidentificationMethod: ['Not stated by the source'] });
    expect(studyAttributes({ DeidentificationMethod: 'a\\b' }).attributes).toMatchObject({ DeidentificationMethod: ['a', 'b'] });
    expect(attributes).not.toHaveProperty('ClinicalTrialSponsorName');
  });

  it('cuts long text by characters, and takes control characters out', () => {
    expect(legalText('SH', 'x'.repeat(20))).toBe('x'.repeat(16));
    expect(legalText('PN', `${'山'.repeat(70)}=a`)).toBe(`${'山'.repeat(64)}=a`);
    expect(legalText('LO', '𠮷'.repeat(70))).toBe('𠮷'.repeat(64));
    expect(legalText('LO', 'a\u0007\u001b(Bb')).toBe('a(Bb');
    expect(legalText('DA', '20240305')).toBe('20240305');
    expect(legalText('DA', '5 March')).toBeNull();
  });

  it('can always be written, whatever the source says', () => {
    const nasty = ['\\', '\0', 'a\\b', '=^=^', ' ', '\u202e', '9'.repeat(200), '<script>alert(1)</script>^Ö"Brien'];
    const keywords = [
      'PatientName',
      'PatientID',
      'PatientBirthDate',
      'PatientSex',
      'PatientAge',
      'PatientSize',
      'StudyDate',
      'StudyTime',
      'StudyID',
      'AccessionNumber',
      'TimezoneOffsetFromUTC',
    ];
    for (const value of nasty) {
      const { attributes } = studyAttributes(Object.fromEntries(keywords.map((keyword) => [keyword, value])));
      expect(() => writePart10({ ...attributes, SOPClassUID: '1.2', SOPInstanceUID: '1.3' }), JSON.stringify(value)).not.toThrow();
    }
  });
});
