/**
 * How a journal lies on the disk: sixteen bytes that say what it is, then blocks. A block is its length, the checksum of
 * its payload, the checksum of these two, and the payload: pieces, each as key and value with their lengths. All numbers
 * are unsigned, 32 bits, little-endian. Each checksum goes on from the payload's before, so that no block can stand in
 * another's place.
 */
import { crc32 } from "node:zlib";
import { Image, type Piece } from "./journal-image.ts";

const magic = Buffer.from("graft journal 1\n");
const headBytes = 12;

/** What a file begins with, and the checksum that its first block goes on from. */
export const beginning = { bytes: magic, checksum: crc32(magic) };

export interface Block {
  readonly bytes: Buffer;
  /** The next block goes on from it. */
  readonly checksum: number;
}

export const blockOf = (pieces: readonly Piece[], before: number): Block => {
  const parts: Uint8Array[] = [Buffer.alloc(headBytes)];
  for (const [key, value] of pieces) {
    const name = Buffer.from(key);
    parts.push(numbers(name.length, value.byteLength), name, value);
  }
  const bytes = Buffer.concat(parts);
  const checksum = crc32(bytes.subarray(headBytes), before);
  bytes.writeUInt32LE(bytes.length - headBytes, 0);
  bytes.writeUInt32LE(checksum, 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 8), before), 8);
  return { bytes, checksum };
};

export type JournalRead =
  | { readonly kind: "empty" }
  /** Nothing of it can be used. */
  | { readonly kind: "damaged"; readonly reason: string }
  /** `lostBytes`: what lies behind a damaged place, and was left out; a block that was only cut short is not counted. */
  | { readonly kind: "read"; readonly image: Image; readonly lostBytes: number };

/**
 * Reads blocks up to the first that is not whole. A last one that the file ends in the middle of is what a kill leaves
 * behind; anything else that does not fit its checksum is damage.
 */
export const readBlocks = (bytes: Buffer): JournalRead => {
  if (bytes.length < magic.length && magic.subarray(0, bytes.length).equals(bytes)) return { kind: "empty" };
  if (!bytes.subarray(0, magic.length).equals(magic))
    return { kind: "damaged", reason: "it does not begin as a journal does" };
  const image = new Image();
  let { checksum } = beginning;
  let at = magic.length;
  let hasBlock = false;
  const upToHere = (lostBytes: number): JournalRead => {
    if (hasBlock) return { kind: "read", image, lostBytes };
    return lostBytes === 0
      ? { kind: "empty" }
      : { kind: "damaged", reason: "its first block is not as it was written" };
  };
  while (at < bytes.length) {
    if (bytes.length - at < headBytes) return upToHere(0);
    const head = bytes.subarray(at, at + 8);
    if (bytes.readUInt32LE(at + 8) !== crc32(head, checksum)) return upToHere(bytes.length - at);
    const end = at + headBytes + head.readUInt32LE(0);
    if (end > bytes.length) return upToHere(0);
    const payload = bytes.subarray(at + headBytes, end);
    const is = crc32(payload, checksum);
    if (is !== head.readUInt32LE(4)) return upToHere(bytes.length - at);
    try {
      image.apply(piecesOf(payload));
    } catch {
      // The checksum fits, so this was written so: by another version of Graft, or by a flaw of this one.
      return { kind: "damaged", reason: "another version of Graft wrote it" };
    }
    checksum = is;
    at = end;
    hasBlock = true;
  }
  return upToHere(0);
};

const piecesOf = (payload: Buffer): Piece[] => {
  const pieces: Piece[] = [];
  for (let at = 0; at < payload.length;) {
    const keyEnd = at + 8 + payload.readUInt32LE(at);
    const end = keyEnd + payload.readUInt32LE(at + 4);
    if (end > payload.length) throw new RangeError("a piece reaches beyond its block");
    pieces.push([payload.toString("utf8", at + 8, keyEnd), payload.subarray(keyEnd, end)]);
    at = end;
  }
  return pieces;
};

const numbers = (a: number, b: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(a, 0);
  bytes.writeUInt32LE(b, 4);
  return bytes;
};
