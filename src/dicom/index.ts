/** DICOM: bytes to instances, series and volumes, and DICOM objects written back. */
export { type FrameProblem, setCodecWasmUrl } from './codec/index.ts';
export * from './content/index.ts';
export * from './dictionary/index.ts';
export * from './directory/index.ts';
export * from './instance/index.ts';
export { looksLikeDicom } from './parse/index.ts';
export { decodeSlice, openPixels, type PixelSource, type SliceDecoder, type SliceJob } from './pixels/index.ts';
export * from './pool/index.ts';
export * from './radiograph/index.ts';
export * from './segmentation/index.ts';
export * from './series/index.ts';
export * from './syntax/index.ts';
export * from './volume/index.ts';
export * from './write/index.ts';
