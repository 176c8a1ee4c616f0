/** Questions to the host, matched to their answers by number. */
import type { PanelAnswer, PanelQuestion } from '../../src/protocol/panelRequests.js';
import type { Host } from './host.js';
import type { Why } from '../conversation/whySaid.js';
import { words } from '../ui/strings.js';

type Answered = { readonly answer: PanelAnswer } | { readonly problem: string };

export interface Asking {
  ask(question: PanelQuestion): Promise<Answered>;
  answered(id: number, answer: PanelAnswer | null, problem: string): void;
}

export function createAsking(host: Pick<Host, 'post'>): Asking {
  const open = new Map<number, (answered: Answered) => void>();
  let last = 0;
  return {
    ask: (question) =>
      new Promise((resolve) => {
        const id = ++last;
        open.set(id, resolve);
        host.post({ type: 'ask', id, question });
      }),
    answered(id, answer, problem) {
      open.get(id)?.(answer ? { answer } : { problem });
      open.delete(id);
    },
  };
}

/** The explanation of a message, or the reason why it is not available. */
export async function whyOf(asking: Asking, seq: number): Promise<Why> {
  const answered = await asking.ask({ kind: 'why', seq });
  if ('problem' in answered) return { state: 'none', problem: answered.problem };
  return answered.answer.kind === 'why' ? { state: 'there', why: answered.answer } : { state: 'none', problem: words.noAnswer };
}
