/** The arguments of a command: options and positionals, with a suggestion for an unknown option. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from '../../core/util/suggest.js';
import { UsageError } from './output.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: T }>>;

/** Options and positionals of `command`; a usage error that names the option and the most similar one of the command. */
export function argumentsOf<const T extends Options>(command: string, args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(refusal(command, error as NodeJS.ErrnoException, options), { command });
  }
}

function refusal(command: string, { code, message }: NodeJS.ErrnoException, options: Options): string {
  const option = /'(-[^\s'<]+)/.exec(message)?.[1];
  if (option === undefined) return message;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return `\`${command}\` has no option \`${option}\`.${didYouMean(
      option,
      Object.keys(options).map((name) => `--${name}`),
    )}`;
  const takesValue = options[option.replace(/^--/, '')]?.type === 'string';
  return takesValue ? `\`${option}\` needs a value.` : `\`${option}\` takes no value.`;
}
