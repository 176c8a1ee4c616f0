/** Hover on a value in short form: a sentence with its numbers says what it means. */
import { priorEnds, priorOf, type PriorSpec } from '../../names/priors.js';
import { branches, type Schema } from '../../schema/schema.js';

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
    const what = by === 'degree' ? 'degree (number of ties)' : `\`${by}\``;
    return `The ${n} ${n === '1' ? 'agent' : 'agents'} with the ${way === 'top' ? 'highest' : 'lowest'} ${what}. Equal values are taken in the order of the cast. The ranking is computed each time the value is used.`;
  }
  const random = parts(text, /^random (\d+)$/);
  return random && `${random[0]} ${random[0] === '1' ? 'agent' : 'agents'} drawn at random. The draw depends on the seed and the round.`;
};

const schedule: Said = (text) => {
  const every = parts(text, /^every (\d+)$/);
  if (every) return `Every ${every[0]} rounds: in rounds ${[1, 2, 3].map((i) => i * Number(every[0])).join(', ')}, …`;
  return text === 'start' ? 'Before round 1.' : text === 'end' ? 'After the last round.' : null;
};

const odds: Said = (text) => {
  const share = parts(text, /^(\d+) of (\d+) seeds$/);
  if (share) return `Passes if the condition holds in at least ${share[0]} of ${share[1]} runs, one run for each of ${share[1]} seeds.`;
  const test = parts(text, /^(\d+) seeds, p < (0\.\d+)$/);
  if (test) return `Runs ${test[0]} seeds. Passes if the mean difference is above 0 with p < ${test[1]}, by a one-sided test.`;
  const interval = parts(text, /^(\d+) seeds, 95 % interval$/);
  return interval && `Runs ${interval[0]} seeds. Passes if the 95 % interval of the mean difference lies above 0.`;
};

const NAMES: { readonly [name: string]: (a: string, b: string) => string } = {
  normal: (a, b) => `A draw from a normal distribution with mean ${a} and standard deviation ${b}`,
  lognormal: (a, b) => `A draw whose logarithm is normal with mean ${a} and standard deviation ${b}`,
  uniform: (a, b) => `A draw from ${a} to ${b}, each value as likely as any other`,
  beta: (a, b) => `A draw from a beta distribution with parameters ${a} and ${b}, between 0 and 1`,
  gamma: (a, b) => `A draw from a gamma distribution with shape ${a} and scale ${b}`,
  poisson: (a) => `A whole number from a Poisson distribution with mean ${a}`,
};

const distribution: Said = (text) => {
  const call = parts(text, /^([a-z]+)\(\s*([-\d.]+)\s*(?:,\s*([-\d.]+)\s*)?\)(?:\s+in\s+([-\d.]+?)\.\.([-\d.]+))?$/);
  const name = call && NAMES[call[0]!];
  if (call && name)
    return `${name(call[1]!, call[2] ?? '')}${call[3] ? `, between ${call[3]} and ${call[4]}` : ''}. Each agent has its own draw.`;
  const range = parts(text, /^(-?[\d.]+?)\.\.(-?[\d.]+)$/);
  if (range) return `A draw from ${range[0]} to ${range[1]}, each value as likely as any other. Each agent has its own draw.`;
  const some = parts(text, /^(\d+)\s+of\s+\[([^\]]*)\]$/);
  if (!some) return null;
  const drawn = some[0] === '1' ? 'One value' : `${some[0]} different values`;
  return `${drawn} drawn from this list of ${some[1]!.split(',').length}, each as likely as any other. Each agent has its own draw.`;
};

const PRIORS: { readonly [kind in PriorSpec['kind']]: (prior: PriorSpec) => string } = {
  uniform: (prior) => `between ${ends(prior)}, each value as likely as any other`,
  integer: (prior) => `a whole number between ${ends(prior)}, each as likely as any other`,
  log_uniform: (prior) => `between ${ends(prior)}, each order of magnitude as likely as any other`,
  normal: (prior) => (prior.kind === 'normal' ? `near ${prior.mean}, with a standard deviation of ${prior.sd}` : ''),
  beta: (prior) => (prior.kind === 'beta' ? `between 0 and 1, by a beta distribution with parameters ${prior.a} and ${prior.b}` : ''),
  choice: () => '',
};

const ends = (prior: PriorSpec): string => priorEnds(prior).join(' and ');

const prior: Said = (text) => {
  const found = priorOf(text);
  return found && `Before the runs, the value is believed to be ${PRIORS[found.kind](found)}. Each run has its own draw.`;
};

const graph: Said = (text, graphs) => {
  const form = graphs.find(({ name }) => name === text.replace(/\(.*$/s, '').trim());
  return form ? `\`${form.usage}\`: ${form.doc}` : null;
};

const SAID: { readonly [form: string]: Said } = { pick, selector: pick, schedule, odds, distribution, prior, graph };
