/**
 * Roles of the search for screen readers. VitePress gives its dialog the role of a button, and links within options: a dialog with a
 * combobox and options that the arrow keys move through is what it is.
 */

/** Corrects the dialog whenever it appears and its results change. */
export function correctSearchRoles() {
  new MutationObserver(() => {
    const box = document.querySelector('.VPLocalSearchBox');
    if (box) correct(box);
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['id', 'aria-selected'] });
}

/** @param {Element} box */
function correct(box) {
  for (const name of ['aria-owns', 'aria-expanded', 'aria-haspopup', 'aria-labelledby']) box.removeAttribute(name);
  setAll(box, { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Search' });
  const options = [...box.querySelectorAll('.results > li:has(> a)')];
  const input = box.querySelector('input');
  input?.removeAttribute('aria-labelledby');
  if (input)
    setAll(input, { role: 'combobox', 'aria-label': 'Search', 'aria-autocomplete': 'list', 'aria-expanded': String(options.length > 0) });
  const list = box.querySelector('[role="listbox"]');
  list?.removeAttribute('aria-labelledby');
  if (list) setAll(list, { 'aria-label': 'Results' });
  for (const option of options) {
    const link = option.querySelector('a');
    if (!link) continue;
    // The list item has the id and the state when VitePress has just set them.
    const [id, selected] = [option.id || link.id, option.getAttribute('aria-selected') ?? link.getAttribute('aria-selected') ?? 'false'];
    for (const name of ['id', 'aria-selected']) option.removeAttribute(name);
    link.removeAttribute('aria-label');
    setAll(option, { role: 'none' });
    setAll(link, { role: 'option', tabindex: '-1', id, 'aria-selected': selected });
  }
  for (const kbd of box.querySelectorAll('kbd[aria-label]')) setAll(kbd, { role: 'img' });
  for (const button of box.querySelectorAll('button[title]')) setAll(button, { 'aria-label': button.getAttribute('title') ?? '' });
}

/** @param {Element} element @param {Record<string, string>} attributes */
function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
