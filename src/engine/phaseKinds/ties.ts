/**
 * How ties change at the end of a round. The equation is the paper's (arXiv 2510.19299):
 * active pair   A' = A + min(Δmax, (1 − A)·[e − ξ]₊)        passive pair   A' = (1 − δ)·A
 * A pair u→v is active when u addressed v (direct message, mention) or engaged with v (comment, vote) this round.
 * The evidence e(u→v) is ours. By rule it is the mean, over u's acts toward v, of the weighted mean of four features. By recipients
 * or by a judge it is their rating (ratings.ts). Acts without a rating are no evidence: the tie does not change.
 */
import { mean } from '../../core/util/numbers.js';
import { named } from '../../analysis/talk/lexical.js';
import { logItems } from '../../core/util/chunkedList.js';
import type { Draft } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import { type Contact, networkOf, type State } from '../../core/events/state.js';
import { emptyNetwork, strengthOf } from '../../core/events/ties.js';
import { belongs } from '../evaluation/participants.js';
import { specOf } from '../model/agentSpec.js';
import type { EvidenceRule, EvidenceWeights, NetworkSpec, VoteEvidence } from '../model/worldSpec.js';
import type { ScenarioModel } from '../model/model.js';
import { ratedEvidence } from '../phases/ratings.js';
import type { PhaseHandler } from './handler.js';

export const ties: PhaseHandler = {
  turns: null,
  close: (model, writer) => {
    for (const draft of tieDrafts(model, writer.state)) writer.drafts.push(draft);
  },
};

/** Strength after an active round with evidence `e`, all in 0..1. */
export const grown = (strength: number, e: number, rule: Pick<EvidenceRule, 'threshold' | 'growth'>): number =>
  strength + Math.min(rule.growth, (1 - strength) * Math.max(0, e - rule.threshold));

/** One step of drafts for every network that changes by evidence: first the passive pairs, then the active ones. */
function tieDrafts(model: ScenarioModel, state: State): readonly Draft[] {
  return model.networks.flatMap((network) => (network.rule ? networkDrafts(model, state, network, network.rule) : []));
}

function networkDrafts(model: ScenarioModel, state: State, spec: NetworkSpec, rule: EvidenceRule): readonly Draft[] {
  const network = networkOf(state, spec.name) ?? emptyNetwork(spec.name);
  const drafts: Draft[] = [{ at: spec.at, body: { type: 'ties.decayed', network: spec.name, factor: rule.keep } }];
  for (const [pair, contacts] of pairs(model, state, spec, rule.votes)) {
    const [from, to] = pair;
    const evidence =
      rule.by === 'rule'
        ? mean(contacts.map((contact) => evidenceOf(model, state, contact, rule)))!
        : (ratedEvidence(model, state, from, to) ?? 0);
    const before = strengthOf(network, from, to);
    const after = grown(before, evidence, rule);
    drafts.push({
      at: spec.at,
      cause: state.messages.backing[contacts[0]!.message]!.seq,
      body: {
        type: 'tie.changed',
        network: spec.name,
        from: idAt(state.roster, from),
        to: idAt(state.roster, to),
        before,
        after,
        evidence,
      },
    });
  }
  return drafts;
}

/**
 * Active pairs with their contacts of the round, in the order of the first contact. Isolated agents have no contacts, and votes
 * that are off do not count.
 */
function pairs(
  model: ScenarioModel,
  state: State,
  spec: NetworkSpec,
  votes: VoteEvidence,
): readonly (readonly [readonly [number, number], readonly Contact[]])[] {
  const found = new Map<number, Contact[]>();
  if (model.nulls.has('isolated')) return [];
  for (const contact of logItems(state.contacts)) {
    if (contact.channel === 'reaction' && voteOf(contact, votes) === null) continue;
    if (contact.from === contact.to || !belongs(model, state, spec, contact.from) || !belongs(model, state, spec, contact.to)) continue;
    const key = contact.from * state.roster.length + contact.to;
    const list = found.get(key);
    if (list) list.push(contact);
    else found.set(key, [contact]);
  }
  return [...found.values()].map((list) => [[list[0]!.from, list[0]!.to], list]);
}

/** Evidence of one act, 0..1: relevance of the words to the other, answering, asking, addressing. For a vote, as `votes` says. */
function evidenceOf(model: ScenarioModel, state: State, contact: Contact, { weights, votes }: EvidenceRule): number {
  if (contact.channel === 'reaction') return voteOf(contact, votes) ?? 0;
  const { text } = state.messages.backing[contact.message]!;
  const { interests } = specOf(model, state, contact.to).self;
  const features = {
    relevance: relevanceTo(text, interests),
    answers: contact.channel === 'reply' ? 1 : 0,
    asks: text.includes('?') ? 1 : 0,
    addresses: contact.channel === 'direct' || contact.channel === 'mention' ? 1 : 0,
  };
  return weighed(features, weights);
}

const voteOf = ({ kind }: Contact, { up, down }: VoteEvidence): number | null => (kind === 'down' ? down : up);

/** The weighted mean of features from 0 to 1. An absent feature is 0. The result is 0 if all weights are 0. */
export function weighed(features: Partial<EvidenceWeights>, weights: EvidenceWeights): number {
  const keys = ['relevance', 'answers', 'asks', 'addresses'] as const;
  const total = keys.reduce((sum, key) => sum + weights[key], 0);
  return total === 0 ? 0 : keys.reduce((sum, key) => sum + weights[key] * (features[key] ?? 0), 0) / total;
}

/** 1 − 2^(−k) for k interests named in the text: none 0, one 0.5, two 0.75. */
const relevanceTo = (text: string, interests: readonly string[]): number => 1 - 1 / (1 << Math.min(30, named(text, interests)));
