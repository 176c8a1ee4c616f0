/** A short sum that shows whether a line is damaged. It detects flipped bits. It does not protect against forgery. */

/** The FNV-1a sum of the empty text. */
export const NO_SUM = 0x811c9dc5;

/** Continues the FNV-1a sum `hash` with a text. If one character is replaced by another, the sum changes. */
export function addSum(hash: number, text: string): number {
  let sum = hash;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum;
}

/** The sum in the form that files have: eight hexadecimal digits. */
export const sumText = (hash: number): string => (hash >>> 0).toString(16).padStart(8, '0');

export const checksum = (text: string): string => sumText(addSum(NO_SUM, text));

const SEAL = /,"sum":"([0-9a-f]{8})"\}$/;

/** A line of one JSON object. Its last member is the sum of all text before it. */
export function sealed(json: string): string {
  const open = json.slice(0, -1);
  return `${open},"sum":"${checksum(open)}"}\n`;
}

/**
 * The line without its sum. A line without a sum, as in older runs, is returned as it is. Returns null if the sum belongs to
 * another text.
 */
export function unsealed(line: string): string | null {
  const seal = SEAL.exec(line);
  if (!seal) return line;
  const open = line.slice(0, seal.index);
  return checksum(open) === seal[1] ? `${open}}` : null;
}
