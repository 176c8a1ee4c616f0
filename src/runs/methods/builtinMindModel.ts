/**
 * The built-in mind as a submodel of ODD: its equations, with their current numbers. A model without a language model follows
 * them, so its description is incomplete without them. docs/builtin-mind.md explains each.
 */
import type { MindLabel } from '../../core/events/events.js';
import { versionIn } from '../../core/mindLabels.js';
import type { ScenarioModel } from '../../engine/index.js';
import { builtinNumbers as n } from '../../minds/index.js';
import { type Block, codes, figure, heading, type Line, paragraph, table } from './document.js';

/** A term of a utility: sign, number and what it multiplies, as in ` − 0.6 f`. */
const term = (value: number, of = ''): string => ` ${value < 0 ? '−' : '+'} ${figure(Math.abs(value))}${of === '' ? '' : ` ${of}`}`;

const sumOf = (base: number, ...terms: readonly string[]): string => `${base < 0 ? '−' : ''}${figure(Math.abs(base))}${terms.join('')}`;

const tired = term(-n.FATIGUE.post, 'f');

/** The equations, where the built-in mind answers in the scenario; empty otherwise. */
export function builtinMind(model: ScenarioModel): readonly Block[] {
  const labels = model.minds.filter(({ kind, embeds }) => kind === 'builtin' && !embeds);
  if (labels.length === 0) return [];
  return [
    heading(3, 'The built-in mind'),
    paragraph(
      ...intro(labels),
      'It is rule-based and is not a language model. Its numbers are set by its authors; none is estimated from people. ',
      'Each answer depends only on the question: the persona, what it sees and recalls, its ties, its last rewards and advice.',
    ),
    ...talk(),
    ...acts(model),
    ...learning(model),
    ...surveys(model),
  ];
}

const intro = (labels: readonly MindLabel[]): readonly (string | ReturnType<typeof codes>[number])[] => [
  'Version ',
  ...codes([...new Set(labels.map((label) => versionIn(label) ?? 'unknown, before versions were recorded'))]),
  ', answering as ',
  ...codes(labels.map(({ id }) => id)),
  '. ',
];

function talk(): readonly Block[] {
  const { POST, ASK, TROUBLE, TOPICAL, INVITE, REPLY, DIRECT, TELL, CONFIDE, OBLIGATION, VOTE } = n;
  const rows: readonly (readonly Line[])[] = [
    ['Tell something', sumOf(POST.base, term(POST.presentation, 'pre'), term(POST.extraversion, '(E − ½)'), tired)],
    ['Ask something', sumOf(ASK.base, term(ASK.information, 'inf'), term(ASK.openness, '(O − ½)'), tired)],
    ['Tell of trouble', sumOf(TROUBLE.base, term(TROUBLE.support, 'emo'), term(TROUBLE.neuroticism, '(N − ½)'), tired)],
    ['Speak about the topic of the world', sumOf(TOPICAL.base, term(TOPICAL.information, 'inf'), tired)],
    ['Invite all agents', sumOf(INVITE.base, term(INVITE.coordination, 'coo'), term(INVITE.extraversion, '(E − ½)'), tired)],
    ['Pass on news', sumOf(TELL.base, term(TELL.information, 'inf'), term(TELL.presentation, 'pre'), tired)],
    [
      'Pass on news in a direct message',
      sumOf(TELL.base + CONFIDE.base, term(TELL.information, 'inf'), term(TELL.presentation, 'pre'), term(CONFIDE.tie, 't'), tired),
    ],
    [
      'Answer a message',
      sumOf(
        REPLY.base,
        ...[term(REPLY.relevance, 'r'), term(REPLY.obligation, 'o'), term(REPLY.tie, 't'), term(REPLY.novelty, 'O (1 − t)')],
        ...[term(REPLY.social, 'soc'), term(REPLY.bystander, 'n'), term(REPLY.age, 'age'), term(-n.FATIGUE.each, 'f if o = 0')],
        ...[term(REPLY.help, 'A if I can answer its question'), term(REPLY.ignorance, 'if I cannot')],
        ...[term(REPLY.stranger, 'if r = 0'), term(REPLY.comfort, 'emo for trouble'), term(REPLY.join, 'coo for an invitation')],
        ...[term(REPLY.aside, 'inside a conversation of others'), term(REPLY.closed, 'for thanks and good-byes')],
      ),
    ],
    [
      'Write directly',
      sumOf(
        DIRECT.base,
        ...[term(DIRECT.tie, 't'), term(DIRECT.social, 'soc'), term(DIRECT.introversion, '(½ − E)')],
        ...[term(DIRECT.obligation, 'o'), term(DIRECT.relevance, 'r for a public message'), term(-n.FATIGUE.each, 'f if not asked')],
      ),
    ],
  ];
  return [
    paragraph(
      `An agent with activity a takes part with probability a + 0.8 (1 − a) max o. It then draws one act with P ∝ exp(U / ${figure(n.TEMPERATURE)}). `,
      `r is the relevance of a message to the interests (0 to 1). o is the obligation to answer: a direct message or question ${figure(OBLIGATION.direct)}, `,
      `an answer ${figure(OBLIGATION.answer)}, a mention ${figure(OBLIGATION.mention)}, closing words ${figure(OBLIGATION.closed)}, otherwise 0. t is the own tie (0 to 1), `,
      `n the visible answers, age the rounds since the message, f the agent's messages of the last ${n.FATIGUE.window} rounds. E, A, O and N are traits; soc, inf, pre, coo and emo are drives; all from 0 to 1.`,
    ),
    ...table(['Act', 'Utility U'], rows),
    paragraph(
      `Votes: P(up) = σ(${sumOf(VOTE.base, term(VOTE.relevance, 'r'), term(VOTE.agreeable, '(A − ½)'), term(VOTE.tie, 't'), term(VOTE.obligation, 'o'))}); `,
      `P(down) = σ(${sumOf(VOTE.downBase, term(VOTE.disagreeable, '(1 − A)'), term(VOTE.irrelevance, '(1 − r)'), term(-VOTE.tie, 't'))}), where σ(x) = 1 / (1 + exp(−x)).`,
    ),
  ];
}

/** Decisions with arguments, where an action of the scenario has any. */
function acts({ phases }: ScenarioModel): readonly Block[] {
  if (!phases.round.some(({ actions }) => actions.some(({ args }) => args.length > 0))) return [];
  const { CLAIM, GIVE, TWO, STANCE, PICK, NUMBER } = n;
  const care = `min(1, ${figure(CLAIM.agreeable)} A + ${figure(CLAIM.coordination)} coo + ${figure(CLAIM.agreed)} [a limit was mentioned])`;
  const rows: readonly (readonly Line[])[] = [
    [
      'Claim on what is shared',
      `${CLAIM.multiples.map(figure).join(', ')} shares; target ${figure(CLAIM.most)} − ${figure(CLAIM.care)} ${care}`,
    ],
    [
      'Gift to a partner',
      `target ${sumOf(GIVE.base, term(GIVE.agreeable, 'A'), term(GIVE.tie, 't'), term(GIVE.image, '(last − ½)'))}; last is ${figure(GIVE.unknown)} where nothing is known`,
    ],
    ['First of two words', `P = σ(${sumOf(TWO.base, term(TWO.agreeable, 'A'), term(TWO.last, 'last'), term(TWO.tie, 't'))})`],
    ['Price', `opening + (limit − opening) x^β, with x the share of own turns used and β = ${figure(n.PRICE.base)}^(1 − 2 A)`],
    [
      'Stance',
      `opinion + ${figure(STANCE.step)} A (mean of those within the tolerance − opinion); tolerance ${figure(STANCE.tolerance)} where none is given`,
    ],
    [
      'Choice of an agent',
      `U = ${figure(PICK.degree)} ln(1 + degree) + ${figure(PICK.common)} ln(1 + friends in common) + ${figure(PICK.shared)} ln(1 + interests in common)${term(PICK.tied, '[tied]')}; P ∝ exp(U / ${figure(PICK.temperature)})`,
    ],
    ['Any other number', 'target 1 − A between the bounds'],
  ];
  return [
    paragraph(
      `Acts with arguments follow the agent's strategy where it has one. Otherwise a number x is drawn from a grid with P ∝ exp(−${figure(NUMBER.width)} (x − target)² / ${figure(NUMBER.temperature)}).`,
    ),
    ...table(['Decision', 'Default'], rows),
  ];
}

function learning({ rewards, coach }: ScenarioModel): readonly Block[] {
  if (rewards.length === 0 && !coach) return [];
  return [
    paragraph(
      `Learning in context: a drive d whose reward is told becomes d (1 + ${figure(n.LEARN.lack)} (ℓ − ℓ̄)), where ℓ is the mean of 1 − value over the rewards told and ℓ̄ the mean of ℓ over policies. `,
      `Advice adds (${figure(n.LEARN.heed)} + A) h to the utility of acts that serve the reward it is about; h is the share of the advice that is about that reward.`,
    ),
  ];
}

function surveys({ surveys: all }: ScenarioModel): readonly Block[] {
  if (all.length === 0) return [];
  const { ATTITUDE } = n;
  return [
    paragraph(
      'Survey answers are computed, not drawn: a variable of the agent that the question is about, as it is, or as that share of the scale where its range is declared as 0..1 or −1..1; ',
      `otherwise the tie to an agent that the question names (${figure(ATTITUDE.stranger)} + ${figure(1 - ATTITUDE.stranger)} t), an interest, or a number that seed, agent and question fix, each raised by what was heard for it and lowered by what was heard against it.`,
    ),
  ];
}
