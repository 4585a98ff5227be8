import type { Progress } from '../../core/index.ts';

/** How long a stage may stay silent, ms; shorter ones would only flicker. */
const QUIET_MS = 300;

/**
 * Progress on standard error: one line that is rewritten on a terminal, a line per stage elsewhere.
 * Nothing is printed for stages that end at once.
 */
export function progressLine(stream: NodeJS.WriteStream): { progress: Progress; done: () => void } {
  let stage = '';
  let begun = 0;
  let drawn = 0;
  const clear = (): void => {
    if (stream.isTTY && drawn) stream.write('\r\x1b[K');
    drawn = 0;
  };
  const progress: Progress = (event) => {
    const now = performance.now();
    if (event.stage !== stage) {
      stage = event.stage;
      begun = now;
      if (!stream.isTTY) stream.write(`${stage}...\n`);
    }
    if (!stream.isTTY || now - begun < QUIET_MS || (now - drawn < 80 && event.fraction < 1)) return;
    const width = 24;
    const filled = Math.round(width * Math.min(1, Math.max(0, event.fraction)));
    const note = event.note ? ` ${event.note}` : '';
    stream.write(
      `\r\x1b[K${stage.padEnd(12)} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.round(event.fraction * 100)} %${note}`,
    );
    drawn = now;
  };
  return { progress, done: clear };
}
