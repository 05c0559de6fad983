/** What the engine asks of whoever runs it. Time and chance come from here, so that tests can hold them. */
export interface Host {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** The built `compile.worker.js`. */
  readonly compilerWorker: string | URL;
  /** Folder for compiled output, kept between runs; absent: nothing is kept. */
  readonly cacheFolder?: string;
  /** How long a handler, a top level, `init` or `migrate` may run before it is cut, in ms. Default 1000. */
  readonly callTimeoutMs?: number;
}
