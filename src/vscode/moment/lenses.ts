/**
 * Code lenses above each person of a file while its run is shown: the person's state at the shown moment, and *Interview*. Only
 * visible lenses are computed.
 */
import * as vscode from 'vscode';
import { agentAt } from '../../core/events/agents.js';
import { groupedFor } from '../../core/util/l10n.js';
import { firstMade, lastAct, madeCount, madeFrom, madeTotals, mindLine } from '../../runs/views/inspectAgent.js';
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
      const there = people.filter(({ ids }) => ids.some((id) => firstMade(madeFrom(state, id)) >= 0));
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
  const made = state ? people.map((id) => madeFrom(state, id)).filter((one) => firstMade(one) >= 0) : [];
  const first = made[0] && firstMade(made[0]);
  if (!run || !state || first === undefined) return { title: '', tooltip: '' };
  const { model } = run.source;
  const when = whenWords(moment.seq, state.round);
  const of = edited ? t('As of {0} of a run of an earlier version.', when) : t('As of {0} of the run.', when);
  const tooltip = `${of} ${t('Click for memories, ties and rewards.')}`;
  const count = made.reduce((sum, one) => sum + madeCount(one), 0);
  if (count > 1) {
    const totals = made.map((one) => madeTotals(model, state, one));
    const sum = (of: 'ties' | 'memories'): number => totals.reduce((all, one) => all + one[of], 0);
    return { title: words([t('{0} people', groupedFor(count))], sum('ties'), sum('memories'), 0), tooltip };
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
    ties === 1 ? t('1 tie') : t('{0} ties', groupedFor(ties)),
    memories === 1 ? t('1 memory') : t('{0} memories', groupedFor(memories)),
    ...(tokens === 0 ? [] : [t('{0} tokens', groupedFor(tokens))]),
  ];
  return noIcons([...first, ...counts].join(' · '));
}
