/** The tools in this process, on a folder of a test, with a record of what the user was asked. */
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { diskHost } from '../../src/cli/mcp/host.js';
import { inProcess } from '../../src/runs/experiments/index.js';
import { type Allowed, type Called, callTool, type Question, runDesk, Session, type ToolHost, TOOLS } from '../../src/tools/index.js';

export const NOTHING_ALLOWED: Allowed = { costs: false, sends: false, writes: false };

export interface ToolBench {
  readonly dir: string;
  readonly host: ToolHost;
  readonly session: Session;
  /** Questions to the user, oldest first. */
  readonly asked: readonly Question[];
  /** What the user answers from now on; null where the user cannot be asked. */
  answer: boolean | null;
  /** What happens while the user decides. */
  whileAsked: () => void;
  call(name: string, input?: object): Promise<Called>;
  /** The result of a call that must succeed. */
  result<T = Record<string, unknown>>(name: string, input?: object): Promise<T>;
}

/** `files`: texts by name, in a new folder that is the workspace. `trusted`: whether the user trusts it. */
export function toolBench(files: { readonly [name: string]: string }, { allowed = NOTHING_ALLOWED, trusted = true } = {}): ToolBench {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'society-tools-')));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const disk = diskHost([dir], process.cwd());
  const access: ToolHost['access'] = (file) => ({ ...disk.access(file), trusted });
  const desk = trusted ? {} : runDesk({ language: disk.language, access }, () => new Date().toISOString());
  const host: ToolHost = { ...disk, ...desk, access, player: async (material, token) => inProcess(material, token) };
  const session = new Session();
  const asked: Question[] = [];
  const bench: ToolBench = {
    ...{ dir, host, session, asked, answer: true, whileAsked: () => undefined },
    call: async (name, input = {}) => {
      const tool = TOOLS.find((one) => one.name === name);
      assert.ok(tool, name);
      disk.renew();
      const ask = async (question: Question): Promise<boolean> => {
        asked.push(question);
        bench.whileAsked();
        return bench.answer === true;
      };
      const adapter = { allowed, session, token: neverCancelled, progress: () => undefined, otherwise: () => 'Ask the user.' };
      return callTool(tool, input, host, { ...adapter, ask: bench.answer === null ? null : ask });
    },
    result: async <T>(name: string, input: object = {}): Promise<T> => {
      const { ok, text } = await bench.call(name, input);
      assert.ok(ok, `${name}: ${text}`);
      return JSON.parse(text) as T;
    },
  };
  return bench;
}
