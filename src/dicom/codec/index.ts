export { type Decoded, decodeFrame } from './decode.ts';
export { setCodecWasmUrl } from './library.ts';
