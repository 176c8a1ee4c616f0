/** `society tool`: lists the tools for assistants, and calls one. What a tool does, and who permits it, is in `src/tools`. */
import { realpath } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import type { Json, JsonObject } from '../../core/util/json.js';
import { t } from '../../core/util/l10n.js';
import { CancellationSource } from '../../core/util/lifecycle.js';
import { didYouMean } from '../../core/util/suggest.js';
import type { CallAdapter, Called, Question, Tool } from '../../tools/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { isConfirmed } from '../terminal/confirmation.js';
import { aside, fail, jsonText, printable, UsageError } from '../terminal/output.js';
import { ALLOW, allowedBy, toolFolders } from './mcp.js';

/** The host and the tools, which no other command needs. */
type Rooms = Awaited<ReturnType<typeof rooms>>;

const rooms = async () => ({ ...(await import('../../tools/index.js')), ...(await import('../mcp/host.js')) });

/** Without a name, lists all tools. The input is JSON: an argument, or `-` for the standard input. */
export async function tool(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('tool', args, { ...ALLOW, json: { type: 'boolean' } });
  const [name, given = '{}', ...more] = positionals;
  if (more.length > 0) throw new UsageError(t('The input of a tool is one argument. Put it in quotes: {0}', `'{"file": "a.society"}'`));
  const loaded = await rooms();
  if (name === undefined) {
    process.stdout.write(values.json ? jsonText(loaded.TOOLS.map(described)) : `${listed(loaded.TOOLS)}\n`);
    return 0;
  }
  const wanted = loaded.TOOLS.find((one) => one.name === name);
  const names = loaded.TOOLS.map((one) => one.name);
  if (!wanted) throw new UsageError(t('There is no tool `{0}`.{1}', name, didYouMean(name, names)));
  const input = inputIn(given === '-' ? await textOf(process.stdin) : given);
  const { ok, text } = await callOnce(wanted, input, allowedBy(values), loaded);
  if (!ok) return fail(new Error(text), null);
  const result = JSON.parse(text) as Json;
  process.stdout.write(values.json ? jsonText(result) : printable(`${readable(result)}\n`));
  return 0;
}

function inputIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(t('The input of a tool is a JSON object: {0}', (error as Error).message));
  }
}

/** One call with a host of its own. A run that the call leaves active is stopped, and its status is the result. */
async function callOnce(tool: Tool, input: unknown, allowed: CallAdapter['allowed'], rooms: Rooms): Promise<Called> {
  const host = rooms.diskHost(await Promise.all(toolFolders().map((folder) => realpath(folder))));
  const cancel = new CancellationSource();
  const stop = (): void => cancel.cancel();
  process.once('SIGINT', stop);
  const adapter: CallAdapter = {
    ...{ allowed, session: new rooms.Session(), token: cancel.token, progress: () => undefined },
    ask: process.stdin.isTTY ? asked : null,
    otherwise: (one, question) => t('Add {0} to allow it.', rooms.flagsFor(one, question)),
  };
  const called = await rooms.callTool(tool, input, host, adapter);
  const [active] = host.live();
  await host.close();
  process.removeListener('SIGINT', stop);
  const status = rooms.TOOLS.find(({ name }) => name === 'status');
  if (!active || !status) return called;
  aside(t('The run stopped before its end, because it is part of this command. Continue it with: society run --resume {0}\n', active.dir));
  return rooms.callTool(status, { run: active.id }, host, adapter);
}

const asked = ({ title, lines }: Question, why: string): Promise<boolean> =>
  isConfirmed(printable(`${[title, ...lines, why].join('\n')}\n${t('Allow it? [y/N] ')}`));

/** One line for each tool: its name, its effect, and what it does in a few words. */
const listed = (tools: readonly Tool[]): string =>
  tools.map(({ name, effect, title }) => `${name.padEnd(12)} ${effect.padEnd(7)} ${title}`).join('\n');

/** A tool as the server of the Model Context Protocol lists it, and its effect. */
const described = ({ name, title, description, effect, input }: Tool) => ({ name, title, description, effect, input });

/** A result for a person: a line for each value, indented below its key. Texts of several lines keep them. */
function readable(value: Json, indent = ''): string {
  if (isShort(value)) return Array.isArray(value) ? value.join(', ') : String(value);
  if (typeof value !== 'object' || value === null) return String(value).trimEnd().replaceAll('\n', `\n${indent}`);
  const inner = `${indent}  `;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => `- ${readable(item, inner)}`).join(`\n${indent}`);
  const line = (key: string, part: Json): string => `${key}:${isShort(part) ? ' ' : `\n${inner}`}${readable(part, inner)}`;
  return Object.entries(value as JsonObject)
    .map(([key, part]) => line(key, part))
    .join(`\n${indent}`);
}

/** Whether a value has one line: also a list of numbers and words. */
const isShort = (value: Json): boolean =>
  Array.isArray(value)
    ? (value as readonly Json[]).every((item) => !Array.isArray(item) && isShort(item))
    : typeof value !== 'object' || value === null
      ? !String(value).includes('\n')
      : false;
