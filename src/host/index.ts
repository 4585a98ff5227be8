/** Host: what a machine offers (files, threads). The only room below the service that may touch Node. */
export * from './digest/index.ts';
export * from './files/index.ts';
export * from './fonts/index.ts';
export * from './kernels/index.ts';
export * from './pool/index.ts';
