/** A question at the terminal that is answered with yes or no. */
import { createInterface } from 'node:readline/promises';

/** Whether the user answers `y` or `yes`. The question is printed on stderr. The input must be a terminal. */
export async function isConfirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(question).finally(() => terminal.close());
  return /^y(es)?$/i.test(answer.trim());
}
