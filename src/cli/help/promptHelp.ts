/** Help of the commands that look at a file before a run. */
import { marked } from '../../core/util/l10n.js';
import { CHOICES, type CommandHelp } from './commandHelp.js';

export const PROMPTS: { readonly [command: string]: CommandHelp } = {
  prompt: {
    usage: ['prompt FILE AGENT [options]'],
    summary: marked('show what an agent is asked next, part by part'),
    details: [
      ['--scenario ID', marked('which scenario (default: the first in which the agent plays)')],
      ['--after N', marked('after N rounds played by the built-in mind, at most 3')],
      ['--wording ID', marked('which wording of the prompts')],
      ['--json', marked('the parts with their tokens and places')],
    ],
  },
  population: {
    usage: ['population FILE [ID] [options]'],
    summary: marked('show who is in the populations, where each field comes from, and how different the agents are'),
    details: [
      ['--seed N', marked("drawn with this seed (default: the first scenario's)")],
      ['--people N', marked('number of agents to list (default: 10)')],
      ['--json', marked('all agents, all fields and the report as data')],
    ],
  },
  forecast: {
    usage: ['forecast FILE [options]'],
    summary: marked('estimate calls, tokens, money, time and memory of a run; nothing is sent'),
    details: [...CHOICES, ['--seed N', marked('seed of the run')], ['--json', marked('as data, round by round')]],
  },
  models: {
    usage: ['models [--json]'],
    summary: marked('list the models of servers on this machine, as lines for models: in a file'),
    details: [['--json', marked('as data')]],
  },
  mcp: {
    usage: ['mcp [options]'],
    summary: marked('serve the tools for assistants over the standard streams (Model Context Protocol)'),
    details: [
      ['--root FOLDER', marked('a folder that tools may use; more than once (default: the current folder)')],
      ['--allow-run', marked('run, stop, compare changes, examine claims and play experiments without a question')],
      ['--allow-models', marked('the same with language models, within the budgets of the files')],
      ['--allow-write', marked('write .society files without a question')],
      marked('Without these flags the client asks the user for each such call. After words of agents were read, it always asks.'),
    ],
  },
  tool: {
    usage: ['tool [--json]', "tool NAME ['JSON'|-] [options]"],
    summary: marked('list the tools for assistants, or call one'),
    details: [
      ['JSON', marked('the input of the tool, as in \'{"file": "town.society"}\'; - reads it from the standard input')],
      ['--root FOLDER', marked('a folder that the tool may use; more than once (default: the current folder)')],
      ['--allow-run', marked('allow a tool that runs something')],
      ['--allow-models', marked('the same with language models, within the budgets of the files')],
      ['--allow-write', marked('allow a tool that writes .society files')],
      ['--json', marked('the result as data; without NAME, all tools with their descriptions and the schemas of their inputs')],
      marked('Without these flags a tool that acts asks at the terminal, and does nothing where there is none.'),
    ],
  },
  'test-model': {
    usage: ['test-model FILE [ID]'],
    summary: marked('test whether the models of a file answer, how fast, and in the right form'),
    details: [['--json', marked('as data')]],
  },
};
