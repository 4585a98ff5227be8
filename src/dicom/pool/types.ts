/** Threads that decode; Node (`src/host`) and a page each start their own. */
export interface TaskPool {
  readonly threads: number;
  /** Runs `task` of the module that the pool was made for, on any worker; transferables are moved. */
  run<In, Out>(task: string, input: In, transfer?: readonly ArrayBuffer[]): Promise<Out>;
  close(): Promise<void>;
}
