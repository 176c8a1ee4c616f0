/** Agents in the text: where their personas are written, and the hover on an agent's id. */
import * as vscode from 'vscode';
import type { LanguageService } from '../../language/api.js';
import { plain, toRange } from '../window/convert.js';
import { concerns, type ShownRun, sourceOf } from './shownRun.js';
import { agentAt } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../../engine/index.js';
import { lastAct, lastWords, memoriesOf, oneLine, recalledOf, tiesOf } from '../../runs/views/inspectAgent.js';
import { LANGUAGE } from '../language/host.js';
import type { Moment } from './moment.js';
import { isEdited } from './ownText.js';

const { t } = vscode.l10n;

const WORD = /[\p{L}_][\p{L}\p{N}_-]*/u;
const MOST = { memories: 4, ties: 4, words: 2 };
const TEXT = 110;
const COMMANDS = ['society.showAgent', 'society.interview'] as const;

export function registerMindHovers(moment: Moment): vscode.Disposable {
  return vscode.languages.registerHoverProvider(LANGUAGE, {
    provideHover: (document, position) => {
      const { run, state } = moment;
      const range = document.getWordRangeAtPosition(position, WORD);
      if (!run || !state || !range || !concerns(run, document.uri)) return undefined;
      const id = idIn(run, document.uri, document.getText(range), (one) => indexOf(state.roster, one) >= 0);
      const index = indexOf(state.roster, id);
      return index < 0
        ? undefined
        : new vscode.Hover([mindMarkdown(run.source.model, state, index, isEdited(run, document)), linksOf(id)], range);
    },
  });
}

/** The text about an agent's mind. It has no links, because it contains words of agents. */
function mindMarkdown({ networks }: Pick<ScenarioModel, 'networks'>, state: State, index: number, edited: boolean): vscode.MarkdownString {
  const agent = agentAt(state, index)!;
  const act = lastAct(state, agent);
  const came = recalledOf(agent).slice(0, MOST.memories);
  const newest = came.length > 0 ? [] : memoriesOf(agent, 0, MOST.memories);
  // The code lens counts ties in the same way: from the minimum strength of a tie.
  const ties = tiesOf(state, index)
    .filter(({ network, strength }) => strength >= (networks.find(({ name }) => name === network)?.edge ?? 0))
    .slice(0, MOST.ties);
  const said = lastWords(state, agent, MOST.words);
  const two = (value: number): string => value.toFixed(2);
  const lines = [
    `**${plain(agent.name)}** · ${t('round {0}', state.round)}${act === null ? '' : ` · ${plain(act)}`}`,
    ...(edited ? [`*${t('From a run of an earlier version of this file')}*`] : []),
    ...list(
      t('Recalled last'),
      came.map(({ text, recalled }) => {
        const parts = t(
          'recency {0}, importance {1}, relevance {2}',
          two(recalled.recency),
          two(recalled.importance),
          two(recalled.relevance),
        );
        return `**${two(recalled.score)}** ${plain(oneLine(text, TEXT))} (${parts})`;
      }),
    ),
    ...list(
      t('Newest memories'),
      newest.map(({ text }) => plain(oneLine(text, TEXT))),
    ),
    ...(ties.length === 0
      ? []
      : [`*${t('Strongest ties')}* ${ties.map(({ name, strength }) => `${plain(name)} ${two(strength)}`).join(', ')}`]),
    ...list(
      t('Last messages'),
      said.map(({ round, text }) => `${plain(oneLine(text, TEXT))} (${t('round {0}', round)})`),
    ),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

const list = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`*${title}*\n${lines.map((line) => `- ${line}`).join('\n')}`];

// The places of the people of a run: personas and populations of a file, or of a file that is imported with a prefix.

/** A persona or population, and the place where its lines begin. If a file is imported with several prefixes, the same lines are several people. */
interface WrittenPerson {
  readonly ids: readonly string[];
  readonly name: string;
  readonly place: vscode.Range;
}

/** The people in a file, found in the current text of the file that was run. */
export async function peopleIn(service: LanguageService, run: ShownRun, file: vscode.Uri): Promise<readonly WrittenPerson[]> {
  const { society, nodes } = await service.resolve(run.uri.toString());
  const found = new Map<string, WrittenPerson>();
  for (const section of ['personas', 'populations'] as const) {
    for (const [id, { name }] of Object.entries(society[section] ?? {})) {
      const span = nodes.get(`${section}.${id}`);
      if (span?.source !== file.toString()) continue;
      const { start } = toRange(span.range);
      const key = `${start.line} ${start.character}`;
      const known = found.get(key);
      found.set(key, { ids: [...(known?.ids ?? []), id], name: name ?? id, place: new vscode.Range(start, start) });
    }
  }
  return [...found.values()];
}

/** The id of a word of a file in a run: the word itself, or the word with the prefix of the import. */
function idIn(run: ShownRun, file: vscode.Uri, word: string, isThere: (id: string) => boolean): string {
  const { society, nodes } = run.resolved;
  if (isThere(word)) return word;
  const source = sourceOf(run, file)?.uri;
  const prefixed = Object.keys(society.personas ?? {}).find(
    (id) => id.endsWith(`_${word}`) && nodes.get(`personas.${id}`)?.source === source && isThere(id),
  );
  return prefixed ?? word;
}

function linksOf(id: string): vscode.MarkdownString {
  const link = (title: string, command: (typeof COMMANDS)[number]): string =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([id]))})`;
  const links = new vscode.MarkdownString(
    `${link(t('Memories, ties, rewards'), 'society.showAgent')} · ${link(t('Interview'), 'society.interview')}`,
  );
  links.isTrusted = { enabledCommands: COMMANDS };
  return links;
}
