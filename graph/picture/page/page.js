// What the page does: it draws the data that stands in it, filters it, and shows what a
// chosen node or edge says. All texts go in as text, never as HTML.
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const by = id => document.getElementById(id);

function element(name, text, attributes) {
  const e = document.createElement(name);
  if (text) e.textContent = text;
  for (const key in attributes) e[key] = attributes[key];
  return e;
}

by('about').textContent = data.about.slice(1).join(' ');

const colors = {};
for (const k of data.kinds.concat(data.types)) colors[k.name] = k.color;
const words = name => name.toLowerCase().replaceAll('_', ' ');
const big = data.nodes.length + data.edges.length > 1500;

const cy = cytoscape({
  container: by('drawing'),
  layout: {name: 'preset'},
  minZoom: 0.02, maxZoom: 6,
  textureOnViewport: big, hideEdgesOnViewport: data.edges.length > 3000, pixelRatio: big ? 1 : 'auto',
  elements: {
    nodes: data.nodes.map((n, i) => ({data: {id: 'n' + i, i, label: n.label, kind: n.kind, color: colors[n.kind]}, position: {x: n.x, y: n.y}})),
    edges: data.edges.map((e, i) => ({data: {id: 'e' + i, i, source: 'n' + e.from, target: 'n' + e.to, label: e.label, type: e.type,
      color: colors[e.type], width: Math.min(1 + Math.log2(e.weight || 1), 6), line: e.type === 'DENIED' ? 'dashed' : 'solid'}})),
  },
  style: [
    {selector: 'node', style: {'background-color': 'data(color)', label: 'data(label)', width: 18, height: 18, 'border-width': 1, 'border-color': '#333',
      'font-size': 11, 'min-zoomed-font-size': 8, 'text-wrap': 'ellipsis', 'text-max-width': 150, 'text-valign': 'bottom', 'text-margin-y': 3,
      color: '#1b1b1b', 'text-outline-color': '#fff', 'text-outline-width': 2}},
    {selector: 'edge', style: {width: 'data(width)', 'line-color': 'data(color)', 'line-style': 'data(line)', 'target-arrow-color': 'data(color)',
      'target-arrow-shape': 'triangle', 'arrow-scale': 0.9, 'curve-style': 'bezier', opacity: 0.75}},
    {selector: '.hidden', style: {display: 'none'}},
    {selector: '.faint', style: {opacity: 0.12, label: ''}},
    {selector: 'node.chosen', style: {'border-width': 4, 'border-color': '#000', 'z-index': 9, 'min-zoomed-font-size': 0}},
    {selector: 'edge.chosen', style: {width: 5, opacity: 1, label: 'data(label)', 'font-size': 11, 'text-outline-color': '#fff', 'text-outline-width': 3,
      'text-rotation': 'autorotate', 'text-wrap': 'ellipsis', 'text-max-width': 220, 'z-index': 9}},
  ],
});

// Filters.
const off = new Set();
function checkbox(box, name, line) {
  const label = element('label');
  const input = element('input', '', {type: 'checkbox', checked: true, value: name});
  const swatch = element('span', '', {className: line ? 'swatch line' : 'swatch'});
  swatch.style.background = colors[name];
  swatch.setAttribute('aria-hidden', 'true');
  input.addEventListener('change', () => { input.checked ? off.delete(name) : off.add(name); filter(); });
  label.append(input, swatch, line ? words(name) : name);
  box.append(label);
}
data.kinds.forEach(k => checkbox(by('kinds'), k.name, false));
data.types.forEach(t => checkbox(by('types'), t.name, true));

const days = [...new Set(data.edges.flatMap(e => [e.start, e.end]).filter(Boolean))].sort();
if (days.length < 2) by('time').hidden = true;
for (const id of ['from', 'to']) {
  const input = by(id);
  input.max = Math.max(days.length - 1, 0);
  input.value = id === 'from' ? 0 : input.max;
  input.addEventListener('input', () => {
    if (+by('from').value > +by('to').value) by(id === 'from' ? 'to' : 'from').value = input.value;
    filter();
  });
}
by('undated').addEventListener('change', () => filter());
by('find').addEventListener('input', () => filter());

let shown = [];
function filter() {
  const from = days[by('from').value], to = days[by('to').value];
  for (const [id, day] of [['from', from], ['to', to]]) {
    by(id + '-day').textContent = day || '';
    by(id).setAttribute('aria-valuetext', day || '');
  }
  const inTime = e => e.start || e.end ? (e.end || e.start) >= from && (e.start || e.end) <= to : by('undated').checked;
  const sought = by('find').value.trim().toLowerCase();
  const holds = text => (text || '').toLowerCase().includes(sought);
  const nodeOn = data.nodes.map(n => !off.has(n.kind));
  const edgeOn = data.edges.map(e => !off.has(e.type) && nodeOn[e.from] && nodeOn[e.to] && (days.length < 2 || inTime(e)));
  const touched = new Set();
  data.edges.forEach((e, i) => { if (edgeOn[i]) touched.add(e.from).add(e.to); });
  const loose = new Set(data.nodes.keys());
  data.edges.forEach(e => loose.delete(e.from) + loose.delete(e.to));
  const nodeFound = data.nodes.map(n => !sought || holds(n.label) || holds(n.text));
  const edgeFound = data.edges.map(e => !sought || holds(e.label) || holds(e.evidence) || nodeFound[e.from] || nodeFound[e.to]);
  shown = [];
  cy.batch(() => {
    data.nodes.forEach((n, i) => {
      const element = cy.$id('n' + i);
      element.toggleClass('hidden', !nodeOn[i] || !(touched.has(i) || loose.has(i)));
      element.toggleClass('faint', !nodeFound[i]);
    });
    data.edges.forEach((e, i) => {
      const element = cy.$id('e' + i);
      element.toggleClass('hidden', !edgeOn[i]);
      element.toggleClass('faint', !edgeFound[i]);
      if (edgeOn[i] && edgeFound[i]) shown.push(i);
    });
  });
  shown.sort((a, b) => data.edges[b].tells - data.edges[a].tells || (data.edges[a].start || '9').localeCompare(data.edges[b].start || '9') || a - b);
  listed = 0;
  by('list').replaceChildren();
  list();
}

// The list: the same as the drawing, for those who do not see it or use no mouse.
const atOnce = 200;
let listed = 0;
function button(text, choose) {
  const b = element('button', text, {type: 'button', className: 'link'});
  b.addEventListener('click', choose);
  return b;
}
function list() {
  for (const i of shown.slice(listed, listed + atOnce)) {
    const e = data.edges[i];
    const row = element('tr');
    const cell = content => { const td = element('td'); td.append(content); row.append(td); };
    cell(e.start || '');
    cell(button(data.nodes[e.from].label, () => choose('n' + e.from)));
    cell(button(e.label, () => choose('e' + i)));
    cell(button(data.nodes[e.to].label, () => choose('n' + e.to)));
    by('list').append(row);
  }
  listed = Math.min(listed + atOnce, shown.length);
  by('more').hidden = listed === shown.length;
  const nodes = cy.nodes().not('.hidden').length;
  by('count').textContent = `${nodes} of ${data.nodes.length} nodes, ${shown.length} of ${data.edges.length} edges`;
}
by('more').addEventListener('click', list);

// What is chosen.
function source(article) {
  const p = element('p', '', {className: 'meta'});
  const title = article.title || 'the article';
  if (/^https?:\/\//i.test(article.url || '')) {
    p.append(element('a', title, {href: article.url, target: '_blank', rel: 'noopener noreferrer'}));
  } else {
    p.append(title);
  }
  const rest = [article.outlet, article.published].filter(Boolean).join(', ');
  if (rest) p.append(' — ' + rest);
  return p;
}

function showEdge(i) {
  const e = data.edges[i];
  const box = by('details');
  const title = element('h2');
  title.append(button(data.nodes[e.from].label, () => choose('n' + e.from)), ` ${words(e.type)} `, button(data.nodes[e.to].label, () => choose('n' + e.to)));
  box.replaceChildren(title, element('p', e.label));
  if (e.evidence) box.append(element('blockquote', e.evidence));
  const facts = [e.start && e.end && e.start !== e.end ? `${e.start} to ${e.end}` : e.start || e.end, e.office && `as ${e.office}`,
    e.stance && `stance: ${e.stance}`, e.confidence && `confidence ${e.confidence.toFixed(2)}`, e.weight && `${e.weight} edges in one`].filter(Boolean);
  if (facts.length) box.append(element('p', facts.join('; '), {className: 'meta'}));
  if (e.article) box.append(source(e.article));
}

function showNode(i) {
  const n = data.nodes[i];
  const box = by('details');
  box.replaceChildren(element('h2', n.label), element('p', n.kind, {className: 'meta'}));
  if (n.text) box.append(element('blockquote', n.text));
  if (n.url) box.append(source({title: n.label, url: n.url, outlet: n.detail}));
  const all = element('ul');
  const edges = data.edges.map((e, k) => k).filter(k => data.edges[k].from === i || data.edges[k].to === i);
  for (const k of edges.slice(0, 100)) {
    const e = data.edges[k];
    const item = element('li');
    const text = e.from === i ? `${e.label} → ${data.nodes[e.to].label}` : `${data.nodes[e.from].label}: ${e.label}`;
    item.append(button((e.start ? e.start + ' ' : '') + text, () => choose('e' + k)));
    all.append(item);
  }
  box.append(all);
  if (edges.length > 100) box.append(element('p', `and ${edges.length - 100} more`));
}

function choose(id) {
  cy.elements('.chosen').removeClass('chosen');
  const chosen = cy.$id(id);
  chosen.addClass('chosen');
  const i = chosen.data('i');
  id[0] === 'n' ? showNode(i) : showEdge(i);
  const box = chosen.renderedBoundingBox();
  if (box.x2 < 0 || box.y2 < 0 || box.x1 > cy.width() || box.y1 > cy.height()) cy.center(chosen);
  location.hash === '#' + id || history.replaceState(null, '', '#' + id);
}
cy.on('tap', 'node, edge', event => choose(event.target.id()));

// Buttons and keys.
const zoom = factor => cy.zoom({level: cy.zoom() * factor, renderedPosition: {x: cy.width() / 2, y: cy.height() / 2}});
by('fit').addEventListener('click', () => cy.fit(cy.elements().not('.hidden'), 30));
by('nearer').addEventListener('click', () => zoom(1.4));
by('further').addEventListener('click', () => zoom(1 / 1.4));
by('controls').addEventListener('submit', event => event.preventDefault());
by('drawing').addEventListener('keydown', event => {
  const step = {ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60]}[event.key];
  if (step) cy.panBy({x: step[0], y: step[1]});
  else if (event.key === '+' || event.key === '=') zoom(1.4);
  else if (event.key === '-') zoom(1 / 1.4);
  else if (event.key === '0') cy.fit(undefined, 30);
  else return;
  event.preventDefault();
});

filter();
cy.fit(undefined, 30);
if (/^#[ne]\d+$/.test(location.hash) && cy.$id(location.hash.slice(1)).length) choose(location.hash.slice(1));
window.picture = {cy, choose}; // for tests
document.documentElement.dataset.ready = 'yes';
