export { type Decoded, decodeFrame, type FrameProblem } from './decode.ts';
export { setCodecWasmUrl } from './library.ts';
