/** Help of the commands that look at runs. */
import { marked } from '../../core/util/l10n.js';
import { BUDGET, SIGNS, type CommandHelp } from './commandHelp.js';

export const RESULTS: { readonly [command: string]: CommandHelp } = {
  show: {
    usage: ['show RUN [--json] [--rules]'],
    summary: marked('print the state, the measures and the summary of a run: expectations, what never happened, what was lost'),
    details: [
      ['--json', marked('as data')],
      ['--rules', marked('how often each rule of the world ran, and how many values and ties it changed')],
      '',
      ...SIGNS,
    ],
  },
  why: {
    usage: ['why RUN AGENT.VARIABLE [options]'],
    summary: marked('show the last change of a variable of an agent: the rule that made it, and the agents that the rule read'),
    details: [
      ['--round N', marked('the last change up to the end of this round')],
      ['--at SEQ', marked('the last change up to this event')],
      ['--json', marked('as data')],
    ],
  },
  report: {
    usage: ['report RUN [--out FILE]'],
    summary: marked('write a run as one HTML file that opens offline'),
    details: [
      ['--out FILE', marked('where to write it (default: SCENARIO-report.html)')],
      ['--json', marked('the path as data')],
    ],
  },
  replay: {
    usage: ['replay RUN'],
    summary: marked('make a run again without any mind, and compare it byte by byte'),
    details: [['--json', marked('as data')]],
  },
  pack: {
    usage: ['pack RUN [options]'],
    summary: marked('write a run folder as one file, .socrun, which replay, report, show and diff open'),
    details: [
      ['--out FILE', marked('where to write it (default: RUN.socrun)')],
      ['--label TEXT', marked('a line about the run, such as its model, which the panel and show display')],
      ['--json', marked('the path as data')],
    ],
  },
  fork: {
    usage: ['fork RUN --at SEQ|round:N [options]'],
    summary: marked('continue from the end of a step or a round with something changed, as a run of its own'),
    details: [
      ['--at SEQ|round:N', marked('the number of an event, or the end of a round')],
      ['--set [AGENT.]NAME=VALUE', marked('set a variable of the world or of an agent')],
      ['--tie [NETWORK:]A>B=0.9', marked('set the strength of a tie')],
      ['--remember AGENT=TEXT', marked('add a memory; AGENT.N=TEXT changes the N-th')],
      ['--forget AGENT.N', marked('remove a memory')],
      ['--answer AGENT=JSON', marked("use this in place of the agent's next answer")],
      ['--file FILE', marked('use the file as it is now')],
      ['--out DIR', marked('the new run folder (default: next to the run)')],
      ...BUDGET,
      ['--json', marked('the run and its comparison with the parent as data')],
    ],
  },
  diff: {
    usage: ['diff RUN RUN [options]'],
    summary: marked('compare two runs: acts, words, ties, variables, measures, cost'),
    details: [
      ['--md, --json', marked('as Markdown, or as data')],
      ['--most N', marked('at most N rows in each list (default: 40)')],
    ],
  },
  ask: {
    usage: ['ask RUN AGENT QUESTION [options]'],
    summary: marked('interview an agent of a run; nothing is recorded'),
    details: [
      ['--round N', marked('at the end of round N (default: at the end of the run)')],
      ['--samples N', marked('ask N times')],
      ['--json', marked('the answers as data, when all are there')],
    ],
  },
  people: {
    usage: ['people FILE [RUN…] [options]', 'people RUN… --of EXPRESSION --csv FILE --column NAME [--json]'],
    summary: marked('compare agents with a table of people: of the scenario, or one value with one column'),
    details: [
      ['FILE', marked('a file whose scenario names tables under compare_with; without runs, they are played')],
      ['--scenario ID, --with ID', marked('the scenario, and the table (default: the first scenario with one, and all of its tables)')],
      ['--experiment ID', marked('each arm of an experiment, over its seeds, in place of a scenario')],
      ['--seeds N, --workers N', marked('runs to play (default: 10), and threads')],
      ['--yes, --at-once, --calls, --tokens, --money', marked('for language models, as for society experiment')],
      ['--of EXPRESSION', marked('a value of each agent, as in "all.map(a => a.trust)"')],
      ['--csv FILE --column NAME', marked('the same of each person')],
      ['--json', marked('as data')],
    ],
  },
  network: {
    usage: ['network NETWORK [RUN…] [options]', 'network FILE [RUN…] [--with ID]'],
    summary: marked('compare ties of runs with a network of people, and both with random graphs of the same degrees'),
    details: [
      ['NETWORK', marked('GraphML, GEXF, JSON with nodes and links, a table with the ends of each tie, or a matrix')],
      ['FILE', marked('a society whose scenario names networks under compare_with; without runs, they are played')],
      ['--scenario ID, --with ID', marked('the scenario, and the network (default: the first scenario with one, and all of its networks)')],
      ['--experiment ID', marked('each arm of an experiment, over its seeds, in place of a scenario')],
      ['--seeds N, --workers N', marked('runs of FILE to play (default: 10), and threads')],
      ['--yes, --at-once, --calls, --tokens, --money', marked('for language models, as for society experiment')],
      ['--ties ID', marked('the network of the runs (default: the only one)')],
      ['--nodes FILE', marked('a table of the agents of NETWORK: names in its first column, then attributes')],
      ['--undirected', marked('count pairs with a tie either way')],
      ['--group NAME[=FIELD]', marked('homophily by an attribute of the file and a field of agents; more than once')],
      ['--by NAME[=FIELD]', marked('the attribute of the file (or id) that names agents, and their field (default: id)')],
      [
        '--terms A,B',
        marked(
          'fit a random graph model: edges, mutual, triangle, gwesp, gwdegree, gwidegree, gwodegree, nodematch.NAME, nodecov.NAME, absdiff.NAME; or usual',
        ),
      ],
      ['--draws N', marked('number of random graphs (default: 100)')],
      ['--seed N', marked('seed of the random graphs (default: 1)')],
      ['--json', marked('as data')],
    ],
  },
  agreement: {
    usage: ['agreement TABLE [options]', 'agreement TABLE --human COLUMN --judge COLUMN [--by COLUMN] [--json]'],
    summary: marked('how far coders agree, from a CSV or JSON Lines table with a row for each case and a column for each coder'),
    details: [
      ['--columns A,B,C', marked('the coders (default: all columns)')],
      ['--by COLUMN', marked('cases with the same value are not independent (default: run, if there is such a column; none)')],
      [
        '--level LEVEL',
        marked(
          "nominal (default), ordinal or interval: Krippendorff's alpha, with Fleiss' kappa of nominal codes and intraclass correlations and Cronbach's alpha of numbers",
        ),
      ],
      ['--human, --judge', marked("the mean that people would give, from a judge's codes of all cases and people's of some")],
      ['--json', marked('the figures as data')],
    ],
  },
  codes: {
    usage: ['codes RUN [FILE]'],
    summary: marked('write the messages that a person has to code, as CSV; with FILE filled in, report agreement'),
    details: [['--json', marked('the messages, or the agreement, as data')]],
  },
};
