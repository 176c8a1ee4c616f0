/** The tools of a program without an editor: files of the disk, keys of the environment within the trust rules, runs in this process. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLanguageService, type LanguageService } from '../../language/index.js';
import { nodeTextFiles, writeWhole } from '../../node/ports.js';
import { readRecording } from '../../node/recordedAnswers.js';
import { breather } from '../../node/yieldToEventLoop.js';
import type { MindAccessPorts } from '../../runs/index.js';
import { inThreads } from '../../runs/experiments/index.js';
import { type Effect, type Question, type RunDesk, runDesk, type Tool, type ToolHost } from '../../tools/index.js';

/** Milliseconds after which long work lets other messages through. */
const SLICE = 50;

/** The folder of the program: its bundles are in `dist`. */
const PROGRAM = fileURLToPath(new URL('../', import.meta.url));

export interface DiskHost extends ToolHost {
  /** Forgets all texts, because files may have changed. Called before each call. */
  readonly renew: () => void;
  readonly close: RunDesk['close'];
}

/** `roots`: absolute paths of the folders that tools may use. */
export function diskHost(roots: readonly string[], program = PROGRAM): DiskHost {
  let service: LanguageService | null = null;
  const language = async (): Promise<LanguageService> =>
    (service ??= createLanguageService(nodeTextFiles(join(program, 'library'), roots), { pause: breather(SLICE) }));
  const desk = runDesk({ language, access }, () => new Date().toISOString());
  return {
    ...{ roots: () => roots, runHomes: [], program, language, access, ...desk },
    isUnsaved: () => false,
    cannotWrite: () => null,
    write: writeWhole,
    player: async (material) => inThreads(material, Math.max(1, availableParallelism() - 1)),
    renew: () => {
      service = null;
    },
  };
}

/** No person and no store of keys: the terminal belongs to the protocol. */
const access = (file: string): MindAccessPorts => ({
  trusted: true,
  env: (name) => process.env[name],
  vault: { get: async () => null },
  allowedEnv: {},
  recording: (path, of) => readRecording(path, of, dirname(file), true),
});

const FLAGS: { readonly [E in Effect]: string } = { reads: '', costs: '--allow-run', writes: '--allow-write' };

/** The options of the command line that allow a call without a question. */
export const flagsFor = ({ effect }: Pick<Tool, 'effect'>, { sends }: Pick<Question, 'sends'>): string =>
  `${FLAGS[effect]}${sends ? ' --allow-models' : ''}`;

/** The text of SKILL.md. */
export const skillText = ({ program }: Pick<DiskHost, 'program'>): Promise<string> =>
  readFile(join(program, 'skills', 'society-studio', 'SKILL.md'), 'utf8');

/** The version of the program, for clients. */
export async function programVersion(program = PROGRAM): Promise<string> {
  const text = await readFile(join(program, 'package.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { readonly version?: string }).version ?? '0.0.0';
}
