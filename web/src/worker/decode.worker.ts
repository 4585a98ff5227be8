import { servePage } from '../../../src/dicom/index.ts';

/** One of the threads that decode compressed slices for the analysis worker. */
servePage({
  addEventListener: (type, listener) => self.addEventListener(type, listener),
  postMessage: (reply, transfer) => self.postMessage(reply, { transfer }),
});
