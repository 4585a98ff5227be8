// Compiles src/kernels/assembly (AssemblyScript) to src/kernels/wasm/kernels.generated.ts: two modules, on shared and on
// unshared memory, as base64, so that neither Node, a page nor a test needs a file beside the code. The result is
// committed; `--check` compiles again and fails when it differs.
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src/kernels/assembly');
const target = join(root, 'src/kernels/wasm/kernels.generated.ts');

/** Pages of 64 KiB: the control block, and the most that 32-bit addresses reach. */
const PAGES = { initial: '16', maximum: '65536' };

async function compile(shared) {
  const files = new Map();
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--outFile=kernels.wasm',
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime=stub',
      '--use=abort=',
      '--enable=simd',
      '--enable=threads',
      '--importMemory',
      `--initialMemory=${PAGES.initial}`,
      `--maximumMemory=${PAGES.maximum}`,
      ...(shared ? ['--sharedMemory'] : []),
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(join(base === '.' ? source : base, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        files.set(name, contents);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`AssemblyScript: ${error.message}\n${stderr.toString()}`);
  return Buffer.from(files.get('kernels.wasm')).toString('base64');
}

export async function generateKernels() {
  const shared = await compile(true);
  const unshared = await compile(false);
  return [
    '// Made by scripts/build-kernels.mjs from src/kernels/assembly. Do not edit.',
    '',
    '/** Needs a shared WebAssembly.Memory. */',
    `export const SHARED_MODULE = '${shared}';`,
    '',
    '/** Takes any memory; one thread. */',
    `export const UNSHARED_MODULE = '${unshared}';`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await generateKernels();
  if (process.argv.includes('--check')) {
    const kept = readFileSync(target, 'utf8');
    if (kept !== made) {
      process.stderr.write('build-kernels: src/kernels/wasm/kernels.generated.ts is not what src/kernels/assembly compiles to\n');
      process.exit(1);
    }
  } else writeFileSync(target, made);
}
