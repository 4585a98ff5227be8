import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { DISCLAIMER, VERSION } from '../../core/index.ts';
import type { AnalysisStore } from '../store/index.ts';

export interface ServerOptions {
  readonly store: AnalysisStore;
  /** Folder of the built page. */
  readonly page: string;
  readonly port: number;
  /** Loopback only: there is no authentication yet, so any other address is refused. */
  readonly host: string;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** No outside request can leave the page, and shared memory is allowed to it. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  png: 'image/png',
};

/** Largest part of a volume that is sent at once. */
const MOST_PART_BYTES = 64 * 2 ** 20;

/** @throws RangeError for an address beyond loopback; the caller turns it into wrong use. */
export function createServer(options: ServerOptions): FastifyInstance {
  if (!LOOPBACK.has(options.host))
    throw new RangeError(`${options.host} is not a loopback address, and this version has no authentication`);
  const server = fastify({ logger: false, bodyLimit: 1 << 20 });
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS);
    // a page of another site must not reach us through a name that resolves to loopback (DNS rebinding)
    const name = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
    if (!LOOPBACK.has(name)) return reply.code(403).send({ error: 'unknown host name' });
  });
  server.get('/api/info', async () => ({ version: VERSION, disclaimer: DISCLAIMER }));
  server.get('/api/analyses', async () => ({ analyses: await options.store.list() }));
  server.get<{ Params: { id: string } }>('/api/analyses/:id/viewer/volume.nii', async (request, reply) => {
    // voxels go out in parts (RFC 9110, 14): a page shows the first slice long before the last is read
    const range = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(request.headers.range ?? '');
    const [from, to] = range ? [Number(range[1]), Number(range[2]) + 1] : [0, 0];
    if (to <= from || to - from > MOST_PART_BYTES)
      return reply.code(416).send({ error: `ask for one range of at most ${MOST_PART_BYTES} bytes` });
    const part = await options.store.readPart(request.params.id, 'viewer/volume.nii', { from, to });
    if (!part) return reply.code(404).send({ error: 'no voxels of this analysis' });
    if (!part.bytes.length) return reply.code(416).header('content-range', `bytes */${part.size}`).send({ error: 'beyond the end' });
    return reply
      .code(206)
      .header('content-range', `bytes ${from}-${from + part.bytes.length - 1}/${part.size}`)
      .type('application/octet-stream')
      .send(part.bytes);
  });
  server.get<{ Params: { id: string; '*': string } }>('/api/analyses/:id/*', async (request, reply) => {
    const file = request.params['*'];
    const bytes = await options.store.read(request.params.id, file);
    if (!bytes) return reply.code(404).send({ error: 'no such analysis or file' });
    return reply.type(TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream').send(bytes);
  });
  void server.register(fastifyStatic, { root: options.page, cacheControl: false });
  return server;
}
