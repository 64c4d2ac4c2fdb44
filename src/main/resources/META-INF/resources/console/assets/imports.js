import { attempt, badge, el, get, hint, list, number, ofTenant, page, progressBar, show, time } from './console.js';
import { watch } from './watching.js';

/** The lines that were not taken in; asked for when somebody wants to see them. */
function rejects(progress) {
  const place = el('div');
  const details = el('details', {}, el('summary', {}, `Rejected lines of ${progress.importId}`), place);
  details.addEventListener('toggle', () => attempt(async () => place.replaceChildren(
    await list(ofTenant(`/imports/${progress.importId}/rejects`), 'By their numbers in the file', [
      ['Line', one => number(one.line)],
      ['Member', one => one.member],
      ['Rule', one => one.rule],
    ], 'None is kept.'))), { once: true });
  return details;
}

function one(progress) {
  const place = el('section', { class: 'card', 'aria-label': `Import ${progress.importId}` });
  const fill = now => {
    const running = now.state === 'running';
    const done = now.accepted + now.unchanged + now.rejected;
    const all = now.secondsLeft === undefined ? 0 : done + now.secondsLeft * now.linesPerSecond;
    place.replaceChildren(el('h2', {}, now.importId, ' ', badge(now.state)),
      running ? progressBar(`Progress of ${now.importId}`, done, all) : '',
      el('dl', { class: 'figures' }, [['Accepted', now.accepted], ['Unchanged', now.unchanged], ['Rejected', now.rejected], ['Lines a second', now.linesPerSecond]]
        .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, number(value))))),
      el('p', { class: 'hint' }, 'Begun ', time(now.startedAt), ', last heard of ', time(now.updatedAt)),
      now.rejected && !running ? rejects(now) : '');
  };
  fill(progress);
  if (progress.state === 'running') {
    watch(ofTenant(`/imports/${progress.importId}`), fill, now => now.state !== 'running');
  }
  return place;
}

page(async () => {
  const { items } = await get(ofTenant('/imports?limit=50'));
  show(items.length ? null : hint('Nobody has been imported yet. Files are sent by “curl -T”, not from here.'), ...items.map(one));
});
