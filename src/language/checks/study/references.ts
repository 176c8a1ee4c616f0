/** Checks what a scenario is compared with: each entry names one kind of data, its groups exist, and its keys have an effect. */
import { nearest, noSuch } from '../../../core/util/suggest.js';
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { type Entry, entryOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { definitionsOf, entriesIn, numberOf, scalarsOf, textsIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

export const checkReferenceData = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap(({ entry }) => {
    // An entry of a scenario that extends another may only change an inherited one.
    const isWhole = valueAt(entry.value, 'extends') === undefined;
    return entriesIn(entry.value, 'compare_with').flatMap((one) => (isWhole ? referenceProblems(one) : []));
  });

/** Keys that only one kind of data takes. */
const OF_PEOPLE: readonly string[] = ['answers', 'only', 'weight', 'count', 'rake', 'margins', 'windows'];
const OF_NETWORKS: readonly string[] = ['nodes', 'ties', 'directed', 'terms'];

function referenceProblems(entry: Entry): Problem[] {
  const { value, keyAt } = entry;
  if (value.kind !== 'map') return [];
  const [people, network] = [entryOf(value, 'people'), entryOf(value, 'network')];
  if (!people && !network)
    return [
      errorAt('reference-data', t('Name the data: `people:` with the path of a table, or `network:` with that of a network.'), keyAt),
    ];
  if (people && network)
    return [errorAt('reference-data', t('Name `people` or `network`, not both. A second entry can name the other.'), keyAt)];
  const foreign = (people ? OF_NETWORKS : OF_PEOPLE).flatMap((key) => {
    const found = entryOf(value, key);
    const message = people
      ? t('`{0}` is for a `network`, and this is a table of people.', key)
      : t('`{0}` is for a table of `people`.', key);
    return found ? [errorAt('reference-key', message, found.keyAt)] : [];
  });
  const none =
    people && entriesIn(value, 'answers').length === 0
      ? [
          errorAt(
            'reference-data',
            t('Nothing is compared. Name what under `answers`, as in `trust: { of: me.trust, column: TRUST }`.'),
            keyAt,
          ),
        ]
      : [];
  return [...foreign, ...none, ...groupProblems(value), ...entriesIn(value, 'groups').flatMap(cutProblems), ...windowProblems(value)];
}

/** Groups that `rake` and `margins` name. */
function groupProblems(reference: TreeNode): Problem[] {
  const known = entriesIn(reference, 'groups').map(({ key }) => key);
  const named = [
    ...textsIn(valueAt(reference, 'rake')).map(({ text, node }) => ({ id: text, at: node.at })),
    ...entriesIn(reference, 'margins').map(({ key, keyAt }) => ({ id: key, at: keyAt })),
  ];
  return named.flatMap(({ id, at }) => {
    if (known.includes(id)) return [];
    const near = nearest(id, known);
    const help = known.length === 0 ? t(' Define it under `groups`.') : '';
    return [
      errorAt('reference-group', `${noSuch('group', id, known)}${help}`, at, near ? [replaceFix(t('Change to {0}', near), at, near)] : []),
    ];
  });
}

function cutProblems({ value }: Entry): Problem[] {
  const cuts = scalarsOf(valueAt(value, 'cuts'));
  return cuts.flatMap((node, i) => {
    const [before, own] = [numberOf(cuts[i - 1]), numberOf(node)];
    return before === null || own === null || own > before
      ? []
      : [errorAt('reference-order', t('Cuts go up, and {0} is not above {1}.', own, before), node.at)];
  });
}

const SPAN = /^(\d+)\.\.(\d+)$/;

function windowProblems(reference: TreeNode): Problem[] {
  return entriesIn(valueAt(reference, 'windows'), 'rounds').flatMap(({ value }) => {
    const [, from, to] = value.kind === 'scalar' ? (SPAN.exec(String(value.value)) ?? []) : [];
    return from !== undefined && Number(from) > Number(to)
      ? [
          errorAt('reference-order', t('The first round is after the last one. Write {0}..{1}.', to, from), value.at, [
            replaceFix(t('Change to {0}..{1}', to, from), value.at, `${to}..${from}`),
          ]),
        ]
      : [];
  });
}
