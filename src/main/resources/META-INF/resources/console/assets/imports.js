import { badge, card, el, get, number, ofTenant, page, progressBar, show, time, watch, hint } from './console.js';

function one(progress) {
  const place = el('section', { class: 'card', 'aria-label': `Import ${progress.importId}` });
  const fill = now => {
    const done = now.accepted + now.unchanged + now.rejected;
    const all = now.secondsLeft === undefined ? 0 : done + now.secondsLeft * now.linesPerSecond;
    place.replaceChildren(el('h2', {}, now.importId, ' ', badge(now.state)),
      now.state === 'running' ? progressBar(`Progress of ${now.importId}`, done, all) : '',
      el('dl', { class: 'figures' }, [['Accepted', now.accepted], ['Unchanged', now.unchanged], ['Rejected', now.rejected], ['Lines a second', now.linesPerSecond]]
        .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, number(value))))),
      el('p', { class: 'hint' }, 'Begun ', time(now.startedAt), ', last heard of ', time(now.updatedAt)));
  };
  fill(progress);
  if (progress.state === 'running') {
    watch(ofTenant(`/imports/${progress.importId}/watch`), fill, now => now.state !== 'running');
  }
  return place;
}

page(async () => {
  const { items } = await get(ofTenant('/imports?limit=50'));
  show(items.length ? null : hint('Nobody has been imported yet. Files are sent by “curl -T”, not from here.'), ...items.map(one));
});
