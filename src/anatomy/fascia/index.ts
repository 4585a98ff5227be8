export * from './deep-fascia.ts';
export * from './skin.ts';
