import { parentPort } from 'node:worker_threads';
import { answer, type TaskMessage, transfers } from '../../dicom/index.ts';

/** Entry of a Node worker thread of the pool. */
parentPort?.on('message', (message: TaskMessage) => {
  void answer(message).then((reply) => parentPort?.postMessage(reply, transfers(reply)));
});
