import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Phantom, PhantomName } from '../../phantom/index.ts';
import { makePhantom, PHANTOM_NAMES, phantomFiles } from '../../phantom/index.ts';

const seedOf = (text: string): number => {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new InvalidArgumentError('a seed is a whole number');
  return seed;
};

/** Writes the phantom's DICOM series, truth, labels and clinical file below `out`; returns what was made. */
export async function writePhantom(
  name: PhantomName,
  options: { out: string; seed: number },
): Promise<{ phantom: Phantom; files: string[] }> {
  const phantom = makePhantom(name, { seed: options.seed });
  const files: string[] = [];
  for (const { path, bytes } of phantomFiles(phantom)) {
    const target = join(options.out, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    files.push(target);
  }
  return { phantom, files };
}

export const phantomCommand = (): Command =>
  new Command('phantom')
    .description('a digital phantom: DICOM series, truth JSON, label NIfTI and a clinical file')
    .addArgument(new Argument('<name>').choices([...PHANTOM_NAMES]))
    .requiredOption('--out <dir>', 'folder to write to')
    .addOption(new Option('--seed <n>', 'seed of noise and placement').argParser(seedOf).default(1))
    .option('--json', 'the truth alone on standard output')
    .action(async (name: PhantomName, options: { out: string; seed: number; json?: boolean }) => {
      process.stderr.write(`making phantom ${name}, seed ${options.seed}...\n`);
      const { phantom, files } = await writePhantom(name, options);
      if (options.json) process.stdout.write(`${JSON.stringify(phantom.truth, null, 2)}\n`);
      else process.stdout.write(`${phantom.truth.lesions.length} lesions, ${files.length} files in ${options.out}\n`);
    });
