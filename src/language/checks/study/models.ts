/** Finds models whose settings contradict each other or expose a key. Runs per entry, and for chains of `fallback` per program. */
import type { FileModel } from '../../incremental/file.js';
import { find, idsOf, type Program } from '../../program/program.js';
import { scenarioLine } from '../../names/worlds.js';
import { errorAt, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, numberOf, type Subject } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

export function checkModel({ section, entry: { value } }: Subject): Problem[] {
  if (section !== 'models') return [];
  return [...endpoint(value), ...lengths(value)];
}

/** Addresses of this computer and of its local network. */
const LOCAL =
  /^(localhost|127(\.[0-9]+){3}|0\.0\.0\.0|\[::1?\]|10(\.[0-9]+){3}|192\.168(\.[0-9]+){2}|172\.(1[6-9]|2[0-9]|3[01])(\.[0-9]+){2}|host\.docker\.internal|[^.]+|.+\.(local|lan|internal|home\.arpa))$/;

function endpoint(model: TreeNode): Problem[] {
  const node = valueAt(model, 'base_url');
  const url = textOf(node);
  const found = /^(https?):\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/.exec(url ?? '');
  if (!node || url === null || !found) return [];
  const problems: Problem[] = [];
  const key = textOf(valueAt(model, 'key'));
  if (found[1] === 'http' && key?.startsWith('$(') && !LOCAL.test(found[2] ?? '')) {
    const message = t('The key would be sent unencrypted to another machine. Use https.');
    problems.push(warningAt('insecure-endpoint', message, node.at, [replaceFix(t('Use https'), node.at, url.replace(/^http:/, 'https:'))]));
  }
  const path = /\/(chat\/completions|completions|responses)\/?$/.exec(url);
  if (path) {
    const base = url.slice(0, path.index);
    const message = t('The address ends before `/{0}`, which is added to each question.', path[1]);
    problems.push(warningAt('endpoint-path', message, node.at, [replaceFix(t('Change to {0}', base), node.at, base)]));
  }
  return problems;
}

function lengths(model: TreeNode): Problem[] {
  const [most, context] = [valueAt(model, 'max_tokens'), numberOf(valueAt(model, 'context'))];
  const answer = numberOf(most);
  if (!most || answer === null || context === null || answer < context) return [];
  const message = t('An answer of {0} tokens leaves no room for a question: the model has {1} tokens for both together.', answer, context);
  return [warningAt('context-full', message, most.at)];
}

/** Kinds of models that can give vectors of texts: a server, and the recorded answers of an earlier run. */
const EMBEDS = ['openai', 'recorded'];

/** Whether the kind of a model can give vectors. */
export const canEmbed = (model: TreeNode | undefined): boolean => EMBEDS.includes(textOf(valueAt(model, 'kind')) ?? '');

/** Finds models that are named for the relevance of memories but give no embeddings. */
export function checkEmbeddings(program: Program, file: FileModel): Problem[] {
  return definitionsOf(program, file, 'scenario').flatMap(({ entry }) => {
    const node = valueAt(valueAt(entry.value, 'memory'), 'embeddings');
    const id = textOf(node);
    if (!node || id === null) return [];
    const model = find(program.index, ['model'], id)[0]?.entry.value;
    if (canEmbed(model) || (textOf(valueAt(model, 'kind')) === null && !OURS.includes(id))) return [];
    const message = t(
      '`{0}` gives no embeddings. Name a model of the kind `openai` whose server has them, or remove the line. Then relevance is computed from common words.',
      id,
    );
    return [errorAt('cannot-embed', message, node.at)];
  });
}

const OURS = ['builtin', 'random'];

/** The most models that a fix is offered for. */
const MOST_OFFERED = 3;

/** Finds judges of awareness that cannot read an answer, and questions to a judge where none is named. */
export function checkJudges(program: Program, file: FileModel): Problem[] {
  return definitionsOf(program, file, 'scenario').flatMap(({ id: scenario, entry }) => {
    const awareness = valueAt(entry.value, 'awareness');
    const [node, ask] = [valueAt(awareness, 'judge'), valueAt(awareness, 'ask')];
    if (!node) {
      const isNamed = scenarioLine(program, file, scenario).some((line) => valueAt(valueAt(line.entry.value, 'awareness'), 'judge'));
      const message = t('`ask` is the question to a judge, and no `judge` is named here. Name one, or remove the line.');
      return ask && !isNamed ? [warningAt('no-judge', message, ask.at)] : [];
    }
    const id = textOf(node);
    const kindOf = (model: string): string | null => textOf(valueAt(find(program.index, ['model'], model)[0]?.entry.value, 'kind'));
    if (id === null || !OURS.includes(kindOf(id) ?? id)) return [];
    const others = idsOf(program.index, ['model']).filter((one) => READERS.includes(kindOf(one) ?? ''));
    const message = t(
      '`{0}` follows rules and cannot tell whether an answer recognises a study. Name a language model of `models:`, or write a `pattern` in its place.',
      id,
    );
    const fixes = others.slice(0, MOST_OFFERED).map((one) => replaceFix(t('Change to {0}', one), node.at, one));
    return [errorAt('cannot-judge', message, node.at, fixes)];
  });
}

/** Kinds of language models. */
const READERS = ['openai', 'editor'];

export function checkFallbacks(program: Program, file: FileModel): Problem[] {
  return definitionsOf(program, file, 'model').flatMap(({ id, entry }) => {
    const node = valueAt(entry.value, 'fallback');
    let next = textOf(node);
    for (let steps = 0; node && next !== null && steps < 50; steps++) {
      if (next === id)
        return [
          errorAt(
            'fallback-cycle',
            t('`{0}` falls back on itself. Name a model whose own fallbacks do not return to this one.', id),
            node.at,
          ),
        ];
      next = textOf(valueAt(find(program.index, ['model'], next)[0]?.entry.value, 'fallback'));
    }
    return [];
  });
}
