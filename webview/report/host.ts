/** The host of the panel in a report: a browser instead of the editor. It saves files and copies texts. */
import { type Host, readState } from '../messages/host.js';

/** `unanswered` is called with questions, which only the run itself can answer. */
export function createReportHost(unanswered: (id: number) => void): Host {
  let state = readState(null);
  return {
    get state() {
      return state;
    },
    save(patch) {
      state = { ...state, ...patch };
    },
    post(message) {
      if (message.type === 'ask') queueMicrotask(() => unanswered(message.id));
      else if (message.type === 'copy') void navigator.clipboard?.writeText(message.text);
      else if (message.type === 'save') download(message.name, message.text ?? bytesOf(message.base64 ?? ''));
    },
  };
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

function download(name: string, content: string | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
