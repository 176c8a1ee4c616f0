/** Help of the commands for tests, experiments and claims. */
import { marked } from '../../core/util/l10n.js';
import { CHOICES, type CommandHelp } from './commandHelp.js';

export const STUDIES: { readonly [command: string]: CommandHelp } = {
  test: {
    usage: ['test FILE… [options]'],
    summary: marked('run the expectations of scenarios over their seeds; exit code 1 where one fails'),
    details: [
      ...CHOICES,
      ['--seed N', marked("first seed of the runs, in place of the scenario's own")],
      ['--null KIND', marked('in null runs: random, isolated, memoryless, uncoached, forgetful, unrewarded; several with commas')],
      ['--junit FILE', marked('also as JUnit XML')],
      ['--annotate', marked('failures also as annotations for GitHub Actions')],
      ['--json', marked('the results as data')],
    ],
  },
  experiment: {
    usage: ['experiment FILE [ID] [options]', 'experiment merge DIR… [--out DIR]'],
    summary: marked('run the arms of an experiment over the same seeds, and compare them; completed runs are reused'),
    details: [
      ['--seeds N', marked("number of seeds, or the first and the last as in 101..140, in place of the file's")],
      [
        '--null KIND',
        marked('add an arm for each null run (random, isolated, memoryless, uncoached, forgetful, unrewarded), compared with the others'),
      ],
      ['--workers N', marked('number of threads (default: one per core); 0 runs in this process')],
      ['--out DIR', marked('where runs are kept (default: .society/experiments/ID next to the file)')],
      ['--csv FILE', marked('one line for each run, measure and round')],
      ['--json', marked('the comparisons as data')],
      ['--sensitivity FILE', marked('the effect of each factor of a morris or saltelli sample on each measure, as CSV')],
      ['--force', marked('overwrite files of --csv and --sensitivity')],
      ['--forecast', marked('estimate what language models would be asked; nothing is sent')],
      ['--yes', marked('ask them without confirmation')],
      ['--at-once N', marked('number of runs that ask models at the same time (default: 4)')],
      [
        '--calls N, --tokens N, --money "N USD"',
        marked("the most that all runs together may take, in place of the file's budget (exit code 3)"),
      ],
      ['--shard I/N', marked('only part I of N, from 1, as a task of a batch scheduler')],
      ['--queue URL', marked('hand the runs out to workers at a Redis (redis://HOST:PORT)')],
      ['merge DIR…', marked('collect the runs of all parts in the first folder, or in --out DIR')],
    ],
  },
  verify: {
    usage: ['verify FILE [CLAIM] [options]'],
    summary: marked('examine each expectation and comparison of a file: chance, null runs, power, wordings, models, parts'),
    details: [
      ['CLAIM', marked('one claim, or all of a scenario or an experiment (default: all)')],
      ['--list', marked('list the claims of the file; nothing is played')],
      ['--runs N', marked('the most runs to play (default: 2000); completed runs are reused and do not count')],
      ['--seeds N', marked("number of seeds, or the first and the last as in 101..140, in place of the file's")],
      ['--looks N', marked('look at the runs as written N times, and play no more seeds once every test is settled')],
      ['--models A,B', marked('repeat each claim with these models of the file')],
      [
        '--perturb KIND',
        marked(
          'which changes of every question to try: options, names, spaces, several with commas, or none (default: all that can change something)',
        ),
      ],
      ['--combinations', marked('also play wordings, perturbations and models together, after all else, for the specification curve')],
      [
        '--interviews N',
        marked(
          'after each run as written, ask up to N of its agents what is being studied (default: 0); only agents that language models speak for',
        ),
      ],
      ['--json', marked('the cards as data')],
      ['--html FILE, --junit FILE', marked('the cards as a page, or as JUnit XML')],
      ['--force', marked('overwrite these files')],
      ['--workers N', marked('number of threads (default: one per core); 0 runs in this process')],
      ['--yes', marked('ask language models without confirmation')],
      ['--at-once N', marked('number of runs that ask models at the same time (default: 4)')],
      [
        '--calls N, --tokens N, --money "N USD"',
        marked("the most that all runs may take together, in place of the file's budget (exit code 3)"),
      ],
      marked('The exit code is 1 where a claim neither holds nor is equivalent.'),
    ],
  },
  calibrate: {
    usage: ['calibrate FILE [CALIBRATION] [options]'],
    summary: marked('fit parameters of a scenario to data: what is known of each, what is not identified, what the result predicts'),
    details: [
      ['CALIBRATION', marked('one calibration of the file (default: the first)')],
      ['--runs N', marked("the most runs, with those of the check, in place of the file's")],
      ['--particles N', marked("runs near the targets that are wanted, in place of the file's")],
      ['--seed N', marked("seed of the draws, in place of the file's")],
      ['--sbc N', marked('simulation-based calibration with N simulated data sets')],
      ['--json', marked('the report as data')],
      ['--html FILE', marked('the report as a page')],
      ['--csv FILE', marked('the particles with their weights')],
      ['--force', marked('overwrite these files')],
      ['--workers N', marked('number of threads (default: one per core); 0 runs in this process')],
      ['--yes', marked('ask language models without confirmation')],
      ['--at-once N', marked('number of runs that ask models at the same time (default: 4)')],
      [
        '--calls N, --tokens N, --money "N USD"',
        marked("the most that all runs together may take, in place of the file's budget (exit code 3)"),
      ],
      marked('Completed runs are kept, and the same command continues with the rest. The exit code is 1 where there is no result.'),
    ],
  },
  freeze: {
    usage: ['freeze FILE [SCENARIO]'],
    summary: marked('write down what scenarios expect, with hashes and the date, before they run'),
    details: [
      marked('Writes FILE.frozen.json. What is frozen later, or changed afterwards, is reported as post hoc.'),
      ['--json', marked('what was added as data')],
    ],
  },
  preregister: {
    usage: ['preregister FILE [STUDY] [options]', 'preregister FILE [STUDY] --deviations [--json]'],
    summary: marked('freeze what a study claims, tests and plays, before it runs; report deviations afterwards'),
    details: [
      marked('STUDY is a scenario, an experiment or a claim of the file (default: all its claims).'),
      ['--question TEXT', marked('the question of the study')],
      ['--stop TEXT', marked('when no more runs are played (default: all planned runs are played)')],
      ['--looks N', marked('the runs are looked at N times, as with `verify --looks N`')],
      ['--exclude TEXT', marked('a rule of exclusion; repeatable')],
      ['--other TEXT', marked('anything else')],
      ['--despite-runs WHY', marked('register although runs of the study exist; the document names them and says why')],
      ['--out FILE', marked('the document (default: NAME.preregistration or NAME.STUDY.preregistration, as .md and .json)')],
      ['--deviations', marked('compare the file and its runs with the document; exit code 1 where they differ')],
      ['--json', marked('deviations as data')],
    ],
  },
  methods: {
    usage: ['methods RUN… [options]', 'methods FILE [ID] [options]'],
    summary: marked('write up how runs, or an experiment, were done: ODD, models, prompts, seeds, exclusions, cost'),
    details: [
      ['--latex', marked('as LaTeX with its bibliography, in place of Markdown')],
      ['--out FILE', marked('where to write it (default: the terminal)')],
      ['--frozen FILE', marked('frozen expectations that are not next to the society')],
      ['--seeds N', marked('number of seeds, or first..last, with which the experiment was run')],
      ['--kept DIR', marked('where the experiment keeps its runs (default: .society/experiments/ID next to the file)')],
      ['--json', marked('the path, or the text, as data')],
    ],
  },
  worker: {
    usage: ['worker --redis URL [options]'],
    summary: marked('run what experiments with --queue hand out, until Ctrl+C'),
    details: [
      ['--at-once N', marked('number of runs at the same time (default: one per core)')],
      ['--lease S', marked('seconds of silence after which another worker takes the run (default: 15)')],
    ],
  },
  queue: {
    usage: ['queue --redis URL [--retry] [--json]'],
    summary: marked('list waiting, running and failed runs of a queue; --retry tries failed runs again'),
  },
};
