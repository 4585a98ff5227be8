import * as library from 'dcmjs-codecs';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeEncapsulated } from '../../../bench/read/encapsulate.ts';
import { makeSlices } from '../../../test/fixtures/slices.ts';
import { readWhole, type SourceFile, sourceFromBytes, type Vector3 } from '../../core/index.ts';
import { readInput } from '../../intake/index.ts';
import { answer, type PoolWorker, pooledDecoding, poolOf, type TaskAnswer, type TaskMessage, transfers } from './index.ts';

type Codecs = typeof library;
const { NativeCodecs, Context } = ((library as unknown as { default?: Codecs }).default ?? library) as Codecs;
const SIDE = 16;
const SLICES = 9;

/** A worker in this thread: messages and answers are cloned and moved as they are between threads. */
function inThread(tasks: string[], dies: (id: number) => boolean = () => false): PoolWorker {
  let reply: (given: TaskAnswer) => void = () => {};
  let die: (cause: string) => void = () => {};
  return {
    post: (message, transfer) => {
      const received = structuredClone(message, { transfer: [...transfer] }) as TaskMessage;
      tasks.push(received.task);
      if (dies(received.id)) queueMicrotask(() => die('out of memory'));
      else void answer(received).then((given) => reply(structuredClone(given, { transfer: transfers(given) })));
    },
    onAnswer: (listener) => {
      reply = listener;
    },
    onDeath: (listener) => {
      die = listener;
    },
    stop: async () => {},
  };
}

/** A compressed series; `tilt` moves each slice along j, mm. */
async function series(tilt: number): Promise<SourceFile[]> {
  const pixels = (slice: number): Int16Array => Int16Array.from({ length: SIDE * SIDE }, (_, at) => ((at * 13 + slice * 101) % 900) - 400);
  const plain = makeSlices({
    name: `pool ${tilt}`,
    rows: SIDE,
    columns: SIDE,
    orientation: [1, 0, 0, 0, 1, 0],
    spacingMm: [1, 1],
    slices: Array.from({ length: SLICES }, (_, slice) => ({ positionMm: [0, tilt * slice, 2 * slice] as Vector3, pixels: pixels(slice) })),
  });
  return Promise.all(
    plain.map(async (file, slice) => {
      const context = new Context({
        width: SIDE,
        height: SIDE,
        bitsAllocated: 16,
        bitsStored: 16,
        samplesPerPixel: 1,
        pixelRepresentation: 1,
        planarConfiguration: 0,
        photometricInterpretation: 'MONOCHROME2',
        decodedBuffer: new Uint8Array(pixels(slice).buffer),
      });
      const frame = NativeCodecs.encodeJpegLs(context, { lossy: false }).getEncodedBuffer()!.slice();
      return sourceFromBytes(file.path, writeEncapsulated(await readWhole(file), frame, '1.2.840.10008.1.2.4.80'));
    }),
  );
}

describe('decoding on other threads', () => {
  beforeAll(() => NativeCodecs.initializeAsync());

  for (const [name, tilt] of [
    ['straight', 0],
    ['tilted', 0.6],
  ] as const)
    it(`gives a ${name} volume as one thread does, through shared memory and through copies`, async () => {
      const files = await series(tilt);
      const alone = await readInput(files);
      expect(alone.volume?.hu.some((hu) => hu !== 0)).toBe(true);
      for (const shared of [true, false]) {
        const tasks: string[] = [];
        const pool = poolOf(() => inThread(tasks), 2);
        const { decode, parallel, allocate } = pooledDecoding(pool);
        const reading = await readInput(files, shared ? { decode, parallel, allocate } : { decode, parallel });
        expect(tasks).toHaveLength(SLICES);
        expect(reading.volume?.hu.buffer instanceof SharedArrayBuffer).toBe(shared);
        expect([...reading.volume!.hu]).toEqual([...alone.volume!.hu]);
        expect([reading.inputHash, reading.issues]).toEqual([alone.inputHash, alone.issues]);
        await pool.close();
      }
    });

  it('starts its threads while headers are read, and for compressed series only', async () => {
    const tasks: string[] = [];
    const pool = poolOf(() => inThread(tasks), 2);
    const { prepare, ...decoding } = pooledDecoding(pool);
    prepare?.('1.2.840.10008.1.2.1');
    expect(tasks).toEqual([]);
    const { volume } = await readInput(await series(0), { ...decoding, prepare });
    expect(volume).not.toBeNull();
    expect(tasks.slice(0, 2)).toEqual(['load-codecs', 'load-codecs']);
    expect(tasks.filter((task) => task === 'decode-slice')).toHaveLength(SLICES);
    await pool.close();
  });

  it('leaves out the slices that a dying thread had at hand, named, and goes on with another', async () => {
    const started: string[][] = [];
    const pool = poolOf(() => {
      const tasks: string[] = [];
      started.push(tasks);
      return inThread(tasks, (id) => id === 4);
    }, 1);
    const { volume, issues } = await readInput(await series(0), pooledDecoding(pool));
    expect(started).toHaveLength(2);
    expect(issues[0]).toMatchObject({ code: 'dicom-undecodable', received: 'a frame that its decoder did not survive (out of memory)' });
    expect(volume?.grid.size[2]).toBe(SLICES);
    await pool.close();
  });
});
