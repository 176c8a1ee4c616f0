/** Names of minds and of the built-in mind's strategies: the labels in events, manifests, exports, reports and methods. */
import type { MindKind, MindLabel } from './events/events.js';
import { marked } from './util/l10n.js';
import { translated } from './util/recordedText.js';

/** Names of the built-in mind's strategies (docs/builtin-mind.md), for the mind and for the check of their spelling. */
export const STRATEGIES = [
  ...['always_cooperate', 'sustainable', 'tit_for_tat', 'grim', 'generous', 'greedy', 'always_defect', 'split_fair'],
  ...['alternate', 'linear', 'honest', 'conform', 'contrarian', 'popular', 'friends_of_friends', 'similar', 'loyal', 'random'],
] as const;

/** Names with which an author can tell the built-in mind the meaning of a number. */
export const HINTS = {
  strategy: 'strategy',
  limit: 'limit',
  opening: 'opening',
  opinion: 'opinion',
  tolerance: 'tolerance',
  share: 'share',
  growth: 'growth',
  price: 'price',
  most: 'most',
  pot: 'pot',
} as const;

/** Versions of the minds that this program contains. If the answers of a mind change, its number is increased (docs/builtin-mind.md). */
export const MIND_VERSIONS: { readonly [kind in 'builtin' | 'random']: string } = { builtin: 'builtin 3', random: 'random 1' };

/** The version of a mind that has no model name. */
const UNVERSIONED = '1';

/** The text in a label for a mind without a model name. */
export const mindVersion = (kind: MindKind): string => (kind === 'builtin' || kind === 'random' ? MIND_VERSIONS[kind] : UNVERSIONED);

/** The name or version in a label; null if a run of an earlier version has none. */
export const versionIn = ({ model }: MindLabel): string | null => (model === UNVERSIONED ? null : model);

/** A mind in a table or file: `builtin 2`, `near (builtin 2)`, `local (qwen3:8b)`, `script`. */
export function mindName(label: MindLabel): string {
  const version = versionIn(label);
  if (version === null) return label.id;
  return version.startsWith(`${label.id} `) ? version : `${label.id} (${version})`;
}

const KIND_WORDS: { readonly [kind in MindKind]: string | null } = {
  builtin: marked('built-in mind (rule-based)'),
  random: marked('random mind (null)'),
  scripted: marked('a script'),
  recorded: marked('recorded answers'),
  human: marked('a person'),
  openai: null,
  editor: null,
};

const VERSIONED: { readonly [K in 'builtin' | 'random']: string } = {
  builtin: marked('built-in mind (rule-based, {0})'),
  random: marked('random mind (null, {0})'),
};

/** A mind in a sentence: `built-in mind (rule-based, builtin 2)`, `qwen3:8b`. */
export function mindWords(label: MindLabel): string {
  const words = KIND_WORDS[label.kind];
  const version = versionIn(label);
  if (words === null) return version ?? label.id;
  return version !== null && (label.kind === 'builtin' || label.kind === 'random') ? VERSIONED[label.kind].replace('{0}', version) : words;
}

/** The words of one or more minds in the language of the reader; runs and reports have them in English. */
export const shownMinds = (words: string): string =>
  words
    .split(/, (?![^(]*\))/)
    .map(translated)
    .join(', ');
