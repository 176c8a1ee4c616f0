/** A short sum by which a line is told from one that was damaged: against bits that flip, not against people who forge. */

/** FNV-1a of nothing. */
export const NO_SUM = 0x811c9dc5;

/** FNV-1a, going on from what came before: no other character in the place of one gives the same. */
export function addSum(hash: number, text: string): number {
  let sum = hash;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum;
}

/** The sum as it is written: eight hexadecimal digits. */
export const sumText = (hash: number): string => (hash >>> 0).toString(16).padStart(8, '0');

export const checksum = (text: string): string => sumText(addSum(NO_SUM, text));

const SEAL = /,"sum":"([0-9a-f]{8})"\}$/;

/** A line of one JSON object, with the sum of all that stands before it as its last member. */
export function sealed(json: string): string {
  const open = json.slice(0, -1);
  return `${open},"sum":"${checksum(open)}"}\n`;
}

/** The line without its sum; itself where it has none, as in older runs; null where the sum is that of another text. */
export function unsealed(line: string): string | null {
  const seal = SEAL.exec(line);
  if (!seal) return line;
  const open = line.slice(0, seal.index);
  return checksum(open) === seal[1] ? `${open}}` : null;
}
