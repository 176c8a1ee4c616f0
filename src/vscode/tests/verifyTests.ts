/** The second profile of the Test Explorer: examines expectations as claims, and shows the card of each as its output. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { isUpheld, verdictWords } from '../../protocol/claimCard.js';
import type { ClaimCard } from '../../runs/claims/index.js';
import { verifyHere, type VerifyPorts } from '../experiments/verifyHere.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

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
    const { cardText, shownCard } = await claimsRoom();
    const { cards, speakers, problem } = await verifyHere(
      { uri: wanted.uri, scenario: wanted.scenario, experiment: null, expectation: (id) => items.has(id) },
      ports,
      { token, told: (words) => say(t('Playing {0}', words)) },
    );
    if (problem !== null) say(problem);
    for (const card of cards) {
      const item = card.claim.kind === 'expectation' ? items.get(card.claim.expectation) : undefined;
      if (!item) continue;
      const text = cardText(shownCard(card, speakers));
      say(`${text}\n`, item);
      if (token.isCancellationRequested) run.skipped(item);
      else if (isUpheld(card.verdict.kind)) run.passed(item);
      else run.failed(item, messageOf(verdictWords(card.verdict), text, item));
    }
    return cards;
  } catch (error) {
    const message = new vscode.TestMessage(errorText(error));
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
