/**
 * Code lenses above each person of a file while its run is shown: the person's state at the shown moment, and *Interview*. Only
 * visible lenses are computed.
 */
import * as vscode from 'vscode';
import { agentAt } from '../../core/events/agents.js';
import { grouped } from '../../core/util/textPosition.js';
import { lastAct, madeFrom, memoryCount, mindLine, tieCount } from '../../runs/views/inspectAgent.js';
import { noIcons } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from '../language/host.js';
import { soon } from '../window/debounce.js';
import { concerns } from './shownRun.js';
import { type Moment, whenWords } from './moment.js';
import { isEdited } from './ownText.js';
import { peopleIn } from './hovers.js';

const { t } = vscode.l10n;

/** Milliseconds between two updates while the run continues. */
const REST = 400;

class MindLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly people: readonly string[],
    readonly edited: boolean,
  ) {
    super(range);
  }
}

export function registerMindLenses(language: LanguageHost, moment: Moment): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const change = soon(REST, () => changed.fire());
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document, token) => {
      const { uri } = document;
      const { run } = moment;
      if (!run || !concerns(run, uri)) return [];
      const service = await language.service();
      if (token.isCancellationRequested) return [];
      const people = await peopleIn(service, run, uri);
      const { state } = moment;
      if (!state || run !== moment.run) return [];
      const edited = isEdited(run, document);
      const there = people.filter(({ ids }) => ids.some((id) => madeFrom(state, id).length > 0));
      return [
        ...(edited ? earlierLenses(uri) : []),
        ...there.flatMap(({ ids, name, place }) => [new MindLens(place, ids, edited), interviewLens(place, ids[0]!, name)]),
      ];
    },
    resolveCodeLens: (lens) => {
      if (lens instanceof MindLens) lens.command = { ...titleOf(moment, lens), command: 'society.showAgent', arguments: [lens.people[0]] };
      return lens;
    },
  };
  return vscode.Disposable.from(
    changed,
    change,
    vscode.languages.registerCodeLensProvider(LANGUAGE, provider),
    moment.onDidMove(() => change.ask()),
  );
}

const TOP = new vscode.Range(0, 0, 0, 0);

/** The lenses for a run of an earlier version of the file. */
const earlierLenses = (uri: vscode.Uri): readonly vscode.CodeLens[] => [
  new vscode.CodeLens(TOP, {
    title: t('From a run of an earlier version · Compare with File at Run Time'),
    tooltip: t('This file was edited since the run. Values, ties and memories are from the run.'),
    command: 'society.compareRunText',
    arguments: [uri],
  }),
];

const interviewLens = (range: vscode.Range, id: string, name: string): vscode.CodeLens =>
  new vscode.CodeLens(range, {
    title: t('Interview'),
    tooltip: t('Ask {0} a question at this moment; the interview is not saved', name),
    command: 'society.interview',
    arguments: [id],
  });

function titleOf(moment: Moment, { people, edited }: MindLens): { readonly title: string; readonly tooltip: string } {
  const { run, state } = moment;
  const indices = state ? people.flatMap((id) => madeFrom(state, id)) : [];
  const [first, ...others] = indices;
  if (!run || !state || first === undefined) return { title: '', tooltip: '' };
  const { model } = run.source;
  const when = whenWords(moment.seq, state.round);
  const of = edited ? t('As of {0} of a run of an earlier version.', when) : t('As of {0} of the run.', when);
  const tooltip = `${of} ${t('Click for memories, ties and rewards.')}`;
  if (others.length > 0) {
    const sum = (count: (index: number) => number): number => indices.reduce((all, index) => all + count(index), 0);
    const memories = sum((index) => memoryCount(agentAt(state, index)!));
    return {
      title: words(
        [t('{0} people', grouped(indices.length))],
        sum((index) => tieCount(model, state, index)),
        memories,
        0,
      ),
      tooltip,
    };
  }
  const { variables, act, ties, memories, tokens } = mindLine(model, state, first, run.booked());
  const whole = lastAct(state, agentAt(state, first)!);
  return {
    title: words([...variables, ...(act === null ? [] : [act])], ties, memories, tokens),
    tooltip: whole === null || whole === act ? tooltip : `${whole}\n${tooltip}`,
  };
}

function words(first: readonly string[], ties: number, memories: number, tokens: number): string {
  const counts = [
    ties === 1 ? t('1 tie') : t('{0} ties', grouped(ties)),
    memories === 1 ? t('1 memory') : t('{0} memories', grouped(memories)),
    ...(tokens === 0 ? [] : [t('{0} tokens', grouped(tokens))]),
  ];
  return noIcons([...first, ...counts].join(' · '));
}
