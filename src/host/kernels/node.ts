import type { Kernels } from '../../kernels/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';

export interface OpenKernels {
  readonly kernels: Kernels;
  close(): Promise<void>;
}

/** The fastest kernels that this machine runs. */
export async function openKernels(): Promise<OpenKernels> {
  return { kernels: createPlainKernels(), close: async () => {} };
}
