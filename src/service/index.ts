/** Service: finished analyses and the workbench page over HTTP on loopback. The store, queue and PACS come behind these doors. */
export * from './http/index.ts';
export * from './store/index.ts';
