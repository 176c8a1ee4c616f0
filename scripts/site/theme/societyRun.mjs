/** A run as the interactive panel within a page. It is loaded when it comes into view, and follows the colours of the site. */
import { useData, withBase } from 'vitepress';
import { defineComponent, h, onMounted, ref, watch } from 'vue';

export const SocietyRun = defineComponent({
  props: { id: { type: String, required: true }, title: { type: String, default: '' }, words: { type: String, default: '' } },
  setup(props) {
    const { isDark } = useData();
    const address = withBase(`/runs/${props.id}.html`);
    const colours = () => (isDark.value ? '#dark' : '#light');
    /** @type {import('vue').Ref<HTMLIFrameElement | null>} */
    const frame = ref(null);
    // The colours are known in the browser only.
    const source = ref('');
    onMounted(() => {
      source.value = address + colours();
    });
    watch(isDark, () => frame.value?.contentWindow?.location.replace(address + colours()));
    return () =>
      h('figure', { class: 'society-run' }, [
        source.value === ''
          ? h('div', { class: 'society-run-place' })
          : h('iframe', { ref: frame, src: source.value, title: `Run: ${props.title}`, loading: 'lazy', allow: 'clipboard-write' }),
        h('figcaption', [props.words, ' ', h('a', { href: address, target: '_blank' }, 'Open the run in a new tab')]),
      ]);
  },
});
