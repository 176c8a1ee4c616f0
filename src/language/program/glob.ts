/**
 * Patterns of paths: `*` and `?` within a part, `**` over parts, `{a,b}` for either. Everything else is literal.
 *
 * A pattern comes from an untrusted file, so the time is bounded: parts of the pattern times parts of the path.
 * picomatch 2.3 compiles a pattern to a regular expression that backtracks: `a*a*a*a*a*a*a*a*a*a*a*b.society` against a name of 40 letters
 * takes it half a minute.
 */

/** The matching paths, in the order of their code units. `paths` are relative to the start of the pattern. */
export function matching(pattern: string, paths: readonly string[]): readonly string[] {
  const alternatives = expanded(pattern).map((one) => one.split('/').filter((part) => part !== '' && part !== '.'));
  const fits = (path: string): boolean => alternatives.some((parts) => fitsParts(parts, path.split('/')));
  return paths.filter(fits).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The most alternatives of a pattern. */
const MOST = 256;

/** `{a,b}` written out, inner ones first. Braces without a comma, or without their other half, are literal. */
function expanded(pattern: string): readonly string[] {
  let open = [pattern];
  for (;;) {
    const next = open.flatMap((one) => {
      const found = /\{([^{}]*,[^{}]*)\}/.exec(one);
      if (!found) return [one];
      const [whole, inside = ''] = found;
      const [head, tail] = [one.slice(0, found.index), one.slice(found.index + whole.length)];
      return inside.split(',').map((choice) => head + choice + tail);
    });
    if (next.length === open.length || next.length > MOST) return next.slice(0, MOST);
    open = next;
  }
}

/** Matches row by row, so that many `**` cost no more than parts times parts. */
function fitsParts(pattern: readonly string[], path: readonly string[]): boolean {
  let row = path.map(() => false);
  row.push(false);
  row[0] = true;
  for (const part of pattern) {
    const next = row.map(() => false);
    for (let i = 0; i <= path.length; i++) {
      if (part === '**') next[i] = (row[i] as boolean) || (i > 0 && (next[i - 1] as boolean));
      else if (i > 0) next[i] = (row[i - 1] as boolean) && fitsPart(part, path[i - 1] as string);
    }
    row = next;
  }
  return row[path.length] as boolean;
}

/** Like `fitsParts`, by characters. */
function fitsPart(pattern: string, name: string): boolean {
  let [i, j, star, mark] = [0, 0, -1, 0];
  while (j < name.length) {
    if (i < pattern.length && pattern[i] === '*') [star, mark, i] = [i, j, i + 1];
    else if (i < pattern.length && (pattern[i] === '?' || pattern[i] === name[j])) [i, j] = [i + 1, j + 1];
    else if (star >= 0) [i, mark, j] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  while (pattern[i] === '*') i++;
  return i === pattern.length;
}
