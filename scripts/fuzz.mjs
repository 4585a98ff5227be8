// `npm run fuzz [-- inputs [seed [first]]]`: the long run of test/fuzz, 200,000 inputs by default.
import { ensureInstalled, tool } from './lib.mjs';

ensureInstalled();
const [inputs = '200000', seed = '1', first = '0'] = process.argv.slice(2);
Object.assign(process.env, { FUZZ_INPUTS: inputs, FUZZ_SEED: seed, FUZZ_FIRST: first });
process.exit(tool('vitest', ['run', 'test/fuzz']));
