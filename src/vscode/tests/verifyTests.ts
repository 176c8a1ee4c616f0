/** The second profile of the Test Explorer: examines expectations as claims, and shows the card of each as its output. */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ClaimCard } from '../../runs/claims/index.js';
import type { ExperimentRun, Plan, Played } from '../../runs/experiments/index.js';
import { askingHere } from '../experiments/askConsent.js';
import type { WindowThreads } from '../experiments/threads.js';
import type { LanguageHost } from '../language/host.js';
import type { Keys } from '../model/keys.js';
import type { Consent } from '../run/consent.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

/** The most runs that one request plays. The command line takes other numbers. */
const MOST_RUNS = 2000;

export interface VerifyPorts {
  readonly language: LanguageHost;
  readonly keys: Keys;
  readonly consent: Consent;
  readonly threads: WindowThreads;
}

/** The expectations of one scenario, with their items. */
interface Wanted {
  readonly uri: vscode.Uri;
  readonly scenario: string;
  readonly items: ReadonlyMap<string, vscode.TestItem>;
}

/** Plays what is missing, and tells the card of each item. A claim passes where it holds or is equivalent. Errors go to the items. */
export async function verifyScenario(
  run: vscode.TestRun,
  wanted: Wanted,
  token: vscode.CancellationToken,
  ports: VerifyPorts,
): Promise<readonly ClaimCard[]> {
  const { items } = wanted;
  for (const item of items.values()) run.started(item);
  const say = (text: string, item?: vscode.TestItem): void => {
    run.appendOutput(`${text.replaceAll('\n', '\r\n')}\r\n`, undefined, item);
  };
  try {
    const { claimsRoom } = await rooms.runs();
    const { cardText, VERDICT_WORDS } = await claimsRoom();
    const { cards, problem } = await verified(wanted, token, ports, say);
    if (problem !== null) say(problem);
    for (const card of cards) {
      const item = card.claim.kind === 'expectation' ? items.get(card.claim.expectation) : undefined;
      if (!item) continue;
      say(`${cardText(card)}\n`, item);
      const { kind, sentence } = card.verdict;
      if (token.isCancellationRequested) run.skipped(item);
      else if (kind === 'holds' || kind === 'equivalent') run.passed(item);
      else run.failed(item, messageOf(`${VERDICT_WORDS[kind]}. ${sentence}`, cardText(card), item));
    }
    return cards;
  } catch (error) {
    const message = new vscode.TestMessage(error instanceof Error ? error.message : String(error));
    for (const item of items.values()) run.errored(item, message);
    return [];
  }
}

/** The card is a block of code, so no text of a file is read as Markdown. */
function messageOf(verdict: string, card: string, item: vscode.TestItem): vscode.TestMessage {
  const text = new vscode.MarkdownString();
  text.appendText(verdict);
  text.appendCodeblock(card, 'text');
  const message = new vscode.TestMessage(text);
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
  return message;
}

async function verified(
  { uri, scenario, items }: Wanted,
  token: vscode.CancellationToken,
  ports: VerifyPorts,
  say: (text: string) => void,
) {
  const [{ claimsRoom }, room, { folderFiles }] = await Promise.all([rooms.runs(), rooms.experiments(), import('../../node/ports.js')]);
  const { claimsIn, verifyClaims } = await claimsRoom();
  const language = await ports.language.service();
  const all = await claimsIn(language, uri.toString());
  const claims = all.filter((claim) => claim.kind === 'expectation' && claim.scenario === scenario && items.has(claim.expectation));
  const kept = await room.openKept(folderFiles(join(dirname(uri.fsPath), '.society', 'claims')));
  const known = new Map<string, ExperimentRun>(kept.cells);
  const keep = async (cell: ExperimentRun): Promise<void> => {
    known.set(cell.key, cell);
    await kept.keep(cell);
  };
  const play = async (plan: Plan): Promise<Played> =>
    room.playExperiment(plan, {
      asking: await askingHere(
        plan,
        { ...kept, keep },
        { uri, keys: ports.keys, consent: ports.consent, token, raise: false, declined: () => undefined },
      ),
      alone: await ports.threads.player(plan.material),
      ...{ token, keep, now: () => performance.now() },
    });
  try {
    return await verifyClaims(
      { uri: uri.toString(), claims, all, models: [], runs: MOST_RUNS },
      { language, token, known: () => known, play, told: (words) => say(t('Playing {0}', words)), now: () => performance.now() },
    );
  } finally {
    await kept.close();
  }
}
