/**
 * Above each person of a file, while a run of it is looked at: what it is like at that moment, and *Interview*. Only lenses
 * that can be seen are worked out.
 */
import * as vscode from 'vscode';
import { at } from '../../core/chunked.js';
import { lastAct, madeFrom, memoryCount, mindLine, tieCount } from '../../runs/inspect.js';
import { noIcons } from '../convert.js';
import { LANGUAGE, type LanguageHost } from '../language/host.js';
import { peopleOf } from '../prompt/where.js';
import { soon } from '../soon.js';
import { concerns } from './lookedAt.js';
import type { Moment } from './moment.js';

const { t } = vscode.l10n;

/** Milliseconds between two looks at a run that goes on. */
const REST = 400;

class MindLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly person: string,
  ) {
    super(range);
  }
}

export function registerMindLenses(language: LanguageHost, moment: Moment): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const change = soon(REST, () => changed.fire());
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async ({ uri }, token) => {
      const { run } = moment;
      if (!run || !concerns(run, uri)) return [];
      const service = await language.service();
      if (token.isCancellationRequested) return [];
      const people = await peopleOf(service, uri);
      const { state } = moment;
      if (!state) return [];
      return people
        .filter(({ id }) => madeFrom(state, id).length > 0)
        .flatMap(({ id, name, selection }) => [new MindLens(selection, id), interviewLens(selection, id, name)]);
    },
    resolveCodeLens: (lens) => {
      if (lens instanceof MindLens)
        lens.command = { ...titleOf(moment, lens.person), command: 'society.showAgent', arguments: [lens.person] };
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

const interviewLens = (range: vscode.Range, id: string, name: string): vscode.CodeLens =>
  new vscode.CodeLens(range, {
    title: t('Interview'),
    tooltip: t('Ask {0} something at this moment; nothing of it is kept', name),
    command: 'society.interview',
    arguments: [id],
  });

function titleOf(moment: Moment, person: string): { readonly title: string; readonly tooltip: string } {
  const { run, state } = moment;
  const indices = state ? madeFrom(state, person) : [];
  const [first, ...others] = indices;
  if (!run || !state || first === undefined) return { title: '', tooltip: '' };
  const { model } = run.source;
  const when = moment.seq === null ? t('round {0}', state.round) : t('round {0}, event {1}', state.round, moment.seq + 1);
  const tooltip = t('As of {0} of the run. Click for memories, ties and rewards.', when);
  if (others.length > 0) {
    const sum = (count: (index: number) => number): number => indices.reduce((all, index) => all + count(index), 0);
    const memories = sum((index) => memoryCount(at(state.agents, index)!));
    return {
      title: words(
        [t('{0} people', indices.length)],
        sum((index) => tieCount(model, state, index)),
        memories,
        0,
      ),
      tooltip,
    };
  }
  const { variables, act, ties, memories, tokens } = mindLine(model, state, first, run.booked());
  const whole = lastAct(state, at(state.agents, first)!);
  return {
    title: words([...variables, ...(act === null ? [] : [act])], ties, memories, tokens),
    tooltip: whole === null || whole === act ? tooltip : `${whole}\n${tooltip}`,
  };
}

function words(first: readonly string[], ties: number, memories: number, tokens: number): string {
  const counts = [
    ties === 1 ? t('1 tie') : t('{0} ties', ties),
    memories === 1 ? t('1 memory') : t('{0} memories', memories),
    ...(tokens === 0 ? [] : [t('{0} tokens', tokens)]),
  ];
  return noIcons([...first, ...counts].join(' · '));
}
