import { dilateChunk } from './ball';
import { COUNTERS, DONE, NEXT, OPERATION } from './control';
import { distanceColumnsChunk, distancePlanesChunk } from './distance';
import { downsampleChunk, statisticsChunk } from './measure';
import { countRunsChunk, fillRunsChunk, linkChunk, paintChunk } from './runs';
import { smoothChunk } from './smooth';
import { thresholdChunk } from './threshold';

export { describe, linkSeams, markBorder, markSeeded, numberRoots, prefixRuns } from './runs';
export { drawShape, raiseEstimate, ratioOf, scoreShape, separable } from './shape';

/** Numbers of src/kernels/wasm/control.ts. */
function run(operation: i32, chunk: i32, thread: i32): void {
  switch (operation) {
    case 1:
      thresholdChunk(chunk);
      break;
    case 2:
      dilateChunk(chunk, thread);
      break;
    case 3:
      countRunsChunk(chunk);
      break;
    case 4:
      fillRunsChunk(chunk);
      break;
    case 5:
      linkChunk(chunk);
      break;
    case 6:
      paintChunk(chunk);
      break;
    case 7:
      distancePlanesChunk(chunk, thread);
      break;
    case 8:
      distanceColumnsChunk(chunk, thread);
      break;
    case 9:
      smoothChunk(chunk, thread);
      break;
    case 10:
      downsampleChunk(chunk, thread);
      break;
    case 11:
      statisticsChunk(chunk, thread);
      break;
  }
}

/** Takes chunks of the current operation until none is left. Called by every thread, the main one included. */
export function work(thread: i32): void {
  while (true) {
    const left = atomic.sub<i32>(NEXT, 1);
    if (left <= 0) return;
    run(load<i32>(OPERATION), left - 1, thread);
    const counter = COUNTERS + ((<usize>thread) << 6);
    store<i32>(counter, load<i32>(counter) + 1);
    atomic.add<i32>(DONE, 1);
    atomic.notify(DONE, 1);
  }
}
