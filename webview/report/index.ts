/** Entry of a report: the panel with the run in the page. No editor, no network. */
import '../panel.css';
import './report.css';
import { PROTOCOL_VERSION } from '../../src/protocol/messages.js';
import { createAsking } from '../messages/hostRequests.js';
import type { ThemeKind } from '../ui/palette.js';
import { Panel } from '../shell/panel.js';
import { receive } from '../messages/validateMessage.js';
import { applyTheme } from '../ui/themes.js';
import { registerControls } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';
import { createReportHost } from './host.js';

/** Follows the colours that the address asks for with `#dark` or `#light`, as a page that embeds the report does; otherwise the system. */
function watchWish(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const contrast = matchMedia('(prefers-contrast: more)');
  const apply = (): void => {
    const isDark = location.hash === '#dark' || (location.hash !== '#light' && dark.matches);
    const kind: ThemeKind = contrast.matches ? (isDark ? 'hcDark' : 'hcLight') : isDark ? 'dark' : 'light';
    applyTheme(kind);
    document.body.classList.add('report');
  };
  apply();
  for (const query of [dark, contrast]) query.addEventListener('change', apply);
  addEventListener('hashchange', apply);
}

function open(): void {
  const stored: unknown = JSON.parse(document.getElementById('snapshot')?.textContent ?? 'null');
  const received = receive({ type: 'snapshot', version: PROTOCOL_VERSION, snapshot: stored, left: 'nothing' });
  const root = document.getElementById('root') ?? document.body;
  if (!received || 'problem' in received || received.message.type !== 'snapshot') {
    root.append(words.brokenReport);
    return;
  }
  watchWish();
  registerControls();
  root.replaceChildren();
  const host = createReportHost((id) => asking.answered(id, null, words.notInReport));
  const asking = createAsking(host);
  const { snapshot } = received.message;
  const panel = new Panel(root, host);
  void panel.begin(asking).then(() => panel.show(snapshot, 'nothing'));
}

open();
