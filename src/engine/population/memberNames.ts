/** Names of agents: each name belongs to one agent. A crowd takes the names of a pattern without a list of them. */

/** Names by a pattern in which `{n}` stands for the number of a member, from 1 to `count`. */
interface NumberedNames {
  readonly pattern: string;
  readonly count: number;
}

/** Names that agents have. Others get other names, which are added here. */
export interface TakenNames {
  readonly names: Set<string>;
  readonly numbered: NumberedNames[];
}

export const takenNames = (names: Iterable<string> = []): TakenNames => ({ names: new Set(names), numbered: [] });

/** The pattern of a population: a pattern without `{n}` gets the number at its end. */
export const numberedPattern = (pattern: string): string => (pattern.includes('{n}') ? pattern : `${pattern} {n}`);

/** The name of the member with a number from 1. */
export const numberedName = (pattern: string, number: number): string => pattern.replaceAll('{n}', String(number));

export const isTaken = ({ names, numbered }: TakenNames, name: string): boolean =>
  names.has(name) || numbered.some((one) => isNumbered(one, name));

/** Whether a name is one of a pattern's. */
function isNumbered({ pattern, count }: NumberedNames, name: string): boolean {
  const start = pattern.indexOf('{n}');
  if (!name.startsWith(pattern.slice(0, start))) return false;
  // What follows the number may begin with digits too, so each length of the number is tried.
  for (let end = start + 1; end <= name.length && isDigit(name, end - 1); end++) {
    const number = Number(name.slice(start, end));
    if (number >= 1 && number <= count && numberedName(pattern, number) === name) return true;
  }
  return false;
}

const isDigit = (text: string, at: number): boolean => text[at]! >= '0' && text[at]! <= '9';

/** Takes all names of a pattern, unless another agent has one of them. Returns whether it has taken them. */
export function takeNumbered(taken: TakenNames, pattern: string, count: number): boolean {
  const wanted: NumberedNames = { pattern, count };
  for (const name of taken.names) if (isNumbered(wanted, name)) return false;
  if (taken.numbered.some((other) => clash(other, wanted))) return false;
  taken.numbered.push(wanted);
  return true;
}

function clash(one: NumberedNames, other: NumberedNames): boolean {
  const [a, b] = [headOf(one.pattern), headOf(other.pattern)];
  if (!a.startsWith(b) && !b.startsWith(a)) return false;
  const [few, many] = one.count <= other.count ? [one, other] : [other, one];
  for (let number = 1; number <= few.count; number++) if (isNumbered(many, numberedName(few.pattern, number))) return true;
  return false;
}

const headOf = (pattern: string): string => pattern.slice(0, pattern.indexOf('{n}'));
