/** A made-up mind for the development page. */
import type { AskedChange, AskedMind, PanelChange, PanelMemory, PanelMind, PanelWhy } from '../../../src/protocol/panelRequests.js';

const TEXTS = [
  'Met Ines at the market on a day of rain, and we spoke of old films for an hour.',
  'Hiro asked whether anyone could lend a ladder. Nobody answered.',
  'I said that the choir needs a bass.',
  'Uma thinks that the bakery will close in spring.',
];

const memory = (i: number, recalled: boolean): PanelMemory => ({
  text: TEXTS[i % TEXTS.length]!,
  round: 20 - (i % 20),
  kind: i % 3 === 2 ? 'own' : 'heard',
  importance: 3 + (i % 6),
  node: null,
  recalled: recalled ? { score: 2.4 - i * 0.3, recency: 1 - i * 0.1, importance: 0.8 - i * 0.1, relevance: 0.6 - i * 0.1 } : null,
});

export function fakeMind({ find, memories }: AskedMind): PanelMind {
  const all = Array.from({ length: 61 }, (_, i) => memory(i, i < 4)).filter(({ text }) => text.toLowerCase().includes(find.toLowerCase()));
  return {
    kind: 'mind',
    mind: 'builtin',
    act: 'comment “Same here! And if you ever need a hand with birds, knock on number 14.”',
    advice: 'You have asked for much lately. Offer something.',
    persona: [
      ['bio', 'Lives at number 14 and is up before everybody else.'],
      ['voice', 'Short sentences. Dry humour.'],
      ['goals', 'get the street to sing together once'],
      ['personality', 'openness 0.7, agreeableness 0.4'],
    ],
    variables: [
      ['mood', 'glad'],
      ['savings', '42.5'],
    ],
    recalled: [0, 1, 2, 3].map((i) => memory(i, true)),
    memories: all.slice(0, memories),
    remembered: 61,
    cost: { calls: 40, input: 31_280, output: 1_640, money: '0.0057 USD' },
  };
}

export const fakeWhy = (): PanelWhy => ({
  kind: 'why',
  node: 'worlds.feed.actions.comment',
  recalled: [0, 1, 2].map((i) => memory(i, true)),
  read: 8,
  cut: 12,
  reads: false,
  prompt: [
    {
      section: 'persona',
      text: 'You are Ada Okafor, 68, nurse.\nYou care for cycling, hiking and music.',
      left: '',
      node: 'prompts.persona',
    },
    { section: 'secrets', text: '', left: 'left out: it is empty', node: null },
    { section: 'messages', text: '[12] Hiro: Can anyone lend a ladder?\n[13] Ines: I have one.', left: '', node: 'prompts.messages' },
  ],
  answer: [
    ['taken', 'accepted'],
    ['value', '{"action":"comment","on":"p3:4","text":"Same here!"}'],
  ],
  raw: null,
  after: [
    ['memory of one’s own words', 'Same here!'],
    ['tie to Hiro Adeyemi', '0.20 → 0.31, evidence 0.64'],
    ['reward for social interaction', '0.64'],
  ],
});

export const fakeChange = ({ variable, seq }: AskedChange): PanelChange => ({
  kind: 'change',
  text: `${variable} well → ill in round 7`,
  seq: Math.max(0, seq - 3),
  node: 'worlds.feed.phases.day.then',
  rule: ["me.state = me.state == 'ill' ? 'over' : 'ill'", "if neighbours(agent).some(a => a.state == 'ill' && chance(0.4))"],
  read: [
    ['Ada Okafor', 'state well'],
    ['Hiro Adeyemi', 'state ill; drew 0.213'],
  ],
  more: 0,
});
