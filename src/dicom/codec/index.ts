export { type Decoded, decodeFrame, type FrameProblem } from './decode.ts';
export { loadCodecs, setCodecWasmUrl } from './library.ts';
