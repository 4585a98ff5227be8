/** Reads one folder in a process of its own and prints what it took: `node one.js <folder> [threads]`. */
import { collectFiles, openPool, pooledDecoding } from '../../src/host/index.ts';
import { readInput } from '../../src/intake/index.ts';

const [folder, threads = '2'] = process.argv.slice(2);
const started = performance.now();
const { files } = await collectFiles([folder]);
const pool = Number(threads) > 1 ? openPool({ threads: Number(threads) }) : null;
const { volume, issues, inputHash } = await readInput(files, pool ? pooledDecoding(pool) : {});
const seconds = (performance.now() - started) / 1000;
await pool?.close();
let sum = 0;
for (const value of volume?.hu ?? []) sum += value;
console.log(
  JSON.stringify({ seconds, sum, inputHash, pooled: pool !== null, issues: issues.map((each) => each.code), size: volume?.grid.size }),
);
