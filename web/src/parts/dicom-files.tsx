import { useState } from 'react';
import { type Issue, issueSentence } from '../../../src/core/index.ts';
import { type Analysis, DICOM_OBJECTS, type DicomObject, OBJECT_FILES, type Reader } from '../../../src/report/index.ts';
import { download, keyImagesOf } from '../model/save.ts';
import type { Study } from '../model/workbench.ts';
import type { ObjectsAnswer, ObjectsRequest } from '../worker/messages.ts';

/** DT of PS3.5 6.2: `20260131093000`. */
const dicomTime = (iso: string): string => iso.slice(0, 19).replaceAll(/[-:T]/g, '');

/** Who stands in the measurements as having verified them; the standard asks for an organisation too. */
const readerOf = (signed: Analysis['review'], organization: string): Reader | null =>
  signed?.reader && signed.signedAt && organization.trim()
    ? { name: signed.reader, organization: organization.trim(), verifiedAt: dicomTime(signed.signedAt) }
    : null;

/** Segmentation, measurements, secondary capture and key objects on the slices that were read here. */
export function DicomFiles(props: {
  analysis: Analysis;
  study: Study;
  edited: boolean;
  objects: (request: Omit<ObjectsRequest, 'lesions'>) => Promise<ObjectsAnswer>;
}) {
  const { analysis, study, edited, objects } = props;
  const [organization, setOrganization] = useState('');
  const [busy, setBusy] = useState<DicomObject | null>(null);
  const [told, setTold] = useState<readonly string[]>([]);
  const signed = analysis.review?.reader != null;
  const write = async (wanted: DicomObject): Promise<void> => {
    setBusy(wanted);
    setTold([]);
    try {
      const keyImages = await keyImagesOf(study.images, edited);
      const { files, issues } = await objects({ analysis, keyImages, wanted: [wanted], reader: readerOf(analysis.review, organization) });
      for (const { name, bytes } of files) download(new Blob([bytes], { type: 'application/dicom' }), name);
      setTold(issues.filter((each: Issue) => each.severity !== 'note').map(issueSentence));
    } catch (cause) {
      setTold([cause instanceof Error ? cause.message : String(cause)]);
    }
    setBusy(null);
  };
  return (
    <section aria-label="DICOM objects">
      <h4>DICOM objects</h4>
      {signed && (
        <label className="small">
          Organisation of the reader, for the verified measurements{' '}
          <input type="text" value={organization} autoComplete="organization" onChange={(event) => setOrganization(event.target.value)} />
        </label>
      )}
      <div className="row">
        {DICOM_OBJECTS.map((each) => (
          <button key={each} type="button" disabled={busy !== null} onClick={() => void write(each)}>
            {OBJECT_FILES[each]}
          </button>
        ))}
      </div>
      {busy && <p className="soft">Writing {OBJECT_FILES[busy]} …</p>}
      {told.map((each) => (
        <p key={each} role="alert">
          {each}
        </p>
      ))}
    </section>
  );
}
