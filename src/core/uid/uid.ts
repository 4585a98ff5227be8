import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Lower-case hex SHA-256 of text or bytes. */
export const digest = (content: string | Uint8Array): string =>
  bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content));

/**
 * UUID-derived UID (PS3.5 B.2) from a name: same name, same UID, so results stay byte-identical.
 * The 128 bits carry version 8 (RFC 9562, custom) and the RFC variant.
 */
export function uidFromName(name: string): string {
  const bits = BigInt(`0x${digest(name).slice(0, 32)}`);
  const versioned = (bits & ~(0xfn << 76n)) | (0x8n << 76n);
  const uuid = (versioned & ~(0x3n << 62n)) | (0x2n << 62n);
  return `2.25.${uuid}`;
}
