/**
 * A heap snapshot as V8 writes it, in flat arrays. Read as a stream: the text of a large heap fits into no string, and a
 * JSON parser would make an object of a hundred times its size out of it.
 */
import { strict as assert } from "node:assert";

interface Meta {
  readonly node_fields: readonly string[];
  readonly node_types: readonly [readonly string[], ...unknown[]];
  readonly edge_fields: readonly string[];
  readonly edge_types: readonly [readonly string[], ...unknown[]];
  readonly location_fields: readonly string[];
}

interface Header {
  readonly meta: Meta;
  readonly node_count: number;
  readonly edge_count: number;
}

export class Snapshot {
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly nodeCount: number;
  readonly #meta: Meta;
  readonly #nodes: Uint32Array;
  readonly #edges: Uint32Array;
  readonly #locations: Uint32Array;
  readonly #strings: Strings;
  readonly #ids = new Map<string, number>();
  readonly #nodeFields: number;
  readonly #edgeFields: number;
  readonly #typeAt: number;
  readonly #nameAt: number;
  readonly #selfSizeAt: number;
  /** First edge of each node, and one more. */
  readonly #first: Uint32Array;

  constructor(header: Header, nodes: Uint32Array, edges: Uint32Array, locations: Uint32Array, strings: Strings) {
    const { meta } = header;
    this.#meta = meta;
    this.#nodes = nodes;
    this.#edges = edges;
    this.#locations = locations;
    this.#strings = strings;
    [this.nodeTypes] = meta.node_types;
    [this.edgeTypes] = meta.edge_types;
    this.#nodeFields = meta.node_fields.length;
    this.#edgeFields = meta.edge_fields.length;
    assert.deepEqual(meta.edge_fields, ["type", "name_or_index", "to_node"], "edges of an unknown form");
    this.#typeAt = fieldOf(meta, "type");
    this.#nameAt = fieldOf(meta, "name");
    this.#selfSizeAt = fieldOf(meta, "self_size");
    this.nodeCount = nodes.length / this.#nodeFields;
    this.#first = new Uint32Array(this.nodeCount + 1);
    const edgeCountAt = fieldOf(meta, "edge_count");
    for (let node = 0, edge = 0; node < this.nodeCount; node++) {
      edge += nodes[node * this.#nodeFields + edgeCountAt] as number;
      this.#first[node + 1] = edge;
    }
  }

  /** Nodes are numbered from 0, which is the root; edges from 0 too, those of one node in a row. */
  nodeType(node: number): number {
    return this.#nodes[node * this.#nodeFields + this.#typeAt] as number;
  }

  nodeName(node: number): string {
    return this.#strings.at(this.nodeNameId(node));
  }

  /** Number of the name's string. */
  nodeNameId(node: number): number {
    return this.#nodes[node * this.#nodeFields + this.#nameAt] as number;
  }

  /** In bytes, without what it refers to. */
  selfSize(node: number): number {
    return this.#nodes[node * this.#nodeFields + this.#selfSizeAt] as number;
  }

  firstEdge(node: number): number {
    return this.#first[node] as number;
  }

  /** One behind the last. */
  endEdge(node: number): number {
    return this.#first[node + 1] as number;
  }

  edgeType(edge: number): number {
    return this.#edges[edge * this.#edgeFields] as number;
  }

  /** Number of the name's string; an index where the edge has no name. */
  edgeNameId(edge: number): number {
    return this.#edges[edge * this.#edgeFields + 1] as number;
  }

  edgeName(edge: number): string {
    const type = this.edgeTypes[this.edgeType(edge)];
    const id = this.edgeNameId(edge);
    return type === "element" || type === "hidden" ? String(id) : this.#strings.at(id);
  }

  edgeTo(edge: number): number {
    return (this.#edges[edge * this.#edgeFields + 2] as number) / this.#nodeFields;
  }

  /** Comparing numbers spares reading names. @returns -1 where nothing has that name. */
  stringId(text: string): number {
    let id = this.#ids.get(text);
    if (id === undefined) this.#ids.set(text, (id = this.#strings.indexOf(text)));
    return id;
  }

  stringAt(id: number): string {
    return this.#strings.at(id);
  }

  /** Of a reference: 8, or 4 where V8 compresses pointers, as it does in Electron. */
  wordBytes(): number {
    const number = this.nodeTypes.indexOf("number");
    // A number on the heap is one word and eight bytes of value.
    for (let node = 0; node < this.nodeCount; node++)
      if (this.nodeType(node) === number && this.nodeName(node) === "heap number") return this.selfSize(node) - 8;
    return 8;
  }

  /** Where functions begin in their scripts; line and column from 0. */
  locations(): Map<number, { readonly line: number; readonly column: number }> {
    const { location_fields: fields } = this.#meta;
    const [node, line, column] = ["object_index", "line", "column"].map((name) => fields.indexOf(name)) as [
      number,
      number,
      number,
    ];
    const found = new Map<number, { line: number; column: number }>();
    for (let i = 0; i < this.#locations.length; i += fields.length)
      found.set((this.#locations[i + node] as number) / this.#nodeFields, {
        line: this.#locations[i + line] as number,
        column: this.#locations[i + column] as number,
      });
    return found;
  }
}

const fieldOf = ({ node_fields }: Meta, name: string): number => {
  const at = node_fields.indexOf(name);
  assert(at >= 0, `nodes without ${name}`);
  return at;
};

/** The strings of a snapshot as bytes: few of them are ever asked for. */
class Strings {
  readonly #bytes: Buffer;
  /** Where each begins and ends, without its quotes. */
  readonly #ranges: Numbers;

  constructor(bytes: Uint8Array, ranges: Numbers) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#ranges = ranges;
  }

  at(id: number): string {
    const text = this.#bytes.toString("utf8", this.#ranges.at(id * 2), this.#ranges.at(id * 2 + 1));
    return text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
  }

  /** @param text without anything that JSON writes in another way */
  indexOf(text: string): number {
    const wanted = Buffer.from(text);
    for (let id = 0; id * 2 < this.#ranges.length; id++) {
      const start = this.#ranges.at(id * 2);
      const end = this.#ranges.at(id * 2 + 1);
      if (end - start === wanted.length && this.#bytes.compare(wanted, 0, wanted.length, start, end) === 0) return id;
    }
    return -1;
  }
}

/** A list of numbers that grows. */
class Numbers {
  #values: Uint32Array;
  length = 0;

  constructor(capacity: number) {
    this.#values = new Uint32Array(Math.max(capacity, 16));
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Uint32Array(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  values(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }
}

const quote = 34;
const backslash = 92;
const openBracket = 91;
const closeBracket = 93;
const zero = 48;
const nine = 57;

type State = "header" | "between" | "numbers" | "strings" | "in string" | "escaped";

/**
 * Takes the snapshot's text piece by piece, as V8 streams it: an object of a header and of arrays of numbers, one array of
 * strings last.
 */
export class SnapshotReader {
  #state: State = "header";
  #header: Header | undefined;
  /** Text of the header, then of the key that comes next. */
  #text = "";
  readonly #arrays = new Map<string, Numbers>();
  #current = new Numbers(0);
  #number = -1;
  #depth = 0;
  #bytes = new Uint8Array(1 << 20);
  #size = 0;
  readonly #ranges = new Numbers(1 << 12);

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;)
      switch (this.#state) {
        case "header":
        case "between":
          at = this.#key(chunk, at);
          break;
        case "numbers":
          at = this.#numbers(chunk, at);
          break;
        default:
          at = this.#strings(chunk, at);
      }
  }

  end(): Snapshot {
    assert(this.#header, "a snapshot without a header");
    const array = (name: string): Uint32Array => this.#arrays.get(name)?.values() ?? new Uint32Array();
    const strings = new Strings(this.#bytes.subarray(0, this.#size), this.#ranges);
    const nodes = array("nodes");
    const edges = array("edges");
    const { node_count, edge_count, meta } = this.#header;
    assert.equal(nodes.length, node_count * meta.node_fields.length, "a snapshot that ends too soon");
    assert.equal(edges.length, edge_count * meta.edge_fields.length, "a snapshot that ends too soon");
    return new Snapshot(this.#header, nodes, edges, array("locations"), strings);
  }

  /** Reads up to where the next array begins. The header has arrays of its own, and ends where `"nodes"` begins. */
  #key(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte !== openBracket) {
        this.#text += String.fromCharCode(byte);
        continue;
      }
      const key = /"(\w+)":\s*$/.exec(this.#text)?.[1];
      if (this.#state === "header" && key !== "nodes") {
        this.#text += "[";
        continue;
      }
      if (this.#state === "header") this.#readHeader();
      this.#text = "";
      this.#begin(key ?? "");
      return at + 1;
    }
    return chunk.length;
  }

  #readHeader(): void {
    const text = this.#text.replace(/,\s*"nodes":\s*$/, "}");
    this.#header = (JSON.parse(text) as { snapshot: Header }).snapshot;
  }

  #begin(key: string): void {
    const { node_count = 0, edge_count = 0, meta } = this.#header ?? {};
    const size =
      key === "nodes"
        ? node_count * (meta?.node_fields.length ?? 0)
        : key === "edges"
          ? edge_count * (meta?.edge_fields.length ?? 0)
          : 0;
    this.#current = new Numbers(size);
    this.#arrays.set(key, this.#current);
    this.#depth = 1;
    this.#number = -1;
    this.#state = key === "strings" ? "strings" : "numbers";
  }

  #numbers(chunk: Uint8Array, from: number): number {
    let number = this.#number;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte >= zero && byte <= nine) number = (number < 0 ? 0 : number * 10) + byte - zero;
      else {
        if (number >= 0) this.#current.push(number);
        number = -1;
        if (byte === openBracket) this.#depth++;
        else if (byte === closeBracket && --this.#depth === 0) {
          this.#number = -1;
          this.#state = "between";
          return at + 1;
        }
      }
    }
    this.#number = number;
    return chunk.length;
  }

  #strings(chunk: Uint8Array, from: number): number {
    const base = this.#size - from;
    let state = this.#state;
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (state === "escaped") state = "in string";
      else if (state === "in string") {
        if (byte === backslash) state = "escaped";
        else if (byte === quote) {
          this.#ranges.push(base + at);
          state = "strings";
        }
      } else if (byte === quote) {
        this.#ranges.push(base + at + 1);
        state = "in string";
      } else if (byte === closeBracket) {
        state = "between";
        break;
      }
    }
    this.#keep(chunk.subarray(from, at));
    this.#state = state;
    return at === chunk.length ? at : at + 1;
  }

  #keep(bytes: Uint8Array): void {
    if (this.#size + bytes.length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(this.#bytes.length * 2, this.#size + bytes.length));
      wider.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = wider;
    }
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }
}
