/** Reads one folder in a process of its own and prints what it took: `node one.js <folder> [threads]`; `--list` reads headers only, `--sum` adds up the voxels. */
import { pooledDecoding } from '../../src/dicom/index.ts';
import { collectFiles, openDigester, openPool } from '../../src/host/index.ts';
import { listSeries, readInput } from '../../src/intake/index.ts';

const [folder, threads = '2'] = process.argv.slice(2);
const started = performance.now();
const { files } = await collectFiles([folder]);
const codes = (issues: readonly { code: string }[]): string[] => issues.map((each) => each.code);
const seconds = (): number => (performance.now() - started) / 1000;
if (process.argv.includes('--list')) {
  const { series, issues } = await listSeries(files);
  console.log(JSON.stringify({ seconds: seconds(), files: files.length, series: series.length, issues: codes(issues) }));
} else {
  const digester = openDigester();
  const pool = Number(threads) > 1 ? openPool({ threads: Number(threads) }) : null;
  const { volume, issues, inputHash } = await readInput(files, { ...(pool ? pooledDecoding(pool) : {}), digest: digester.digest });
  const took = seconds();
  await pool?.close();
  await digester.close();
  const hu = volume?.hu ?? new Int16Array(0);
  let sum = 0;
  if (process.argv.includes('--sum')) for (let at = 0; at < hu.length; at++) sum += hu[at];
  console.log(JSON.stringify({ seconds: took, sum, inputHash, pooled: pool !== null, issues: codes(issues), size: volume?.grid.size }));
}
