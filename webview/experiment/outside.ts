/** The runs of each arm next to people and networks: a table of figures for each entry of `compare_with`, and how to get what is missing. */
import { t } from '../../src/core/util/l10n.js';
import type { ExperimentArmOutside, ExperimentOutside } from '../../src/protocol/experiment.js';
import { matchWords, OUTSIDE_HEADS, type OutsideSection } from '../../src/protocol/outside.js';
import { el, setText, show, untrusted } from '../ui/dom.js';
import { count } from '../ui/format.js';
import { replaceParts } from './claims.js';
import { figuresTable } from './tables.js';

export class Outside {
  readonly #missing = el('div', {});
  readonly #problems = el('div', {});
  readonly #status = el('p', { class: 'quiet', attrs: { role: 'status' } });
  readonly #arms = el('div', { class: 'arms' });
  readonly node: HTMLElement;
  /** What is shown, as text: nodes are made again only when it changes. */
  #built = '';

  constructor() {
    this.node = el(
      'section',
      { class: 'outside-section' },
      el('h2', {}, t('Compared with people and networks')),
      el('p', { class: 'quiet' }, t('The runs of each arm next to the data that the scenario names under compare_with.')),
      ...[this.#status, this.#problems, this.#missing, this.#arms],
    );
    show(this.node, false);
  }

  show(outside: ExperimentOutside | null): void {
    show(this.node, outside !== null);
    if (!outside) return;
    const { isWorking, arms, more, problems } = outside;
    setText(this.#status, isWorking ? t('Comparing the runs') : '');
    const built = JSON.stringify([arms, more, problems]);
    if (built === this.#built || (isWorking && arms.length === 0)) return;
    this.#built = built;
    this.#problems.replaceChildren(...problems.map(problemNode));
    this.#missing.replaceChildren(...missingNodes(outside));
    const nodes = arms.filter(({ shown }) => shown.sections.length + shown.problems.length > 0).map(armNode);
    const rest =
      more > 0 ? [el('p', { class: 'quiet' }, t('{0} more: the command line compares all.', count(more, '{0} arm', '{0} arms')))] : [];
    replaceParts(this.#arms, nodes, rest);
  }
}

const problemNode = (problem: string): HTMLElement => el('p', { class: 'problem', attrs: { dir: 'auto' } }, problem);

/** How to get what runs did not keep. */
function missingNodes({ arms, command }: ExperimentOutside): readonly Node[] {
  const of = arms.reduce((sum, one) => sum + one.of, 0);
  const lacking = of - arms.reduce((sum, one) => sum + one.kept, 0);
  if (lacking === 0) return [];
  const says = t(
    '{0} of {1} have not kept what is compared. Runs keep it when their claims are verified (Verify…), or with this command:',
    lacking,
    count(of, '{0} run', '{0} runs'),
  );
  return [el('p', {}, says), el('p', {}, el('code', {}, command))];
}

function armNode({ arm, kept, of, shown: { sections, problems } }: ExperimentArmOutside): HTMLDetailsElement {
  const node = el(
    'details',
    { class: 'claim' },
    el('summary', {}, untrusted(arm, 'id'), ' · ', t('{0} of {1}', kept, count(of, '{0} run', '{0} runs'))),
    ...problems.map(problemNode),
    ...sections.map((section) => sectionNode(arm, section)),
  );
  node.dataset['id'] = arm;
  return node;
}

function sectionNode(arm: string, { id, kind, about, summary, rows, notes, text }: OutsideSection): HTMLElement {
  const lines = rows.map(({ figure, isMatch, cells }) => [figure, matchWords(kind, isMatch), ...cells]);
  return el(
    'article',
    { class: 'comparison', attrs: { 'aria-label': `${arm}, ${id}` } },
    el('h3', {}, untrusted(id)),
    el('p', { class: 'quiet', attrs: { dir: 'auto' } }, about),
    el('p', {}, el('strong', {}, summary)),
    figuresTable(
      `${arm}, ${id}`,
      OUTSIDE_HEADS[kind].map((head) => t(head)),
      lines,
    ),
    el('ul', {}, ...notes.map((note) => el('li', { attrs: { dir: 'auto' } }, note))),
    el('details', {}, el('summary', {}, t('All figures as text')), el('pre', { attrs: { tabindex: '0' } }, text)),
  );
}
