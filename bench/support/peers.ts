/**
 * Other frameworks that play the societies of the crowd benchmark: agentscript, and Mesa where Python is at hand. Each is installed once,
 * under `out/`, and measured in a process of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export const PEERS = ['agentscript', 'Mesa'] as const;
export type Peer = (typeof PEERS)[number];

const VERSIONS = { agentscript: '0.10.27', Mesa: '3.3.1', AutoGen: '0.7.5' } as const;
const SCRIPTS = join(process.cwd(), 'bench', 'support', 'peers');
const INSTALLED = join(process.cwd(), 'out', 'bench', 'peers');
const MODULE = join(INSTALLED, 'node_modules', 'agentscript', 'dist', 'agentscript.js');
const PYTHON = join(INSTALLED, 'python', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** What a peer printed. */
export interface PeerFigures {
  /** Seconds of a core for a round after the first one. */
  readonly round: number;
  readonly utility?: number;
  readonly ties?: number;
  /** Share of the agents that have been ill. */
  readonly touched?: number;
}

/** The figures of a peer; null if it cannot be installed. Throws if it fails. */
export function peerFigures(peer: Peer, society: 'epidemic' | 'tieTalk', agents: number, rounds: number): PeerFigures | null {
  mkdirSync(INSTALLED, { recursive: true });
  if (!(peer === 'agentscript' ? hasAgentscript() : hasMesa())) return null;
  const of = [society, String(agents), String(rounds)];
  const [program, args] =
    peer === 'agentscript'
      ? ([process.execPath, [join(SCRIPTS, 'agentscript.mjs'), MODULE, ...of]] as const)
      : ([PYTHON, [join(SCRIPTS, 'mesa_societies.py'), ...of]] as const);
  return JSON.parse(execFileSync(program, args, { encoding: 'utf8' })) as PeerFigures;
}

/**
 * Seconds of a core that a framework takes for a turn: an agent of Mesa passes on a text, and one of AutoGen asks a model that answers at
 * once. Null if it cannot be installed.
 */
export function turnIn(framework: 'Mesa' | 'AutoGen', agents: number, rounds: number): number | null {
  mkdirSync(INSTALLED, { recursive: true });
  if (!(framework === 'Mesa' ? hasMesa() : hasAutoGen())) return null;
  const script = join(SCRIPTS, framework === 'Mesa' ? 'mesa_turns.py' : 'autogen_turns.py');
  const printed = execFileSync(PYTHON, [script, String(agents), String(rounds)], { encoding: 'utf8' });
  return (JSON.parse(printed) as { readonly turn: number }).turn;
}

function hasAgentscript(): boolean {
  const args = ['install', '--prefix', INSTALLED, '--no-save', '--no-audit', '--no-fund', `agentscript@${VERSIONS.agentscript}`];
  return existsSync(MODULE) || (works('npm', args) && existsSync(MODULE));
}

const hasMesa = (): boolean => hasPython('mesa', [`mesa==${VERSIONS.Mesa}`]);

const hasAutoGen = (): boolean =>
  hasPython('autogen_agentchat, autogen_ext', [`autogen-agentchat==${VERSIONS.AutoGen}`, `autogen-ext==${VERSIONS.AutoGen}`]);

/** Whether Python has the modules, after an attempt to install their packages. */
function hasPython(modules: string, packages: readonly string[]): boolean {
  if (works(PYTHON, ['-c', `import ${modules}`])) return true;
  const python = ['python3', 'python'].find((name) => works(name, ['--version']));
  if (python === undefined || !(existsSync(PYTHON) || works(python, ['-m', 'venv', join(INSTALLED, 'python')]))) return false;
  return works(PYTHON, ['-m', 'pip', 'install', '--quiet', ...packages]) && works(PYTHON, ['-c', `import ${modules}`]);
}

const works = (program: string, args: readonly string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
