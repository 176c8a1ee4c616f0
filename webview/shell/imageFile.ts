/** The network as a file in a given format, and names for files. */
import { csvOf } from '../measures/cards.js';
import { edgeOf, type PanelModel } from '../state/model.js';
import type { NetworkPane } from '../network/controls/pane.js';
import { gexf, graphml, tieTable } from '../network/save/graphFiles.js';
import type { SaveKind } from '../network/controls/toolbar.js';
import { words } from '../ui/strings.js';

type Content = { readonly text: string } | { readonly base64: string };

/** Pictures contain the visible view; graphs and tables contain the shown ties of the moment. */
export async function networkFile(model: PanelModel, network: NetworkPane, kind: SaveKind): Promise<{ readonly name: string } & Content> {
  const name = fileName(`${model.run.scenario} round ${model.shown.round}.${kind}`);
  return { name, ...(await contentOf(model, network, kind)) };
}

async function contentOf(model: PanelModel, network: NetworkPane, kind: SaveKind): Promise<Content> {
  const least = Math.max(edgeOf(model), network.least);
  switch (kind) {
    case 'png':
      return { base64: await network.png() };
    case 'svg':
      return { text: network.svg() };
    case 'csv':
      return { text: csvOf(model, { title: words.network, table: tieTable(model, least) }) };
    default:
      return { text: (kind === 'gexf' ? gexf : graphml)(model, least) };
  }
}

/** A file name that is valid in all file systems. */
export const fileName = (name: string): string =>
  name
    .replace(/[^\w .()-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 120);
