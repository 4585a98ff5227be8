import { makePhantom, PHANTOM_NAMES, type PhantomName, phantomFiles } from '../../../src/phantom/index.ts';

/** Makes a demo study beside the page: a digital phantom as DICOM files, with its clinical file. */
const SEED = 1;

self.onmessage = ({ data }: MessageEvent<{ name: PhantomName }>): void => {
  const name = PHANTOM_NAMES.find((each) => each === data.name) ?? 'circumscripta';
  // the truth stays behind: an analysis is given the scan and the record alone
  const files = phantomFiles(makePhantom(name, { seed: SEED })).filter(({ path }) => /^(dicom\/|case\.yaml)/.test(path));
  self.postMessage(
    files.map(({ path, bytes }) => ({ path: `demo-${name}/${path}`, bytes })),
    { transfer: files.map((each) => each.bytes.buffer) },
  );
};
