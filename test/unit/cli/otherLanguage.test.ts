/** The output of commands in the pseudo-locale: every line that is not of the user, of the format or of a prompt is translated. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { setTranslations, type Translations } from '../../../src/core/util/l10n.js';

/** Its names and texts are single words, and no agent writes a message, so that words in sequence are those of the program. */
const FILE = `society: 1
title: Office
personas:
  ada: { name: Ada }
  ben: { name: Ben }
ties: { friendship: { among: all, change: never } }
worlds:
  office:
    vars: { stock: 5 }
    agent_vars: { tired: 0 }
    actions:
      dig: { does: Dig., effect: me.tired += 1 }
      rest: { does: Rest., when: stock > 9 }
    phases:
      work: { order: sequential, actions: [dig, rest] }
      dusk: { when: stock < 0, then: stock += 1 }
scenarios:
  day: { cast: all, world: office, rounds: 2, seed: 1, expect: { gone: { that: stock == 0 } } }
`;

describe('the output of commands in another language', function () {
  this.timeout(30_000);
  let dir: string;
  let pseudo: Translations;
  let runCommand: (args: readonly string[]) => Promise<number>;
  before(async () => {
    const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(join(process.cwd(), path)).href)) as T;
    pseudo = (await load<{ readonly pseudoBundle: () => Translations }>('scripts/lib/translations.mjs')).pseudoBundle();
    // The built command line finds the library of prompts. Its texts are looked up in the table of this process.
    ({ runCommand } = await load<{ readonly runCommand: typeof runCommand }>('dist/commands.mjs'));
    dir = mkdtempSync(join(tmpdir(), 'society-language-'));
    writeFileSync(at('office.society'), FILE);
    writeFileSync(at('wrong.society'), FILE.replace('rounds: 2', 'ronds: 2'));
  });
  after(() => {
    setTranslations(undefined);
    rmSync(dir, { recursive: true, force: true });
  });

  const at = (name: string): string => join(dir, name);

  /** What a command prints, with the marks of the pseudo-locale. */
  async function printed(args: readonly string[], exit = 0): Promise<string> {
    const real = { out: process.stdout.write, err: process.stderr.write };
    let text = '';
    let code = 0;
    const listen = (chunk: string | Uint8Array): boolean => {
      text += String(chunk);
      return true;
    };
    setTranslations(pseudo);
    process.stdout.write = process.stderr.write = listen as typeof process.stdout.write;
    try {
      code = await runCommand(args);
    } finally {
      process.stdout.write = real.out;
      process.stderr.write = real.err;
    }
    assert.equal(code, exit, text);
    return text;
  }

  /** Lines with words in sequence outside of marks, code and paths. */
  const english = (text: string): readonly string[] => {
    let bare = text.replaceAll(dir, '');
    for (let before = ''; before !== bare; ) {
      before = bare;
      bare = bare.replace(/`[^`\n]*`|⟦[^⟦⟧]*⟧/g, '');
    }
    return bare.split('\n').filter((line) => /\b[A-Za-z]{3,} [a-z]{2,}\b/.test(line));
  };

  it('has no text in English', async () => {
    const file = at('office.society');
    const [run, other] = [at('run'), at('other')];
    assert.deepEqual(english(await printed(['check', at('wrong.society')], 1)), []);
    const commands: readonly (readonly string[])[] = [
      ['check', file],
      ['run', file, '--out', run],
      ['show', run],
      ['show', run, '--rules'],
      ['fork', run, '--at', 'round:1', '--set', 'ada.tired=9', '--tie', 'ada>ben=0.9', '--remember', 'ada=Rain.', '--out', other],
      ['diff', run, other],
      ['diff', run, run],
      ['diff', run, other, '--md'],
      ['why', run, 'ada.tired'],
      ['why', other, 'ada.tired', '--round', '1'],
    ];
    for (const args of commands) {
      const text = await printed(args);
      assert.deepEqual(english(text), [], `${args[0]}: ${text}`);
    }
  });

  it('has prompts as agents read them, with all else translated', async () => {
    const { parts } = JSON.parse(await printed(['prompt', at('office.society'), 'ada', '--json'])) as {
      parts: readonly { text: string }[];
    };
    const lines = new Set(parts.flatMap(({ text }) => text.split('\n')));
    const text = await printed(['prompt', at('office.society'), 'ada']);
    assert.ok(text.split('\n').some((line) => lines.has(line) && english(line).length > 0));
    const rest = text.split('\n').filter((line) => !lines.has(line));
    assert.ok(rest.some((line) => line.startsWith('⟦≈')));
    assert.deepEqual(english(rest.join('\n')), []);
    assert.deepEqual(english(await printed(['prompt', at('office.society'), 'nobody'], 1)), []);
  });
});
