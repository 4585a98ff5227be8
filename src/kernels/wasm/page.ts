import { WORKER_PROGRAM } from './control.ts';
import type { StartWorker } from './load.ts';

const PAGE_PROGRAM = `${WORKER_PROGRAM}
onmessage = (event) => serve(event.data, () => postMessage('ready'));
`;

/**
 * A kernel thread in a page (or in a page's worker). Needs cross-origin isolation, without which there is no shared
 * memory and this is never called, and `worker-src blob:` where a content security policy is set.
 */
export const startPageWorker: StartWorker = (start) =>
  new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([PAGE_PROGRAM], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onerror = (event) => {
      URL.revokeObjectURL(url);
      reject(new Error(event.message));
    };
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve({
        stop: async () => {
          worker.terminate();
        },
      });
    };
    worker.postMessage(start);
  });
