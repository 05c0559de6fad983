const BUCKETS = 20;
const BUCKET_MS = 50;

/** How many things happened in the last second, from counts in buckets of 50 ms. */
export class Rate {
  readonly #counts = new Float64Array(BUCKETS + 1);
  #bucket = 0;

  add(nowMs: number, count: number): void {
    this.#turnTo(nowMs);
    this.#counts[this.#bucket % (BUCKETS + 1)]! += count;
  }

  /** The oldest bucket counts by the share of it that the last second still covers. */
  read(nowMs: number): number {
    this.#turnTo(nowMs);
    const share = 1 - (nowMs / BUCKET_MS - Math.floor(nowMs / BUCKET_MS));
    const oldest = (this.#bucket + 1) % (BUCKETS + 1);
    let sum = 0;
    for (let index = 0; index <= BUCKETS; index++) sum += this.#counts[index]! * (index === oldest ? share : 1);
    return Math.round(sum);
  }

  clear(): void {
    this.#counts.fill(0);
  }

  #turnTo(nowMs: number): void {
    const bucket = Math.floor(nowMs / BUCKET_MS);
    const past = Math.min(bucket - this.#bucket, BUCKETS + 1);
    for (let step = 1; step <= past; step++) this.#counts[(this.#bucket + step) % (BUCKETS + 1)] = 0;
    if (past > 0) this.#bucket = bucket;
  }
}
