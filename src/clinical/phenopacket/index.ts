export * from './phenopacket.ts';
