// Reads GEXF with graphology-gexf, Cytoscape JSON with cytoscape.js and JSON-LD with
// jsonld.js, and compares them with the
// JSON Lines beside it. node read.mjs FOLDER...
import {readFileSync} from 'node:fs';
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';

const require = createRequire(process.cwd() + '/'); // the cache folder has the packages
const {MultiDirectedGraph} = require('graphology');
const gexf = require('graphology-gexf');
const jsonld = require('jsonld');
const cytoscape = require('cytoscape');

const renamed = {type: 'charge_type', start: 'text_start', end: 'text_end'};

function properties(element) {
  const values = {};
  for (const [name, value] of Object.entries(element.properties)) {
    values[renamed[name] ?? name] = Array.isArray(value) ? value.join(' ') : value;
  }
  return values;
}

for (const folder of process.argv.slice(2)) {
  const lines = readFileSync(`${folder}/jsonl/graph.jsonl`, 'utf8').trim().split('\n').map(l => JSON.parse(l));
  const text = readFileSync(`${folder}/gexf/graph.gexf`, 'utf8');
  const graph = gexf.parse(MultiDirectedGraph, text, {addMissingNodes: false});
  let nodes = 0, edges = 0;
  for (const line of lines.slice(1)) {
    const element = line.node ?? line.edge;
    const got = line.node ? graph.getNodeAttributes(element.id) : graph.getEdgeAttributes(element.id);
    for (const [name, value] of Object.entries(properties(element))) {
      if (name !== 'weight') assert.deepEqual(got[name], value, `${folder}: ${element.id} ${name}`);
    }
    assert.ok(got.label, 'a label');
    assert.match(got.color, /^rgb|^#/, 'a colour');
    if (line.node) {
      nodes++;
      continue;
    }
    edges++;
    assert.deepEqual(graph.extremities(element.id), [element.from, element.to]);
    assert.equal(got.weight, element.properties.weight ?? 1);
  }
  assert.deepEqual([graph.order, graph.size], [nodes, edges]);
  console.log('ok GEXF in graphology', nodes, edges);

  const cy = cytoscape({headless: true, ...JSON.parse(readFileSync(`${folder}/cytoscape/graph.cyjs`, 'utf8'))});
  for (const line of lines.slice(1)) {
    const element = line.node ?? line.edge;
    const got = cy.$id(element.id);
    for (const [name, value] of Object.entries(properties(element))) {
      const other = got.data(name);
      assert.deepEqual(Array.isArray(other) ? other.join(' ') : other, value, `${folder}: ${element.id} ${name}`);
    }
    if (line.edge) assert.deepEqual([got.source().id(), got.target().id()], [element.from, element.to]);
  }
  assert.deepEqual([cy.nodes().length, cy.edges().length], [nodes, edges]);
  console.log('ok Cytoscape JSON in cytoscape.js', nodes, edges);

  const expanded = await jsonld.expand(JSON.parse(readFileSync(`${folder}/jsonld/graph.jsonld`, 'utf8')));
  assert.ok(expanded.length > nodes);
  console.log('ok JSON-LD in jsonld.js', expanded.length);
}
