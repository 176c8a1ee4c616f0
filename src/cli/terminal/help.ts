/** What `society --help` and `society COMMAND --help` print. */
import { marked, t } from '../../core/util/l10n.js';

interface CommandHelp {
  /** The usage, one form on each line. */
  readonly usage: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Options and notes; none where the summary is enough. */
  readonly details?: string;
}

const BUDGET = `  --calls N, --tokens N, --money "N USD"
                             the most that language models may take, in place of the file's budget; the run pauses there
                             (exit code 3)`;
const ANSWERS = `${BUDGET}
  --after-budget builtin     do not pause: the built-in mind answers the rest, and each answer is marked
  --ahead auto|on|off        ask language models before their turn where the question is known: models whose calls are free
                             (auto, the default), all models, or none; the run stays the same`;
const SIGNS = `  Signs in a transcript: ◇ the voice of the world, ◆ an act that others see, → the audience, ↳ the author of the original message
  of a reply, ⊘ not delivered to, ↻ changed before delivery, ▪ answers to a survey, (private) an act that no one sees`;
const CHOICES = `  --scenario ID              which scenario (default: the first)
  --rounds N                 number of rounds, in place of the file's
  --mind ID                  one mind for all agents: builtin, random, or a model of the file`;

const UNDER_WAY = `  RUN is the folder or the id of a run that a process of the same user plays, in a terminal or in the editor. It can be left out
  if only one is under way at or below the current folder.`;

/** In the order of the list: write, run, look, test, exchange. */
const COMMANDS: { readonly [command: string]: CommandHelp } = {
  new: {
    usage: ['new FILE [--from TEMPLATE|ENTRY]', 'new --list'],
    summary: marked('create a society from a template or from an entry of the gallery'),
    details: `  --from ID                  a template (talking, network, game, import) or an entry of the gallery (default: talking)
  --list                     list both
  --json                     the files, or with --list the templates and entries, as data`,
  },
  check: {
    usage: ['check FILE…|FOLDER… [--json|--annotate]'],
    summary: marked('list problems as file:line:col; exit code 1 on errors'),
    details: `  --json                     problems as data
  --annotate                 also as annotations for GitHub Actions
  A folder means all .society files in it and below it.`,
  },
  watch: {
    usage: ['watch FILE [--run]'],
    summary: marked('check a file each time it changes, and run it with --run, until Ctrl+C'),
    details: `  --run                      also run the scenario where the file has no errors
${CHOICES}
  --seed N                   seed of the runs
  --json                     one line of data for each check: its problems`,
  },
  run: {
    usage: ['run FILE [options]', 'run --resume RUN [options]'],
    summary: marked('run a scenario and keep it as a folder'),
    details: `${CHOICES}
  --seed N                   seed of the run
  --wording ID               which wording of the prompts
  --null KIND                a null run to compare with: random, isolated, memoryless, uncoached, forgetful or
                             unrewarded; several with commas
  --out DIR                  the run folder (default: .society/runs/… next to the file)
  --reuse RUN                use the answers of another run where the question is the same
${ANSWERS}
  --quiet                    print no transcript, and one line of the summary where something is wrong
  --json                     print measures and summary as JSON, and no transcript
  --resume RUN               continue a run that was stopped, cut off or paused; no question is asked twice

${SIGNS}`,
  },
  diagnose: {
    usage: ['diagnose [FILE] [RUN…] [--out FILE.json]'],
    summary: marked('print facts for a report of a fault, without private data'),
    details: `  --out FILE                 write them to a new file
  Numbers, codes and words of the program only: no texts of files, no names, no prompts, no messages, no addresses, no paths.`,
  },
  ps: {
    usage: ['ps [FOLDER…] [--json]'],
    summary: marked('list the runs that are under way in other processes or in the editor'),
    details: `  --json                     as data
  Runs of the same user at and below the folders (default: the current one).`,
  },
  pause: {
    usage: ['pause [RUN] [--json]'],
    summary: marked('pause a run under way after its current step'),
    details: `  --json                     the state of the run as data
${UNDER_WAY}`,
  },
  resume: {
    usage: ['resume [RUN] [--json]'],
    summary: marked('continue a run that `pause` paused'),
    details: `  --json                     the state of the run as data
${UNDER_WAY}
  A run that has stopped is continued with: society run --resume RUN`,
  },
  stop: {
    usage: ['stop [RUN] [--json]'],
    summary: marked('stop a run under way after its current step; its events are kept'),
    details: `  --json                     the state of the run as data
${UNDER_WAY}`,
  },
  budget: {
    usage: ['budget [RUN] [--calls N] [--tokens N] [--money "N USD"] [--json]'],
    summary: marked('show or change the budget of a run under way'),
    details: `  --calls N, --tokens N, --money "N USD"
                             the new limits; \`none\` removes a limit, and limits that are not named stay
  --json                     the state of the run as data
${UNDER_WAY}`,
  },
  prompt: {
    usage: ['prompt FILE AGENT [options]'],
    summary: marked('show what an agent is asked next, part by part'),
    details: `  --scenario ID              which scenario (default: the first in which the agent plays)
  --after N                  after N rounds played by the built-in mind, at most 3
  --wording ID               which wording of the prompts
  --json                     the parts with their tokens and places`,
  },
  population: {
    usage: ['population FILE [ID] [options]'],
    summary: marked('show who is in the populations, where each field comes from, and how different the agents are'),
    details: `  --seed N                   drawn with this seed (default: the first scenario's)
  --people N                 number of agents to list (default: 10)
  --json                     all agents, all fields and the report as data`,
  },
  forecast: {
    usage: ['forecast FILE [options]'],
    summary: marked('estimate calls, tokens, money, time and memory of a run; nothing is sent'),
    details: `${CHOICES}
  --seed N                   seed of the run
  --json                     as data, round by round`,
  },
  models: {
    usage: ['models [--json]'],
    summary: marked('list the models of servers on this machine, as lines for models: in a file'),
    details: '  --json                     as data',
  },
  mcp: {
    usage: ['mcp [options]'],
    summary: marked('serve the tools for assistants over the standard streams (Model Context Protocol)'),
    details: `  --root FOLDER              a folder that tools may use; more than once (default: the current folder)
  --allow-run                run, stop, compare changes, examine claims and play experiments without a question
  --allow-models             the same with language models, within the budgets of the files
  --allow-write              write .society files without a question
  Without these flags the client asks the user for each such call. After words of agents were read, it always asks.`,
  },
  'test-model': {
    usage: ['test-model FILE [ID]'],
    summary: marked('test whether the models of a file answer, how fast, and in the right form'),
    details: '  --json                     as data',
  },
  show: {
    usage: ['show RUN [--json] [--rules]'],
    summary: marked('print the state, the measures and the summary of a run: expectations, what never happened, what was lost'),
    details: `  --json                     as data
  --rules                    how often each rule of the world ran, and how many values and ties it changed

${SIGNS}`,
  },
  why: {
    usage: ['why RUN AGENT.VARIABLE [options]'],
    summary: marked('show the last change of a variable of an agent: the rule that made it, and the agents that the rule read'),
    details: `  --round N                  the last change up to the end of this round
  --at SEQ                   the last change up to this event
  --json                     as data`,
  },
  report: {
    usage: ['report RUN [--out FILE]'],
    summary: marked('write a run as one HTML file that opens offline'),
    details: `  --out FILE                 where to write it (default: SCENARIO-report.html)
  --json                     the path as data`,
  },
  replay: {
    usage: ['replay RUN'],
    summary: marked('make a run again without any mind, and compare it byte by byte'),
    details: '  --json                     as data',
  },
  pack: {
    usage: ['pack RUN [options]'],
    summary: marked('write a run folder as one file, .socrun, which replay, report, show and diff open'),
    details: `  --out FILE                 where to write it (default: RUN.socrun)
  --label TEXT               a line about the run, such as its model, which the panel and show display
  --json                     the path as data`,
  },
  fork: {
    usage: ['fork RUN --at SEQ|round:N [options]'],
    summary: marked('continue from the end of a step or a round with something changed, as a run of its own'),
    details: `  --at SEQ|round:N           the number of an event, or the end of a round
  --set [AGENT.]NAME=VALUE   set a variable of the world or of an agent
  --tie [NETWORK:]A>B=0.9    set the strength of a tie
  --remember AGENT=TEXT      add a memory; AGENT.N=TEXT changes the N-th
  --forget AGENT.N           remove a memory
  --answer AGENT=JSON        use this in place of the agent's next answer
  --file FILE                use the file as it is now
  --out DIR                  the new run folder (default: next to the run)
${BUDGET}
  --json                     the run and its comparison with the parent as data`,
  },
  diff: {
    usage: ['diff RUN RUN [options]'],
    summary: marked('compare two runs: acts, words, ties, variables, measures, cost'),
    details: `  --md, --json               as Markdown, or as data
  --most N                   at most N rows in each list (default: 40)`,
  },
  ask: {
    usage: ['ask RUN AGENT QUESTION [options]'],
    summary: marked('interview an agent of a run; nothing is recorded'),
    details: `  --round N                  at the end of round N (default: at the end of the run)
  --samples N                ask N times
  --json                     the answers as data, when all are there`,
  },
  people: {
    usage: ['people FILE [RUN…] [options]', 'people RUN… --of EXPRESSION --csv FILE --column NAME [--json]'],
    summary: marked('compare agents with a table of people: of the scenario, or one value with one column'),
    details: `  FILE                       a file whose scenario names tables under compare_with; without runs, they are played
  --scenario ID, --with ID   the scenario, and the table (default: the first scenario with one, and all of its tables)
  --experiment ID            each arm of an experiment, over its seeds, in place of a scenario
  --seeds N, --workers N     runs to play (default: 10), and threads
  --yes, --at-once, --calls, --tokens, --money  for language models, as for society experiment
  --of EXPRESSION            a value of each agent, as in "all.map(a => a.trust)"
  --csv FILE --column NAME   the same of each person
  --json                     as data`,
  },
  network: {
    usage: ['network NETWORK [RUN…] [options]', 'network FILE [RUN…] [--with ID]'],
    summary: marked('compare ties of runs with a network of people, and both with random graphs of the same degrees'),
    details: `  NETWORK                    GraphML, GEXF, JSON with nodes and links, a table with the ends of each tie, or a matrix
  FILE                       a society whose scenario names networks under compare_with; without runs, they are played
  --scenario ID, --with ID   the scenario, and the network (default: the first scenario with one, and all of its networks)
  --experiment ID            each arm of an experiment, over its seeds, in place of a scenario
  --seeds N, --workers N     runs of FILE to play (default: 10), and threads
  --yes, --at-once, --calls, --tokens, --money  for language models, as for society experiment
  --ties ID                  the network of the runs (default: the only one)
  --nodes FILE               a table of the agents of NETWORK: names in its first column, then attributes
  --undirected               count pairs with a tie either way
  --group NAME[=FIELD]       homophily by an attribute of the file and a field of agents; more than once
  --by NAME[=FIELD]          the attribute of the file (or id) that names agents, and their field (default: id)
  --terms A,B                fit a random graph model: edges, mutual, triangle, gwesp, gwdegree, gwidegree, gwodegree,
                             nodematch.NAME, nodecov.NAME, absdiff.NAME; or usual
  --draws N                  number of random graphs (default: 100)
  --seed N                   seed of the random graphs (default: 1)
  --json                     as data`,
  },
  agreement: {
    usage: ['agreement TABLE [options]', 'agreement TABLE --human COLUMN --judge COLUMN [--json]'],
    summary: marked('how far coders agree, from a CSV or JSON Lines table with a row for each case and a column for each coder'),
    details: `  --columns A,B,C            the coders (default: all columns)
  --level LEVEL              nominal (default), ordinal or interval: Krippendorff's alpha, with Fleiss' kappa of nominal codes
                             and intraclass correlations and Cronbach's alpha of numbers
  --human, --judge           the mean that people would give, from a judge's codes of all cases and people's of some
  --json                     the figures as data`,
  },
  codes: {
    usage: ['codes RUN [FILE]'],
    summary: marked('write the messages that a person has to code, as CSV; with FILE filled in, report agreement'),
    details: '  --json                     the messages, or the agreement, as data',
  },
  test: {
    usage: ['test FILE… [options]'],
    summary: marked('run the expectations of scenarios over their seeds; exit code 1 where one fails'),
    details: `${CHOICES}
  --seed N                   first seed of the runs, in place of the scenario's own
  --null KIND                in null runs: random, isolated, memoryless, uncoached, forgetful, unrewarded; several with commas
  --junit FILE               also as JUnit XML
  --annotate                 failures also as annotations for GitHub Actions
  --json                     the results as data`,
  },
  experiment: {
    usage: ['experiment FILE [ID] [options]', 'experiment merge DIR… [--out DIR]'],
    summary: marked('run the arms of an experiment over the same seeds, and compare them; completed runs are reused'),
    details: `  --seeds N                  number of seeds, or the first and the last as in 101..140, in place of the file's
  --null KIND                add an arm for each null run (random, isolated, memoryless, uncoached, forgetful,
                             unrewarded), compared with the others
  --workers N                number of threads (default: one per core); 0 runs in this process
  --out DIR                  where runs are kept (default: .society/experiments/ID next to the file)
  --csv FILE                 one line for each run, measure and round
  --json                     the comparisons as data
  --sensitivity FILE         the effect of each factor of a morris or saltelli sample on each measure, as CSV
  --force                    overwrite files of --csv and --sensitivity
  --forecast                 estimate what language models would be asked; nothing is sent
  --yes                      ask them without confirmation
  --at-once N                number of runs that ask models at the same time (default: 4)
  --calls N, --tokens N, --money "N USD"
                             the most that all runs together may take, in place of the file's budget (exit code 3)
  --shard I/N                only part I of N, from 1, as a task of a batch scheduler
  --queue URL                hand the runs out to workers at a Redis (redis://HOST:PORT)
  merge DIR…                 collect the runs of all parts in the first folder, or in --out DIR`,
  },
  verify: {
    usage: ['verify FILE [CLAIM] [options]'],
    summary: marked('examine each expectation and comparison of a file: chance, null runs, power, wordings, models, parts'),
    details: `  CLAIM                      one claim, or all of a scenario or an experiment (default: all)
  --list                     list the claims of the file; nothing is played
  --runs N                   the most runs to play (default: 2000); completed runs are reused and do not count
  --seeds N                  number of seeds, or the first and the last as in 101..140, in place of the file's
  --looks N                  look at the runs as written N times, and play no more seeds once every test is settled
  --models A,B               repeat each claim with these models of the file
  --perturb KIND             which changes of every question to try: options, names, spaces, several with commas, or none
                             (default: all that can change something)
  --combinations             also play wordings, perturbations and models together, after all else, for the specification curve
  --interviews N             after each run as written, ask up to N of its agents what is being studied (default: 0);
                             only agents that language models speak for
  --json                     the cards as data
  --html FILE, --junit FILE  the cards as a page, or as JUnit XML
  --force                    overwrite these files
  --workers N                number of threads (default: one per core); 0 runs in this process
  --yes                      ask language models without confirmation
  --at-once N                number of runs that ask models at the same time (default: 4)
  --calls N, --tokens N, --money "N USD"
                             the most that all runs may take together, in place of the file's budget (exit code 3)
  The exit code is 1 where a claim neither holds nor is equivalent.`,
  },
  calibrate: {
    usage: ['calibrate FILE [CALIBRATION] [options]'],
    summary: marked('fit parameters of a scenario to data: what is known of each, what is not identified, what the result predicts'),
    details: `  CALIBRATION                one calibration of the file (default: the first)
  --runs N                   the most runs, with those of the check, in place of the file's
  --particles N              runs near the targets that are wanted, in place of the file's
  --seed N                   seed of the draws, in place of the file's
  --sbc N                    simulation-based calibration with N simulated data sets
  --json                     the report as data
  --html FILE                the report as a page
  --csv FILE                 the particles with their weights
  --force                    overwrite these files
  --workers N                number of threads (default: one per core); 0 runs in this process
  --yes                      ask language models without confirmation
  --at-once N                number of runs that ask models at the same time (default: 4)
  --calls N, --tokens N, --money "N USD"
                             the most that all runs together may take, in place of the file's budget (exit code 3)
  Completed runs are kept, and the same command continues with the rest. The exit code is 1 where there is no result.`,
  },
  freeze: {
    usage: ['freeze FILE [SCENARIO]'],
    summary: marked('write down what scenarios expect, with hashes and the date, before they run'),
    details: `  Writes FILE.frozen.json. What is frozen later, or changed afterwards, is reported as post hoc.
  --json                     what was added as data`,
  },
  preregister: {
    usage: ['preregister FILE [STUDY] [options]', 'preregister FILE [STUDY] --deviations [--json]'],
    summary: marked('freeze what a study claims, tests and plays, before it runs; report deviations afterwards'),
    details: `  STUDY is a scenario, an experiment or a claim of the file (default: all its claims).
  --question TEXT            the question of the study
  --stop TEXT                when no more runs are played (default: all planned runs are played)
  --looks N                  the runs are looked at N times, as with \`verify --looks N\`
  --exclude TEXT             a rule of exclusion; repeatable
  --other TEXT               anything else
  --despite-runs WHY         register although runs of the study exist; the document names them and says why
  --out FILE                 the document (default: NAME.preregistration or NAME.STUDY.preregistration, as .md and .json)
  --deviations               compare the file and its runs with the document; exit code 1 where they differ
  --json                     deviations as data`,
  },
  methods: {
    usage: ['methods RUN… [options]', 'methods FILE [ID] [options]'],
    summary: marked('write up how runs, or an experiment, were done: ODD, models, prompts, seeds, exclusions, cost'),
    details: `  --latex                    as LaTeX with its bibliography, in place of Markdown
  --out FILE                 where to write it (default: the terminal)
  --frozen FILE              frozen expectations that are not next to the society
  --seeds N                  number of seeds, or first..last, with which the experiment was run
  --kept DIR                 where the experiment keeps its runs (default: .society/experiments/ID next to the file)
  --json                     the path, or the text, as data`,
  },
  worker: {
    usage: ['worker --redis URL [options]'],
    summary: marked('run what experiments with --queue hand out, until Ctrl+C'),
    details: `  --at-once N                number of runs at the same time (default: one per core)
  --lease S                  seconds of silence after which another worker takes the run (default: 15)`,
  },
  queue: {
    usage: ['queue --redis URL [--retry] [--json]'],
    summary: marked('list waiting, running and failed runs of a queue; --retry tries failed runs again'),
  },
  import: {
    usage: ['import FILE… [options]'],
    summary: marked('convert people and ties from files of other tools into a society'),
    details: `  Reads TinyTroupe, OASIS, Sotopia, AgentVerse, GovSim, RecAgent, PersonaHub, CSV, TSV, JSON, JSON Lines, GraphML, GEXF,
  node-link JSON and edge lists. Reports what was mapped, guessed and set aside.
  --out FILE                 where to write it (default: the terminal)
  --as FORMAT                the format, where it is not recognized
  --map COLUMN=FIELD         the field for a column: a field of a persona, vars.NAME, id or extra; repeatable
  --keep-names               keep all names
  --pseudonyms               replace all names (default: replace the names of people who could exist)
  --preview                  print the report only
  --json                     the report as data, with the text where there is no --out`,
  },
  export: {
    usage: [
      'export FILE --to FORMAT [options]',
      'export RUN --to FORMAT [options]',
      'export RUN… --to parquet|tidy [options]',
      'export FILE EXPERIMENT --to parquet|tidy [options]',
    ],
    summary: marked('write people as files of another tool, or a run as tables, graphs or a trace'),
    details: `  Of a file, its people: tinytroupe, oasis, oasis-csv, sotopia, agent.md
  --out DIR                  a new folder (default: FILE-FORMAT)
  --seed N                   draw populations with this seed (default: the first scenario's)
  --private                  include secrets and private fields (omitted by default)

  Of runs, or of all runs of an experiment, tidy tables with a data dictionary: parquet, tidy (CSV)
  --out DIR                  a new folder (default: SCENARIO-FORMAT or EXPERIMENT-FORMAT)
  --tables A,B               only these tables: runs, expectations, rounds, measures, agents, agent_rounds, ties, acts, messages,
                             answers, events
  --shared                   omit what the file calls private, and the table of events
  --kept DIR                 where the runs of the experiment are kept
  --seeds N|A..B             the seeds of the experiment, in place of the file's

  Of a run, one table as CSV: people, variables, measures, surveys, groups, edges, transcript-csv
            networks:      graphml, gexf, and as scripts of R with their data: statnet, rsiena
            other:         transcript (Markdown), otlp (OpenTelemetry trace)
  --network ID               which network
  --round N                  ties at the end of round N; 0 is before the first
  --history                  in GraphML: all rounds, with ties that are gone (default: ties at the end)
  --least N                  ties of at least this strength (default: as the file says)
  --waves N,N                rounds whose ends are the waves of rsiena (default: three, evenly spaced)
  --text                     in a trace: include prompts and answers (omitted by default)
  --shared                   omit what the file calls private, as in a report
  --out FILE                 a new file (default: SCENARIO-FORMAT)
  --json                     what was written as data`,
  },
};

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

const ROOTS = `  --language TAG             the language of messages: en, de, es, zh or ja (default: that of the environment)
  --root FOLDER              with any command that reads a society: files that it names may also be in this folder. Without it they
                             must be in the society's project (its repository) or its own folder; links cannot lead out of either
`;

/** All commands, one line each. */
export function allHelp(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(12)} ${t(summary)}`);
  const head = `${t('society: write, run and compare societies of agents')}\n\n${t('Usage:')} society COMMAND [options]`;
  const ways = `  society COMMAND --help     ${t('options of a command')}\n  society --version          ${t('the version')}`;
  return `${head}\n\n${rows.join('\n')}\n\n${ways}\n${ROOTS}`;
}

/** One command with its options; all commands where there is no such command. */
export function helpOf(command: string): string {
  const help = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!help) return allHelp();
  const { usage, details } = help;
  const summary = t(help.summary);
  const head = t('Usage:');
  const ways = usage.map((way, i) => `${i === 0 ? head : ' '.repeat(head.length)} society ${way}`).join('\n');
  return `${ways}\n\n${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n${details === undefined ? '' : `\n${details}\n`}`;
}
