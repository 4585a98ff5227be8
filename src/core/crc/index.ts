export * from './crc.ts';
