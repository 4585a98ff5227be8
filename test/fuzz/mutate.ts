import type { Random } from '../../src/core/index.ts';

/** Numbers that lengths and sizes lie with. */
const TELLING = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const place = (bytes: Uint8Array, random: Random): number => random.integer({ low: 0, high: Math.max(0, bytes.length - 1) });
/** Headers are where it hurts, so half of the hits go there. */
const early = (bytes: Uint8Array, random: Random): number =>
  random.next() < 0.5 ? Math.min(place(bytes, random), random.integer({ low: 0, high: 1200 })) : place(bytes, random);

const flip: Mutation = (bytes, random) => {
  const out = bytes.slice();
  for (let times = random.integer({ low: 1, high: 8 }); times > 0 && out.length > 0; times--)
    out[early(out, random)] ^= 1 << random.integer({ low: 0, high: 7 });
  return out;
};

const scatter: Mutation = (bytes, random) => {
  const out = bytes.slice();
  for (let times = random.integer({ low: 1, high: 6 }); times > 0 && out.length > 0; times--)
    out[early(out, random)] = random.integer({ low: 0, high: 255 });
  return out;
};

const lie: Mutation = (bytes, random) => {
  const out = bytes.slice();
  if (out.length < 8) return out;
  const view = new DataView(out.buffer);
  const at = Math.min(early(out, random), out.length - 4);
  const value = TELLING[random.integer({ low: 0, high: TELLING.length - 1 })];
  const little = random.next() < 0.7;
  if (random.next() < 0.5) view.setUint32(at, value, little);
  else view.setUint16(at, value & 0xffff, little);
  return out;
};

const cut: Mutation = (bytes, random) => bytes.slice(0, place(bytes, random));

const drop: Mutation = (bytes, random) => {
  const from = early(bytes, random);
  const to = Math.min(bytes.length, from + random.integer({ low: 1, high: 64 }));
  const out = new Uint8Array(bytes.length - (to - from));
  out.set(bytes.subarray(0, from));
  out.set(bytes.subarray(to), from);
  return out;
};

const repeat: Mutation = (bytes, random) => {
  const from = early(bytes, random);
  const piece = bytes.subarray(from, from + random.integer({ low: 1, high: 256 }));
  const out = new Uint8Array(bytes.length + piece.length);
  out.set(bytes.subarray(0, from));
  out.set(piece, from);
  out.set(bytes.subarray(from), from + piece.length);
  return out;
};

const splice: Mutation = (bytes, random, other) => {
  const [head, tail] = [bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))];
  const out = new Uint8Array(head.length + tail.length);
  out.set(head);
  out.set(tail, head.length);
  return out;
};

/** Bytes late in the file change and its length does not: what a header announces stays true, and the pixels' decoder is reached. */
const late: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const from = Math.floor(out.length * 0.6);
  for (let times = random.integer({ low: 1, high: 12 }); times > 0 && out.length - from > 4; times--)
    out[random.integer({ low: from, high: out.length - 3 })] = random.integer({ low: 0, high: 255 });
  return out;
};

const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
/** Attributes of explicit little endian looked for from a random place on; farther is another's turn. */
const LOOKED_FOR = 400;
const TEXTS = ['-1', '0', '1e30', '-0', '99999999999', 'NaN', '..\\..', '\\\\\\', '1\\', 'MR', '1.2.840.10008.1.2.4.90', '*'];

/** Finds an attribute and rewrites its value or its VR, so that everything around it still reads: lies that a checksum of lengths would not show. */
const attribute: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const from = random.integer({ low: 0, high: Math.max(0, Math.min(out.length, 4000) - 16) });
  for (let at = from; at < Math.min(out.length - 16, from + LOOKED_FOR); at++) {
    if (!isLetter(out[at + 4]) || !isLetter(out[at + 5]) || out[at + 7] > 1 || out[at + 6] === 0) continue;
    const length = Math.min(out.length - at - 8, out[at + 6] + 256 * out[at + 7]);
    if (random.next() < 0.15) {
      out[at + 4] = random.integer({ low: 0x41, high: 0x5a });
      return out;
    }
    const binary = out[at + 4] === 0x55 && (out[at + 5] === 0x53 || out[at + 5] === 0x4c);
    if (binary && length >= 2)
      new DataView(out.buffer).setUint16(at + 8, TELLING[random.integer({ low: 0, high: TELLING.length - 1 })] & 0xffff, true);
    else {
      const text = TEXTS[random.integer({ low: 0, high: TEXTS.length - 1 })];
      for (let index = 0; index < length; index++) out[at + 8 + index] = index < text.length ? text.charCodeAt(index) : 0x20;
    }
    return out;
  }
  return out;
};

const MUTATIONS: readonly Mutation[] = [flip, scatter, lie, lie, cut, drop, repeat, splice, late, late, attribute, attribute];

/** One to three mutations of a seed. */
export function mutate(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let out = bytes;
  for (let times = random.integer({ low: 1, high: 3 }); times > 0; times--)
    out = MUTATIONS[random.integer({ low: 0, high: MUTATIONS.length - 1 })](out, random, other);
  return out;
}
