/**
 * The origin of the ties of a run, from its events: how much of their growth is due to votes alone, the effect of down votes, and how
 * many acts count as answered because of a down vote alone.
 */

/** Rounds in which an act can be answered, its own among them: the window of the rewards. */
const WINDOW = 3;

/** @typedef {{ readonly round: number, readonly from: string, readonly to: string, readonly channel: 'direct' | 'mention' | 'reply' | 'up' | 'down', readonly message: string | null, readonly about: string | null }} Contact an act of one toward another: its own message, and the one that it answers or votes on */
/** @typedef {{ readonly contacts: readonly Contact[], readonly before: number, readonly after: number }} Update an update of a tie, with the acts it is due to */

/**
 * Shares of one run, 0..1; null where there is nothing to divide by.
 * @param {readonly any[]} events
 * @returns {{ readonly [name: string]: number | null }}
 */
export function contactShares(events) {
  const contacts = contactsOf(events);
  const updates = updatesOf(events, contacts);
  const growth = (/** @type {readonly Update[]} */ some) => some.reduce((sum, { before, after }) => sum + after - before, 0);
  const only = (/** @type {Contact['channel']} */ channel) => updates.filter((one) => one.contacts.every((act) => act.channel === channel));
  const held = only('down').filter(({ before }) => before > 0);
  const answers = answersOf(contacts);
  const answered = answers.filter((list) => list.length > 0);
  const votes = contacts.filter(isVote);
  return {
    growth_by_up_votes: share(growth(only('up')), growth(updates)),
    growth_by_direct_messages: share(growth(only('direct')), growth(updates)),
    votes_down: share(votes.filter(({ channel }) => channel === 'down').length, votes.length),
    updates_by_down_votes: share(only('down').length, updates.length),
    held_by_down_votes: share(held.length, updates.filter(({ before }) => before > 0).length),
    answered: share(answered.length, answers.length),
    answered_by_down_votes: share(answered.filter((list) => list.every(({ channel }) => channel === 'down')).length, answered.length),
  };
}

const share = (/** @type {number} */ part, /** @type {number} */ whole) => (whole === 0 ? null : part / whole);

const isVote = (/** @type {Contact} */ { channel }) => channel === 'up' || channel === 'down';

/** Acts of one toward another, in order, each other once by an act. @param {readonly any[]} events @returns {readonly Contact[]} */
function contactsOf(events) {
  /** @type {Map<string, string>} */
  const authors = new Map(events.flatMap((e) => (e.type === 'message.sent' ? [[e.id, e.author]] : [])));
  let round = 0;
  return events.flatMap((e) => {
    if (e.type === 'round.started') round++;
    const voted = e.type === 'reaction.given';
    if (!voted && (e.type !== 'message.sent' || e.kind !== 'said')) return [];
    const [from, about] = voted ? [e.agent, e.message] : [e.author, e.replyTo];
    /** @type {readonly (readonly [string | undefined, Contact['channel']])[]} */
    const all = voted
      ? [[authors.get(about), e.kind]]
      : [
          ...(e.audience === 'direct' ? e.to.map((/** @type {string} */ to) => [to, 'direct']) : []),
          ...(about === null ? [] : [[authors.get(about), 'reply']]),
          ...e.mentions.map((/** @type {string} */ to) => [to, 'mention']),
        ];
    const others = new Map([...all].reverse());
    const message = voted ? null : e.id;
    return [...others].flatMap(([to, channel]) => (to === undefined || to === from ? [] : [{ round, from, to, channel, message, about }]));
  });
}

/** @param {readonly any[]} events @param {readonly Contact[]} contacts @returns {readonly Update[]} */
function updatesOf(events, contacts) {
  const acts = grouped(contacts, ({ round, from, to }) => `${round} ${from} ${to}`);
  let round = 0;
  return events.flatMap((e) => {
    if (e.type === 'round.started') round++;
    if (e.type !== 'tie.changed' || e.evidence === null) return [];
    return [{ contacts: acts.get(`${round} ${e.from} ${e.to}`) ?? [], before: e.before, after: e.after }];
  });
}

/**
 * For each act toward another agent, the acts that answer it within the window: the other acted toward the first in a later round, or answered or voted on
 * this very message. Acts of the last rounds, whose window is cut, are left out.
 * @param {readonly Contact[]} contacts
 * @returns {readonly (readonly Contact[])[]}
 */
function answersOf(contacts) {
  const last = Math.max(0, ...contacts.map(({ round }) => round));
  const sent = grouped(contacts, ({ from, to }) => `${from} ${to}`);
  return contacts
    .filter(({ round }) => round <= last - (WINDOW - 1))
    .map(({ round, from, to, message }) =>
      (sent.get(`${to} ${from}`) ?? []).filter(
        (other) => other.round < round + WINDOW && (other.round > round || (message !== null && other.about === message)),
      ),
    );
}

/** @template T @param {readonly T[]} list @param {(item: T) => string} key @returns {ReadonlyMap<string, readonly T[]>} */
function grouped(list, key) {
  /** @type {Map<string, T[]>} */
  const found = new Map();
  for (const item of list) found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  return found;
}
