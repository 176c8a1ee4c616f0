/**
 * Short forms: the pattern of each, and the form that was probably meant if a text does not match. Text that is not a
 * short form stays literal.
 */
import { nearest } from '../../expr/index.js';
import { graphWords } from './graphWords.js';
import { marked, t } from '../../core/util/l10n.js';

const NUMBER = '-?[0-9]+(?:\\.[0-9]+)?';
const RANGE = `${NUMBER}\\.\\.${NUMBER}`;
const PICK = /^((top|bottom) [1-9][0-9]* by [a-z][a-z0-9_.]*|random [1-9][0-9]*)$/;
const PICKED = marked('top N by …, bottom N by …, or random N');

interface Form {
  /** Texts that are meant as a short form. */
  readonly meant: RegExp;
  readonly right: RegExp;
  readonly expects: string;
  /** What `{0}` of `expects` is. */
  readonly listed?: string;
  /** Words that can be part of it. */
  readonly words: readonly string[];
}

const FORMS: Readonly<Record<string, Form>> = {
  graph: {
    meant: /^/,
    right: new RegExp(
      `^(empty|complete|(ring|preferential|followers)\\(\\s*[0-9]+\\s*\\)|random\\(\\s*${NUMBER}\\s*\\)|small_world\\(\\s*[0-9]+\\s*,\\s*${NUMBER}\\s*\\)|blocks\\((\\s*[a-z0-9_.]+|\\s*\\[[0-9, ]*\\])(\\s*,\\s*${NUMBER}\\s*){2}\\)|caveman\\(\\s*[0-9]+\\s*(,\\s*[0-9]+\\s*)?\\)|shared\\(\\s*[a-z][a-z0-9_.]*\\s*(,\\s*${NUMBER}\\s*){0,2}\\)|edges\\(.*\\))$`,
      's',
    ),
    expects: marked('{0} or a list of edges'),
    listed: graphWords.flatMap(({ name, usage }) => (name === 'edges' ? [] : [usage])).join(', '),
    words: graphWords.map(({ name }) => name),
  },
  distribution: {
    meant: /^[a-z_]+\s*\(|^-?[0-9.]+\s*(\.\.|[-–…]\s*[0-9])|^[0-9]+\s+of\b|^\S+\s+\S+\s+\[/,
    right: new RegExp(
      `^((normal|lognormal|uniform|beta|gamma)\\(\\s*${NUMBER}\\s*,\\s*${NUMBER}\\s*\\)(\\s+in\\s+${RANGE})?|poisson\\(\\s*${NUMBER}\\s*\\)(\\s+in\\s+${RANGE})?|${RANGE}|[1-9][0-9]*\\s+of\\s+\\[[^\\]]*\\])$`,
    ),
    expects:
      'normal(mean, sd), lognormal(mu, sigma), uniform(low, high), beta(a, b), gamma(shape, scale) or poisson(mean), with `in low..high` if wanted, low..high, or N of [a, b, c]',
    words: ['normal', 'lognormal', 'uniform', 'beta', 'gamma', 'poisson', 'in', 'of'],
  },
  prior: {
    meant: /(?!)/,
    right: new RegExp(
      `^(${RANGE}|(uniform|integer|log_uniform|beta)\\(\\s*${NUMBER}\\s*,\\s*${NUMBER}\\s*\\)|normal\\(\\s*${NUMBER}\\s*,\\s*${NUMBER}\\s*\\)(\\s+in\\s+${RANGE})?)$`,
    ),
    expects: '',
    words: ['uniform', 'integer', 'log_uniform', 'normal', 'beta', 'in'],
  },
  pick: { meant: /^/, right: PICK, expects: PICKED, words: ['top', 'bottom', 'random', 'by'] },
  selector: {
    meant: /^(?![=$]|(neighbours|followers) along [a-z][a-z0-9_]*$)\S+ \S/,
    right: PICK,
    expects: PICKED,
    words: ['top', 'bottom', 'random', 'by'],
  },
  answer: {
    meant: /^\S+$/,
    right: new RegExp(`^(yes_no|${RANGE})$`),
    expects: marked('yes_no, a list of labels, or a scale such as 0..4'),
    words: ['yes_no'],
  },
  type: {
    meant: /^[a-z_]+\?$|^-?[0-9][0-9.]*\s*\.\.+\s*[0-9.]*$/,
    right: new RegExp(`^(number|text|boolean|yes_no|agent|message)\\?$|^${RANGE}$`),
    expects: marked('low..high, or number, text, boolean, agent or message, with a `?` if there can be none'),
    words: ['number', 'text', 'boolean', 'yes_no', 'agent', 'message'],
  },
  kind: {
    meant: /^/,
    right: /^(number|text|boolean|yes_no|agent|message)\??$|^[^.\s][\s\S]*\.\.\s*[^.\s][\s\S]*$/,
    expects: marked('low..high, a list of words, or number, text, yes_no, agent or message, with a `?` if there can be none'),
    words: ['number', 'text', 'boolean', 'yes_no', 'agent', 'message'],
  },
  schedule: { meant: /(?!)/, right: /^(start|end|every [1-9][0-9]*)$/, expects: '', words: ['start', 'end', 'every'] },
  odds: {
    meant: /(?!)/,
    right: /^[0-9]+ of [0-9]+ seeds$|^[0-9]+ seeds, (p < 0\.[0-9]+|95 % interval)$/,
    expects: '',
    words: ['of', 'seeds', 'interval'],
  },
  range: { meant: /(?!)/, right: new RegExp(`^${RANGE}$`), expects: '', words: [] },
  duration: {
    meant: /(?!)/,
    right: /^[1-9][0-9]* (second|minute|hour|day|week|month|year)s?$/,
    expects: '',
    words: ['second', 'minute', 'hour', 'day', 'week', 'month', 'year', 'days', 'hours', 'minutes', 'weeks'],
  },
  money: { meant: /(?!)/, right: /^[0-9]+(\.[0-9]+)? [A-Z]{3}$/, expects: '', words: [] },
};

const formOf = (form: string | undefined): Form | undefined => (form !== undefined && Object.hasOwn(FORMS, form) ? FORMS[form] : undefined);

/** The expected form if a text is a wrong short form; null if the text is correct. */
export function wrongShortForm(form: string | undefined, text: string): string | null {
  const rule = formOf(form);
  return rule?.meant.test(text) && !rule.right.test(text.trim()) ? t(rule.expects, rule.listed) : null;
}

const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The short form that is nearest to the text, or null. */
export function mended(form: string | undefined, text: string): string | null {
  const rule = formOf(form);
  if (!rule) return null;
  let now = text
    .trim()
    .replace(/(?<!\bby )[A-Za-z_]+(?![^[]*\])/g, (word) => count(word) ?? (rule.words.length > 0 ? (near(word, rule) ?? word) : word));
  for (const step of STEPS) {
    now = step(now);
    if (rule.right.test(now)) return now;
  }
  return null;
}

function count(word: string): string | null {
  const index = COUNTS.indexOf(word.toLowerCase());
  return index < 0 ? null : String(index + 1);
}

/** The nearest word of a form. Words in brackets and the field of a pick are free. */
const near = (word: string, { words }: Form): string | null => (words.includes(word) ? word : nearest(word, words));

const STEPS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/([0-9])\s*(?:\.{2,}|–|…|(?<=[0-9])-)\s*(-?[0-9])/g, '$1..$2'),
  (text) => text.replace(/([0-9])\s+(?=-?[0-9])/g, '$1, '),
  (text) => text.replace(/^([0-9]+)\s*\/\s*([0-9]+)/, '$1 of $2'),
  (text) => (/^[0-9]+ of [0-9]+$/.test(text) ? `${text} seeds` : text),
  (text) => text.replace(/^(top|bottom) ([0-9]+) (?!by )/, '$1 $2 by '),
  (text) => text.replace(/^([0-9.]+)\s*\$$|^\$\s*([0-9.]+)$/, '$1$2 USD').replace(/^([0-9.]+)\s*€$|^€\s*([0-9.]+)$/, '$1$2 EUR'),
];
