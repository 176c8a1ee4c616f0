/** Hover on a value in short form: a sentence with its numbers says what it means. */
import { priorEnds, priorOf, type PriorSpec } from '../../names/priors.js';
import { branches, type Schema } from '../../schema/schema.js';
import { t } from '../../../core/util/l10n.js';

/** A form that a host describes: a graph generator. */
export interface FormDoc {
  readonly name: string;
  /** The form with names for its arguments. */
  readonly usage: string;
  readonly doc: string;
}

/** The meaning of a text that a schema reads as a short form; null if it is not a short form. */
export function formMarkdown(schema: Schema, text: string, graphs: readonly FormDoc[]): string | null {
  const written = text.trim();
  for (const { 'x-form': form } of branches(schema)) {
    const said = form === undefined ? null : (SAID[form]?.(written, graphs) ?? null);
    if (said !== null) return `\`${written.replaceAll('`', '')}\`\n\n${said}`;
  }
  return null;
}

type Said = (text: string, graphs: readonly FormDoc[]) => string | null;

/** The groups of a pattern's match, or null. */
const parts = (text: string, pattern: RegExp): readonly string[] | null => pattern.exec(text)?.slice(1) ?? null;

const pick: Said = (text) => {
  const ranked = parts(text, /^(top|bottom) (\d+) by (\S+)$/);
  if (ranked) {
    const [way, n, by] = ranked;
    const what = by === 'degree' ? t('degree (number of ties)') : `\`${by}\``;
    const which =
      way === 'top'
        ? t(n === '1' ? 'The agent with the highest {1}.' : 'The {0} agents with the highest {1}.', n, what)
        : t(n === '1' ? 'The agent with the lowest {1}.' : 'The {0} agents with the lowest {1}.', n, what);
    const how = t('Equal values are taken in the order of the cast. The ranking is computed each time the value is used.');
    return `${which} ${how}`;
  }
  const random = parts(text, /^random (\d+)$/);
  return (
    random &&
    t(
      random[0] === '1'
        ? '{0} agent drawn at random. The draw depends on the seed and the round.'
        : '{0} agents drawn at random. The draw depends on the seed and the round.',
      random[0],
    )
  );
};

const schedule: Said = (text) => {
  const every = parts(text, /^every (\d+)$/);
  if (every) return t('Every {0} rounds: in rounds {1}, …', every[0], [1, 2, 3].map((i) => i * Number(every[0])).join(', '));
  return text === 'start' ? t('Before round 1.') : text === 'end' ? t('After the last round.') : null;
};

const odds: Said = (text) => {
  const share = parts(text, /^(\d+) of (\d+) seeds$/);
  if (share) return t('Passes if the condition holds in at least {0} of {1} runs, one run for each of {1} seeds.', share[0], share[1]);
  const test = parts(text, /^(\d+) seeds, p < (0\.\d+)$/);
  if (test) return t('Runs {0} seeds. Passes if the mean difference is above 0 with p < {1}, by a one-sided test.', test[0], test[1]);
  const interval = parts(text, /^(\d+) seeds, 95 % interval$/);
  return interval && t('Runs {0} seeds. Passes if the 95 % interval of the mean difference lies above 0.', interval[0]);
};

const NAMES: { readonly [name: string]: (a: string, b: string) => string } = {
  normal: (a, b) => t('A draw from a normal distribution with mean {0} and standard deviation {1}', a, b),
  lognormal: (a, b) => t('A draw whose logarithm is normal with mean {0} and standard deviation {1}', a, b),
  uniform: (a, b) => t('A draw from {0} to {1}, each value as likely as any other', a, b),
  beta: (a, b) => t('A draw from a beta distribution with parameters {0} and {1}, between 0 and 1', a, b),
  gamma: (a, b) => t('A draw from a gamma distribution with shape {0} and scale {1}', a, b),
  poisson: (a) => t('A whole number from a Poisson distribution with mean {0}', a),
};

const distribution: Said = (text) => {
  const call = parts(text, /^([a-z]+)\(\s*([-\d.]+)\s*(?:,\s*([-\d.]+)\s*)?\)(?:\s+in\s+([-\d.]+?)\.\.([-\d.]+))?$/);
  const name = call && NAMES[call[0]!];
  if (call && name)
    return t(
      '{0}{1}. Each agent has its own draw.',
      name(call[1]!, call[2] ?? ''),
      call[3] ? t(', between {0} and {1}', call[3], call[4]) : '',
    );
  const range = parts(text, /^(-?[\d.]+?)\.\.(-?[\d.]+)$/);
  if (range) return t('A draw from {0} to {1}, each value as likely as any other. Each agent has its own draw.', range[0], range[1]);
  const some = parts(text, /^(\d+)\s+of\s+\[([^\]]*)\]$/);
  if (!some) return null;
  const drawn = some[0] === '1' ? t('One value') : t('{0} different values', some[0]);
  return t('{0} drawn from this list of {1}, each as likely as any other. Each agent has its own draw.', drawn, some[1]!.split(',').length);
};

const PRIORS: { readonly [kind in PriorSpec['kind']]: (prior: PriorSpec) => string } = {
  uniform: (prior) => t('between {0}, each value as likely as any other', ends(prior)),
  integer: (prior) => t('a whole number between {0}, each as likely as any other', ends(prior)),
  log_uniform: (prior) => t('between {0}, each order of magnitude as likely as any other', ends(prior)),
  normal: (prior) => (prior.kind === 'normal' ? t('near {0}, with a standard deviation of {1}', prior.mean, prior.sd) : ''),
  beta: (prior) =>
    prior.kind === 'beta' ? t('between 0 and 1, by a beta distribution with parameters {0} and {1}', prior.a, prior.b) : '',
  choice: () => '',
};

const ends = (prior: PriorSpec): string => priorEnds(prior).join(t(' and '));

const prior: Said = (text) => {
  const found = priorOf(text);
  return found && t('Before the runs, the value is believed to be {0}. Each run has its own draw.', PRIORS[found.kind](found));
};

const graph: Said = (text, graphs) => {
  const form = graphs.find(({ name }) => name === text.replace(/\(.*$/s, '').trim());
  return form ? `\`${form.usage}\`: ${t(form.doc)}` : null;
};

const SAID: { readonly [form: string]: Said } = { pick, selector: pick, schedule, odds, distribution, prior, graph };
