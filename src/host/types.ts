/** What a machine offers to the rooms: here only the doors; `node.ts` and the page each furnish them. */
export interface TaskPool {
  readonly threads: number;
  /** Runs `task` of the module that the pool was made for, on any worker; transferables are moved. */
  run<In, Out>(task: string, input: In, transfer?: readonly ArrayBuffer[]): Promise<Out>;
  close(): Promise<void>;
}
