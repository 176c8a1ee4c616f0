/** The choice of an agent: from a list, or in a large society by a part of its name or id. */
import * as vscode from 'vscode';
import { nameAt } from '../../core/events/agents.js';
import { type Crowd, idAt, indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { finished } from '../../core/util/slices.js';
import { findAgents } from '../../runs/crowds/findAgents.js';
import { madeFrom } from '../../runs/views/inspectAgent.js';

const { t } = vscode.l10n;

/** The most agents in a list. More agents are found by their names or ids. */
const MOST_LISTED = 1_000;
/** Agents in the list of those that were found. */
const MOST_FOUND = 50;

interface AgentPick extends vscode.QuickPickItem {
  readonly index: number;
}

const pickOf = (state: State, index: number): AgentPick => ({
  ...{ label: nameAt(state, index)!, description: idAt(state.roster, index), index },
});

/** The agent with an id, a member of the population with that id, or a chosen agent; undefined if the user chose none. */
export async function chosenAgent(state: State, agent: string | undefined): Promise<number | undefined> {
  const index = agent === undefined ? -1 : indexOf(state.roster, agent);
  if (index >= 0) return index;
  const made = agent === undefined ? null : madeFrom(state, agent);
  if (made?.crowd || (!made && state.roster.length > MOST_LISTED)) return foundAgent(state, made?.crowd ?? null);
  const among = made && made.singles.length > 0 ? made.singles : Array.from({ length: state.roster.length }, (_, i) => i);
  const picks = among.map((i) => pickOf(state, i));
  if (picks.length === 1) return picks[0]!.index;
  return (await vscode.window.showQuickPick(picks, { title: t('Interview'), placeHolder: t('Whom?'), matchOnDescription: true }))?.index;
}

/** An agent that the user finds by name or id, of a crowd or of all; undefined if the user chose none. */
async function foundAgent(state: State, crowd: Crowd | null): Promise<number | undefined> {
  const isWanted = (index: number): boolean => crowd === null || (index >= crowd.first && index < crowd.first + crowd.count);
  const first = crowd?.first ?? 0;
  const count = Math.min(MOST_FOUND, crowd?.count ?? state.roster.length);
  const listed = (text: string): readonly AgentPick[] => {
    const { agents } = finished(findAgents(state, text, MOST_LISTED));
    const indices = text.trim() === '' ? Array.from({ length: count }, (_, i) => first + i) : agents.filter(isWanted).slice(0, MOST_FOUND);
    return indices.map((index) => pickOf(state, index));
  };
  const pick = vscode.window.createQuickPick<AgentPick>();
  Object.assign(pick, { title: t('Interview'), placeholder: t('Whom? Type a name or an id'), matchOnDescription: true, items: listed('') });
  return new Promise((resolve) => {
    pick.onDidChangeValue((text) => {
      pick.items = listed(text);
    });
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.index);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
