/** A person at the terminal plays an agent: numbered lists and lines of text. A closed input ends the question. */
import { createInterface, type Interface } from 'node:readline';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Json } from '../../core/util/json.js';
import type { AskPerson, Choice, PersonPort, Step } from '../../minds/index.js';
import { personForm, personText } from '../../minds/index.js';
import { printable } from './output.js';
import { t } from '../../core/util/l10n.js';

/** Asks over two streams. The input is opened for the first question and keeps the process alive only during a question. */
export function terminalPerson(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): AskPerson {
  let lines: NextLine | null = null;
  const form = personForm(portOf(output, (token) => (lines ??= openLines(input))(token)));
  return (question, token) => {
    output.write(`\n${printable(personText(question))}\n`);
    return form(question, token);
  };
}

type NextLine = (token: CancellationToken) => Promise<string | undefined>;

function portOf(output: NodeJS.WritableStream, next: NextLine): PersonPort {
  const say = (text: string): void => void output.write(printable(text));
  const again = async <T>(step: Step, prompt: string, read: (line: string) => T | string): Promise<T | undefined> => {
    for (;;) {
      say(prompt);
      const line = await next(step.token);
      if (line === undefined) return undefined;
      const found = read(line);
      if (typeof found !== 'string') return found;
      say(`${found}\n`);
    }
  };
  return {
    pick: (step, choices, most, optional) => {
      say(`\n${heading(step)}${choices.map(({ label, detail }, i) => `  ${i + 1}. ${label}${detail ? ` (${detail})` : ''}\n`).join('')}`);
      const range = most > 1 ? t('up to {0} numbers', most) : t('a number');
      return again(step, `${range}${optional ? t(', or nothing') : ''}> `, (line) => picked(line, choices, most, optional));
    },
    write: async (step, wrong) => {
      say(`\n${heading(step)}`);
      const found = await again(step, '> ', (line) => wrong(line) ?? [line]);
      return found?.[0];
    },
  };
}

const heading = ({ title, hint }: Step): string => `${title}\n${hint === '' ? '' : `${hint}\n`}`;

/** The choices for the numbers in a line, or what is wrong with the line. */
function picked(line: string, choices: readonly Choice[], most: number, optional: boolean): readonly Json[] | string {
  const words = line.split(/[\s,]+/).filter((word) => word !== '');
  const numbers = [...new Set(words.map(Number))];
  if (numbers.some((n) => !Number.isInteger(n) || n < 1 || n > choices.length)) return t('Write numbers from 1 to {0}.', choices.length);
  if (numbers.length > most) return most === 1 ? t('Write one number.') : t('Write at most {0} numbers.', most);
  if (numbers.length === 0 && !optional) return t('Write a number.');
  return numbers.map((n) => choices[n - 1]!.value);
}

/** Lines as they arrive; early lines wait. Undefined at the end of input and on cancellation. */
function openLines(input: NodeJS.ReadableStream): NextLine {
  const reader: Interface = createInterface({ input });
  const early: string[] = [];
  let waiting: ((line: string | undefined) => void) | null = null;
  let ended = false;
  const give = (line: string | undefined): void => {
    const take = waiting;
    waiting = null;
    if (take) take(line);
    else if (line !== undefined) early.push(line);
  };
  reader.on('line', give);
  reader.on('close', () => {
    ended = true;
    give(undefined);
  });
  reader.pause();
  return (token) => {
    if (early.length > 0) return Promise.resolve(early.shift());
    if (ended || token.isCancellationRequested) return Promise.resolve(undefined);
    reader.resume();
    return new Promise((resolve) => {
      const listener = token.onCancellationRequested(() => give(undefined));
      waiting = (line) => {
        listener.dispose();
        reader.pause();
        resolve(line);
      };
    });
  };
}
