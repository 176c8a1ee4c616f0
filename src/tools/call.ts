/** One call of a tool, the same for each adapter: the input is checked, the user is asked if needed, and the result is a short text. */
import type { CancellationToken } from '../core/util/lifecycle.js';
import type { ToolHost } from './base/host.js';
import { checkInput } from './base/input.js';
import { type Allowed, permissionOf, type Session } from './base/permission.js';
import { type Question, type Tool, type ToolCall, ToolFault } from './base/tool.js';

export interface CallAdapter {
  readonly allowed: Allowed;
  readonly session: Session;
  readonly token: CancellationToken;
  readonly progress: ToolCall['progress'];
  /** Asks the user; null where the user cannot be asked. `why`: why the question is asked. */
  readonly ask: ((question: Question, why: string) => Promise<boolean>) | null;
  /** What the user agreed to before the call, where the adapter asks first; null otherwise. */
  readonly agreed?: Question | null;
  /** What to do where the user cannot be asked, in a sentence. */
  readonly otherwise: (tool: Tool, question: Question) => string;
}

export interface Called {
  readonly ok: boolean;
  /** The result as JSON, or a message that says what to correct. */
  readonly text: string;
}

/** What the user would be asked before a call; null where it has no effect. Rejects where the call cannot be made. */
export const questionOf = async (tool: Tool, input: unknown, host: ToolHost): Promise<Question | null> =>
  tool.question(checkInput(tool.input, input ?? {}), host);

const CHANGED = 'What this call would do changed while the user decided. Nothing was done. Call the tool again.';

/** Whether two questions ask the same. Forecasts of time in their lines may differ. */
const isSame = (a: Question, b: Question | null): boolean => a.title === b?.title && a.sends === b.sends && a.basis === b.basis;

/** Never rejects. */
export async function callTool(tool: Tool, input: unknown, host: ToolHost, adapter: CallAdapter): Promise<Called> {
  try {
    const checked = checkInput(tool.input, input ?? {});
    const question = await questionOf(tool, checked, host);
    const { allowed, session, token, progress, ask, otherwise, agreed } = adapter;
    if (agreed && !isSame(agreed, question)) throw new ToolFault(CHANGED);
    const permission = permissionOf(tool, question, allowed, session);
    if (permission.kind === 'ask' && question) {
      if (!ask) throw new ToolFault(`This call needs the user's permission. ${permission.why} ${otherwise(tool, question)}`);
      if (!(await ask(question, permission.why))) throw new ToolFault('The user did not allow this call. Nothing was done.');
      // Files can change while the user decides.
      if (!isSame(question, await questionOf(tool, checked, host))) throw new ToolFault(CHANGED);
    }
    const call: ToolCall = { token, progress, maySend: question?.sends ?? false, noteWords: () => session.noteWords() };
    return { ok: true, text: JSON.stringify(await tool.run(checked, host, call)) };
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error) };
  }
}
