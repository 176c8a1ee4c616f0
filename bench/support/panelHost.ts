/** The editor's side of the panel, for a society with more agents than the panel draws: sends a run and answers questions about its groups. */
import type { Page } from 'playwright-core';
import { finishedSlowly } from '../../src/core/util/slices.js';
import { indexOf } from '../../src/core/events/roster.js';
import { breather } from '../../src/node/yieldToEventLoop.js';
import { type FromPanel, PROTOCOL_VERSION, type ToPanel } from '../../src/protocol/messages.js';
import { snapshotMessages } from '../../src/protocol/messageParts.js';
import type { PanelAnswer, PanelQuestion } from '../../src/protocol/panelRequests.js';
import { CrowdReader, introduced, panelCast, type PanelRun, snapshotSlices } from '../../src/runs/index.js';
import { groupingsOf } from '../../src/runs/views/panelSeries.js';
import type { Played, Ready } from './playSociety.js';

/** Milliseconds of work after which the event loop runs, as in the extension. */
const BREATH_MS = 8;

/** Text has no typed arrays. */
const withLists = (_: string, value: unknown): unknown => (value instanceof Float64Array ? { floats: [...value] } : value);

/** Answers the page as the extension does, from the moment when the page is ready. */
export async function hostPanel(page: Page, { model }: Ready, { timeline }: Played): Promise<void> {
  const source: PanelRun = { ...{ id: 'bench', model, timeline, state: 'ended', problem: null, cost: null } };
  const cast = panelCast(source);
  const crowd = new CrowdReader(source);
  const post = (message: ToPanel): Promise<unknown> => page.evaluate(`fromHost(${JSON.stringify(JSON.stringify(message, withLists))})`);
  async function answerTo(question: PanelQuestion): Promise<PanelAnswer | null> {
    const breathe = breather(BREATH_MS);
    if (question.kind === 'find') return finishedSlowly(crowd.find(question), breathe);
    if (question.kind === 'groups') return finishedSlowly(crowd.groups(question), breathe);
    if (question.kind !== 'near') return null;
    const index = indexOf(timeline.head.roster, question.agent);
    const delta = introduced(source, cast, index);
    if (delta) await post({ type: 'delta', version: PROTOCOL_VERSION, delta });
    return finishedSlowly(crowd.near(question, cast.placeOf(index)), breathe);
  }
  await page.exposeFunction('toHost', async (message: FromPanel): Promise<void> => {
    if (message.type === 'ready') {
      const snapshot = await finishedSlowly(snapshotSlices(source, null, cast), breather(BREATH_MS));
      for (const part of snapshotMessages(snapshot)) await post(part);
    }
    if (message.type !== 'ask') return;
    const answer = await answerTo(message.question);
    await post({ type: 'answer', version: PROTOCOL_VERSION, id: message.id, answer, problem: answer ? '' : 'Not measured.' });
  });
}

/** Groups by communities at the end of a run, as the extension computes them. Throws if there are none. */
export async function communitiesIn({ model }: Ready, { timeline }: Played): Promise<void> {
  const by = groupingsOf(model).findIndex(({ of }) => of === 'communities');
  const work = new CrowdReader({ model, timeline }).groups({ kind: 'groups', seq: timeline.head.seq, network: 0, by, divide: -1 });
  const { communities } = await finishedSlowly(work, breather(BREATH_MS));
  if (!communities) throw new Error('there are no communities');
}
