/** Entry of the page: connects the host, the panel and the messages between them. No logic of its own. */
import './panel.css';
import { PROTOCOL_VERSION } from '../src/protocol/messages.js';
import { createAsking } from './asking.js';
import { connect } from './host.js';
import { Panel } from './panel.js';
import { receive } from './receive.js';
import { registerControls } from './toolkit.js';
import { words } from './words.js';

registerControls();
const host = connect();
const asking = createAsking(host);
const panel = new Panel(document.getElementById('root') ?? document.body, host, asking);

window.addEventListener('error', (event) => host.post({ type: 'error', text: event.message }));
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const received = receive(event.data);
  if (!received) return;
  if ('problem' in received) {
    host.post({ type: 'error', text: words.otherVersion });
    return;
  }
  const { message } = received;
  if (message.type === 'snapshot') panel.show(message.snapshot);
  else if (message.type === 'delta') panel.update(message.delta);
  else if (message.type === 'moment') panel.moment(message.moment);
  else if (message.type === 'select') panel.select(message.agent);
  else if (message.type === 'beside') panel.beside(message.beside);
  else asking.answered(message.id, message.answer, message.problem);
});
host.post({ type: 'ready', version: PROTOCOL_VERSION });
