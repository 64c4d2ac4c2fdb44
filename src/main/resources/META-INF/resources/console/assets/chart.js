// Small bar charts, drawn by DOM calls, with a table that says the same.
import { el, number, table } from './console.js';

const WIDTH = 400, HEIGHT = 90, FLOOR = 72;
const svg = (name, attributes, ...children) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/** Bars of hours; `kind` is `good` or `bad`. */
export function bars(title, hours, member, kind) {
  const most = Math.max(1, ...hours.map(hour => hour[member]));
  const sum = hours.reduce((all, hour) => all + hour[member], 0);
  const step = WIDTH / hours.length;
  const label = `${title}: ${number(sum)} in 24 hours, at most ${number(Math.max(...hours.map(h => h[member])))} in one`;
  const clock = hour => new Date(hour.hour).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return el('div', {}, el('h3', {}, `${title}: ${number(sum)}`),
    svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
      svg('line', { class: 'axis', x1: 0, x2: WIDTH, y1: FLOOR + .5, y2: FLOOR + .5 }),
      ...hours.map((hour, i) => {
        const height = hour[member] === 0 ? 0 : Math.max(2, hour[member] / most * (FLOOR - 6));
        return svg('rect', { class: `bar ${kind}`, x: i * step + 2, y: FLOOR - height, width: step - 4, height, rx: 2 });
      }),
      ...hours.filter((_, i) => i % 6 === 0).map((hour, i) => {
        const text = svg('text', { x: i * 6 * step + 2, y: HEIGHT - 4 });
        text.textContent = clock(hour);
        return text;
      })),
    el('details', {}, el('summary', {}, `As a table: ${title.toLowerCase()}`),
      table(label, [['Hour', clock], [title, hour => number(hour[member])]], hours.filter(hour => hour[member] > 0), 'None.')));
}
