/** Hints about studies: each of twelve studies with one planted flaw has its hint alone, and a reason takes it away. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MAIN, opened } from '../../support/experiments.js';
import { applyEdits } from './support.js';

/** Studies without a flaw: `sound` with talk, `lake` with a rule that others see. */
const SOUND = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz], backstory: She repairs pianos. }
  ben: { name: Ben, interests: [chess], backstory: He bakes at night. }
prompts:
  plain: { frame: Write what this person writes. }
scenarios:
  meet:
    premise: A forum opens today.
    world: feed
    prompts: plain
    rounds: 4
    measures: { said: messages, mutual: reciprocity }
    expect:
      talk: { that: change(said) > 0, in: '20 seeds, p < 0.05', because: Table 2 of the paper. }
      mutual: { that: mutual > 0.1 }
ties: { friendship: { among: all, change: { rule: evidence } } }
`;

const LAKE = `society: 1
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [chess] }
worlds:
  lake:
    vars: { fish: 10 }
    actions: { cast_net: { does: Take a fish., seen_by: all, effect: fish = fish - 1 } }
    phases: { act: {} }
scenarios:
  catch: { world: lake, expect: { emptier: { that: fish < 10 } } }
`;

/** What is changed in a sound study, and the hint that it must get. */
const FLAWS: readonly (readonly [hint: string, study: string, from: string | RegExp, to: string])[] = [
  ['profile', SOUND, /, interests: \[\w+\], backstory: [^}]*/g, ', interests: [jazz]'],
  ['profile', LAKE, 'interests: [chess]', 'interests: [jazz]'],
  ['interaction', LAKE, 'seen_by: all, ', ''],
  ['interaction', LAKE, 'seen_by: all', 'seen_by: nobody'],
  ['memory', SOUND, 'rounds: 4', 'rounds: 4\n    memory: { kind: none }'],
  [
    'memory',
    LAKE,
    'world: lake, expect: { emptier: { that: fish < 10',
    'world: lake, memory: { kind: none }, measures: { left: fish }, expect: { emptier: { that: change(left) < 0',
  ],
  ['control', SOUND, 'A forum opens today.', 'A forum opens today. You should make mutual friends.'],
  ['control', SOUND, 'He bakes at night.', 'He bakes at night. He always likes mutual help.'],
  ['awareness', SOUND, 'A forum opens today.', 'A forum opens in this simulation.'],
  ['awareness', SOUND, 'Write what this person writes.', 'Pretend to be this person.'],
  ['comparison', SOUND, ', because: Table 2 of the paper.', ''],
  ['comparison', LAKE, 'that: fish < 10', "that: fish < 10, in: '20 seeds, 95 % interval'"],
];

/** The titles of the fixes of each flaw, before that which gives a reason. */
const EDITS: readonly (readonly string[])[] = [
  [],
  [],
  ['Let others see `cast_net`'],
  ['Let others see `cast_net`'],
  ['Give agents a memory'],
  ['Give agents a memory'],
  ['Remove the sentence'],
  ['Remove the sentence'],
  [],
  [],
  ['Add an experiment with random acts'],
  ['Add an experiment with random acts'],
];

const codes = async (text: string): Promise<readonly string[]> => (await opened(text).diagnostics(MAIN)).map(({ code }) => code);

describe('hints about studies', () => {
  it('are not given for studies without a flaw', async () => {
    assert.deepEqual(await codes(SOUND), []);
    assert.deepEqual(await codes(LAKE), []);
  });

  FLAWS.forEach(([hint, study, from, to], i) => {
    it(`find flaw ${i + 1}: ${hint}, and accept a reason`, async () => {
      const flawed = study.replace(from, to);
      assert.notEqual(flawed, study);
      assert.deepEqual(await codes(flawed), [`study-${hint}`]);
      const reason = flawed
        .replace('    premise:', `    because: { ${hint}: It is the treatment. }\n    premise:`)
        .replace('{ world: lake', `{ because: { ${hint}: It is the treatment. }, world: lake`);
      assert.deepEqual(await codes(reason), []);
    });
  });

  FLAWS.forEach(([hint, study, from, to], i) => {
    it(`offer fixes for flaw ${i + 1}: ${hint}, each of which takes it away`, async () => {
      const flawed = study.replace(from, to);
      const [found] = await opened(flawed).diagnostics(MAIN);
      const titles = (found?.fixes ?? []).map(({ title }) => title);
      assert.deepEqual(titles, [...(EDITS[i] ?? []), `Give a reason in \`${study === SOUND ? 'meet' : 'catch'}\``]);
      for (const fix of found?.fixes ?? []) assert.deepEqual(await codes(applyEdits(flawed, fix.edits)), [], fix.title);
    });
  });

  for (const [language, claim, leading, sound] of [
    [
      'de',
      'kooperation',
      ['Du sollst kooperieren.', 'Sie müssen mit anderen kooperieren.', 'Achte darauf, dass alle kooperierten.'],
      ['Alle kooperieren.', 'Du sollst kommen.', 'Sie koppeln immer zwei Wagen.'],
    ],
    ['de-AT', 'vertrauen', ['Vertraue immer den anderen.'], ['Vertraue den anderen.', 'Vergiss nie den Vertrag.']],
    ['es', 'cooperacion', ['Debes cooperar.', 'Siempre cooperes o no.'], ['Todos cooperan.', 'Debes copiar la lista.']],
    ['es', 'donar', ['Intenta hacer donaciones.'], ['Hay donaciones.', 'Siempre llega doña Ana.']],
    ['zh', '合作', ['你应该与他人合作。', '天晴了。务必合作！'], ['他们合作。', '你应该早睡。']],
    ['ja', '協力', ['必ず協力してください。', '互いに協力しなければなりません。'], ['皆が協力します。', '必ず早く寝ます。']],
  ] as const)
    it(`find instructions in the language of the society: ${claim} (${language})`, async () => {
      const isId = /^[a-z]+$/.test(claim);
      const found = async (premise: string, spoken = language as string): Promise<readonly string[]> =>
        (
          await codes(
            SOUND.replace('society: 1', `society: 1\nlanguage: ${spoken}`)
              .replace('mutual > 0.1', isId ? `${claim} > 0.1` : `"share(all.interests == ['${claim}']) > 0.1"`)
              .replace(', mutual:', isId ? `, ${claim}:` : ', mutual:')
              .replace('A forum opens today.', premise),
          )
        ).filter((code) => code.startsWith('study-'));
      for (const premise of leading) assert.deepEqual(await found(premise), ['study-control'], premise);
      for (const premise of sound) assert.deepEqual(await found(premise), [], premise);
      assert.deepEqual(await found(leading[0], 'en'), [], 'words of another language are left alone');
    });

  it('find words for the study in the language of the society, and English ones in each', async () => {
    const found = async (language: string, premise: string): Promise<readonly string[]> =>
      (await codes(SOUND.replace('society: 1', `society: 1\nlanguage: ${language}`).replace('A forum opens today.', premise))).filter(
        (code) => code.startsWith('study-'),
      );
    for (const [language, ...named] of [
      ['de', 'Alles hier ist simuliert.', 'Du nimmst an diesem Experiment teil.', 'Sie werden dabei beobachtet.', 'Sei ein Proband.'],
      ['es', 'En esta simulación abre un foro.', 'Participa en un experimento.', 'Finge ser otra persona.', 'Es una hipótesis.'],
      ['zh', '在这个模拟中，论坛今天开放。', '你参加一项实验。', '你正在被观察。', '请假装你是医生。'],
      [
        'ja',
        'このシミュレーションでは掲示板が開きます。',
        'この実験に参加します。',
        'あなたは観察されています。',
        '医者のふりをしてください。',
      ],
    ] as const) {
      for (const premise of named) assert.deepEqual(await found(language, premise), ['study-awareness'], premise);
      for (const premise of named) assert.deepEqual(await found('fr', premise), [], premise);
      assert.deepEqual(await found(language, 'You take part in this experiment.'), ['study-awareness']);
    }
    for (const [language, premise] of [
      ['de', 'Ein Student öffnet sein Studio. Die Experimente beobachten die Eltern.'],
      ['es', 'El estudio de pintura abre hoy.'],
      ['zh', '论坛今天开放。医院研究员来了。'],
      ['ja', '掲示板が今日開きます。研究所があります。'],
    ] as const)
      assert.deepEqual(await found(language, premise), [], premise);
  });

  it('remove a sentence of a script without spaces', async () => {
    const text = SOUND.replace('society: 1', 'society: 1\nlanguage: zh').replace(
      'A forum opens today.',
      '今天天晴。你参加一项实验。大家都来了。',
    );
    const [found] = (await opened(text).diagnostics(MAIN)).filter(({ code }) => code === 'study-awareness');
    assert.equal(applyEdits(text, found?.fixes?.[0]?.edits ?? []), text.replace('你参加一项实验。', ''));
  });

  it('find fields that nearly determine each other: of written people, of their bases, and of populations', async () => {
    const written = (person: (i: number) => string, n = 24): string =>
      SOUND.replace(/ {2}ada:.*\n {2}ben:.*\n/, Array.from({ length: n }, (_, i) => `  p${i}: ${person(i)}\n`).join(''));
    const drawn = (sample: string, size = 40): string =>
      SOUND.replace('personas:', `populations:\n  folk:\n    size: ${size}\n    sample: ${sample}\npersonas:`);
    const jobs = ['nurse', 'baker', 'clerk'];
    const job = (i: number): string => jobs[i % 3]!;
    const typed = [
      written((i) => `{ occupation: ${job(i)}, interests: [jazz], home: { street: ${['north', 'south', 'west'][i % 3]} } }`),
      written((i) => `{ extends: ${job(i)} }`).replace(
        'personas:',
        `fragments:\n${jobs.map((one, i) => `  ${one}: { occupation: ${one}, home: { street: s${i} } }\n`).join('')}personas:`,
      ),
      drawn('{ gender: { woman: 1, man: 1 }, occupation: { given: gender, woman: nurse, man: clerk } }'),
      drawn('{ occupation: { given: age, 18..40: nurse, else: clerk }, age: 18..90 }'),
      drawn('{ age: "normal(40, 9) in 18..90", values: { given: gender, woman: 0.9, man: 0.1 }, gender: { quota: { woman: 3, man: 2 } } }'),
    ];
    const sound = [
      written((i) => `{ occupation: ${job(i)}, home: { street: ${['north', 'south', 'west'][i % 3]} } }`, 18),
      written((i) => `{ occupation: ${job(i)}, home: { street: s${Math.floor(i / 3) % 4} } }`),
      written((i) => `{ occupation: job ${i}, backstory: They have lived in house ${i} for long. }`),
      drawn('{ gender: { woman: 1, man: 1 }, occupation: { given: gender, woman: [nurse, clerk], man: [nurse, clerk] } }'),
      drawn('{ gender: { woman: 1, man: 1 }, occupation: { given: gender, woman: nurse, man: clerk } }', 12),
      drawn('{ occupation: { given: gender, woman: nurse, else: clerk } }'),
    ];
    for (const text of typed) {
      const [found, ...others] = (await opened(text).diagnostics(MAIN)).filter(({ code }) => code.startsWith('study-'));
      assert.deepEqual([found?.code, others], ['study-association', []], text);
      assert.match(found?.message ?? '', /`[a-z.]+` × `[a-z.]+` (1\.00|0\.[89]\d)/);
      for (const { edits, title } of found?.fixes ?? [])
        assert.ok(!(await codes(applyEdits(text, edits))).includes('study-association'), title);
      assert.equal(found?.fixes?.length, 1);
    }
    for (const text of sound)
      assert.deepEqual(
        (await codes(text)).filter((code) => code.startsWith('study-')),
        [],
        text,
      );
  });

  it('remove only whole sentences, in each form of text', async () => {
    const told = 'You should make mutual friends.';
    for (const [premise, wanted] of [
      [`${told} It rains.`, 'It rains.'],
      [`"It rains. ${told}"`, '"It rains."'],
      [`'It''s late. ${told} It rains.'`, "'It''s late. It rains.'"],
      [`|\n      ${told}\n      It rains.`, '|\n      It rains.'],
      [`|\n      It is late. ${told}\n      It rains.`, '|\n      It is late.\n      It rains.'],
      [`>\n      It rains.\n      ${told}\n`, '>\n      It rains.\n'],
      ['You should make 2.5 mutual friends. It rains.', 'It rains.'],
      [`${told} $(world.agents) come.`, '$(world.agents) come.'],
    ] as const) {
      const [found] = await opened(SOUND.replace('A forum opens today.', premise)).diagnostics(MAIN);
      const fix = found?.fixes?.find(({ title }) => title === 'Remove the sentence');
      assert.ok(fix, premise);
      assert.equal(applyEdits(SOUND.replace('A forum opens today.', premise), fix.edits), SOUND.replace('A forum opens today.', wanted));
    }
    for (const premise of [told, `${told} "Hello", they say.`, 'You should make $(world.x. y) mutual friends. It rains.']) {
      const [found] = await opened(SOUND.replace('A forum opens today.', premise)).diagnostics(MAIN);
      assert.ok(found?.fixes?.every(({ title }) => title !== 'Remove the sentence') ?? true, premise);
    }
  });

  it('compare words: other forms of a word are found, words that only begin alike are not', async () => {
    const told = (claim: string, premise: string): Promise<readonly string[]> =>
      codes(SOUND.replaceAll('mutual', claim).replace('A forum opens today.', `A forum opens today. ${premise}`));
    for (const [claim, premise] of [
      ['donated', 'You should make donations.'],
      ['cooperation', 'You must cooperate with others.'],
      ['agreement', 'Always agree.'],
      ['votes', 'Never miss voting.'],
      ['generosity', 'Try to be generous.'],
      ['trust', 'You have to trust others.'],
    ] as const)
      assert.deepEqual(await told(claim, premise), ['study-control'], `${claim}: ${premise}`);
    for (const [claim, premise] of [
      ['content', 'You should enter the contest.'],
      ['general', 'Always be generous.'],
      ['presence', 'You should bring presents.'],
      ['contact', 'Never break a contract.'],
      ['more', 'You should have more time today.'],
    ] as const)
      assert.deepEqual(await told(claim, premise), [], `${claim}: ${premise}`);
  });

  it('do not take functions and agents of a claim for its result', async () => {
    const text = SOUND.replaceAll('ada', 'clara')
      .replace('mutual > 0.1', "'tie(clara, ben) > 0.1'")
      .replace('A forum opens today.', 'You should change places with Clara.');
    assert.deepEqual(await codes(text), []);
  });

  it('leave scenarios alone that claim nothing, and worlds without actions', async () => {
    const noClaim = SOUND.replace(/ {4}expect:\n(?: {6}.*\n)+/, '').replace('A forum opens', 'In this simulation a forum opens');
    assert.ok(!noClaim.includes('expect'));
    assert.deepEqual(await codes(noClaim), []);
    const rules = LAKE.replace(/ {4}actions: .*\n/, '').replace('act: {}', 'act: { then: fish = fish - 1 }');
    assert.ok(!(await codes(rules)).some((code) => code.startsWith('study-')));
  });
});
