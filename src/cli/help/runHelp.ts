/** Help of the commands that write, run and control societies. */
import { marked } from '../../core/util/l10n.js';
import { ANSWERS, SIGNS, CHOICES, UNDER_WAY, type CommandHelp } from './commandHelp.js';

export const RUNNING: { readonly [command: string]: CommandHelp } = {
  new: {
    usage: ['new FILE [--from TEMPLATE|ENTRY]', 'new --list'],
    summary: marked('create a society from a template or from an entry of the gallery'),
    details: [
      ['--from ID', marked('a template (talking, network, game, import) or an entry of the gallery (default: talking)')],
      ['--list', marked('list both')],
      ['--json', marked('the files, or with --list the templates and entries, as data')],
    ],
  },
  check: {
    usage: ['check FILE…|FOLDER… [--json|--annotate]'],
    summary: marked('list problems as file:line:col; exit code 1 on errors'),
    details: [
      ['--json', marked('problems as data')],
      ['--annotate', marked('also as annotations for GitHub Actions')],
      marked('A folder means all .society files in it and below it.'),
    ],
  },
  watch: {
    usage: ['watch FILE [--run]'],
    summary: marked('check a file each time it changes, and run it with --run, until Ctrl+C'),
    details: [
      ['--run', marked('also run the scenario where the file has no errors')],
      ...CHOICES,
      ['--seed N', marked('seed of the runs')],
      ['--json', marked('one line of data for each check: its problems')],
    ],
  },
  run: {
    usage: ['run FILE [options]', 'run --resume RUN [options]'],
    summary: marked('run a scenario and keep it as a folder'),
    details: [
      ...CHOICES,
      ['--seed N', marked('seed of the run')],
      ['--wording ID', marked('which wording of the prompts')],
      [
        '--null KIND',
        marked('a null run to compare with: random, isolated, memoryless, uncoached, forgetful or unrewarded; several with commas'),
      ],
      ['--out DIR', marked('the run folder (default: .society/runs/… next to the file)')],
      ['--reuse RUN', marked('use the answers of another run where the question is the same')],
      ...ANSWERS,
      ['--quiet', marked('print no transcript, and one line of the summary where something is wrong')],
      ['--json', marked('print measures and summary as JSON, and no transcript')],
      ['--resume RUN', marked('continue a run that was stopped, cut off or paused; no question is asked twice')],
      '',
      ...SIGNS,
    ],
  },
  diagnose: {
    usage: ['diagnose [FILE] [RUN…] [--out FILE.json]'],
    summary: marked('print facts for a report of a fault, without private data'),
    details: [
      ['--out FILE', marked('write them to a new file')],
      marked('Numbers, codes and words of the program only: no texts of files, no names, no prompts, no messages, no addresses, no paths.'),
    ],
  },
  ps: {
    usage: ['ps [FOLDER…] [--json]'],
    summary: marked('list the runs that are under way in other processes or in the editor'),
    details: [['--json', marked('as data')], marked('Runs of the same user at and below the folders (default: the current one).')],
  },
  pause: {
    usage: ['pause [RUN] [--json]'],
    summary: marked('pause a run under way after its current step'),
    details: [['--json', marked('the state of the run as data')], ...UNDER_WAY],
  },
  resume: {
    usage: ['resume [RUN] [--json]'],
    summary: marked('continue a run that `pause` paused'),
    details: [
      ['--json', marked('the state of the run as data')],
      ...UNDER_WAY,
      marked('A run that has stopped is continued with: society run --resume RUN'),
    ],
  },
  stop: {
    usage: ['stop [RUN] [--json]'],
    summary: marked('stop a run under way after its current step; its events are kept'),
    details: [['--json', marked('the state of the run as data')], ...UNDER_WAY],
  },
  budget: {
    usage: ['budget [RUN] [--calls N] [--tokens N] [--money "N USD"] [--json]'],
    summary: marked('show or change the budget of a run under way'),
    details: [
      ['--calls N, --tokens N, --money "N USD"', marked('the new limits; `none` removes a limit, and limits that are not named stay')],
      ['--json', marked('the state of the run as data')],
      ...UNDER_WAY,
    ],
  },
};
