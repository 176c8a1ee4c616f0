/** Arguments of a command: options, names, and the options that choose a scenario. */
import { type CompileOptions, NULL_RUNS, type NullRun } from '../../engine/index.js';
import { wholeNumber } from './files.js';
import { UsageError } from './output.js';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from '../../core/util/suggest.js';
import { t } from '../../core/util/l10n.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: T }>>;

/** Options and positionals of `command`; a usage error that names the option and the most similar one of the command. */
export function argumentsOf<const T extends Options>(command: string, args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(refusal(command, error as NodeJS.ErrnoException, options));
  }
}

function refusal(command: string, { code, message }: NodeJS.ErrnoException, options: Options): string {
  const option = /'(-[^\s'<]+)/.exec(message)?.[1];
  if (option === undefined) return message;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return t(
      '`{0}` has no option `{1}`.{2}',
      command,
      option,
      didYouMean(
        option,
        Object.keys(options).map((name) => `--${name}`),
      ),
    );
  const takesValue = options[option.replace(/^--/, '')]?.type === 'string';
  return takesValue ? t('`{0}` needs a value.', option) : t('`{0}` takes no value.', option);
}

// The options for the scenario, for commands that run one.

/** In the form that `argumentsOf` takes. */
export const CHOICES = {
  scenario: { type: 'string' },
  seed: { type: 'string' },
  rounds: { type: 'string' },
  mind: { type: 'string' },
} as const;

/** The given options; a usage error where a number is not valid. */
export function chosen(values: { readonly [name in keyof typeof CHOICES]?: string | undefined }): CompileOptions {
  const { scenario, mind } = values;
  const [seed, rounds] = [wholeNumber('seed', values.seed, 0), wholeNumber('rounds', values.rounds, 1)];
  return {
    ...(scenario === undefined ? {} : { scenario }),
    ...(seed === undefined ? {} : { seed }),
    ...(rounds === undefined ? {} : { rounds }),
    ...(mind === undefined ? {} : { mind }),
  };
}

/** Kinds of null run, each once; commas join several. */
export function nullRuns(values: readonly string[] = []): readonly NullRun[] {
  const wanted = [...new Set(values.flatMap((value) => value.split(',')).map((value) => value.trim()))];
  return wanted.map((value) => {
    const found = NULL_RUNS.find((kind) => kind === value);
    if (!found) throw new UsageError(t('--null takes {0}, not `{1}`.', NULL_RUNS.join(', '), value));
    return found;
  });
}
