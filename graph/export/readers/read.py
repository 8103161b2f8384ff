"""Reads what graph/export writes with the tools that it is written for.

Each folder (testdata/multi, testdata/project) holds one graph in every format. The
truth is its JSON Lines; every other format must be read back as the same nodes, edges
and attributes. Prints a line a check and ends with an error at the first that fails.

    read.py GRAPHML.XSD GEXF.XSD FOLDER...
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx
import pandas as pd
import rdflib
from lxml import etree
from pyld import jsonld

# What the tables call properties whose names mean something else to a tool.
RENAMED = {"type": "charge_type", "start": "text_start", "end": "text_end"}
MADE = ["label", "class", "day", "article_title", "article_outlet", "article_published", "article_url"]


def check(condition, words, *details):
    if not condition:
        sys.exit(f"FAILED {words}: " + " ".join(map(str, details)))


def same(got, want, words):
    for key in sorted(set(got) | set(want)):
        check(got.get(key) == want.get(key), words, key, "\n got", got.get(key), "\nwant", want.get(key))
    print("ok", words, len(want))


class Truth:
    """The graph by its JSON Lines: attributes by id, as the tables name them."""

    def __init__(self, folder):
        self.nodes, self.edges = {}, {}
        lines = [json.loads(line) for line in (folder / "jsonl" / "graph.jsonl").open(encoding="utf-8")]
        self.about = lines[0]["about"]
        for line in lines[1:]:
            element = line.get("node") or line["edge"]
            values = {RENAMED.get(k, k): v for k, v in element["properties"].items()}
            if "ids" in values:
                values["ids"] = " ".join(values["ids"])
            if "node" in line:
                values["class"] = element["labels"][0]
                self.nodes[element["id"]] = values
                continue
            values["class"] = element["type"]
            values.setdefault("weight", 1)
            values["start"], values["end"] = line.get("start"), line.get("end")
            if "ids" not in values:
                values["day"] = line.get("start")
                for name, value in line.get("source", {}).items():
                    if name != "id":
                        values["article_" + name] = value
            self.edges[element["id"]] = {"ends": (element["from"], element["to"])} | values
        check(len(self.nodes) == self.about["nodes"] and len(self.edges) == self.about["edges"], "counts of JSON Lines")

    def without(self, *names):
        return {i: {k: v for k, v in e.items() if k not in names and v is not None} for i, e in self.edges.items()}


def clean(values):
    """The attributes that are there; the label is checked for itself."""
    check(isinstance(values.get("label"), str) and values["label"], "a label", values)
    return {k: v for k, v in values.items() if v is not None and v != "" and k != "label" and v == v}


def validate(xsd, file):
    schema = etree.XMLSchema(etree.parse(xsd))
    check(schema.validate(etree.parse(file)), f"{file} against {xsd}", schema.error_log)
    print("ok", file, "is valid by its XSD")


def graphml(folder, truth):
    file = folder / "graphml" / "graph.graphml"
    g = nx.read_graphml(file, force_multigraph=True)
    check(g.is_directed() and g.is_multigraph(), "directed multigraph")
    same({n: clean(d) for n, d in g.nodes(data=True)}, truth.nodes, "GraphML nodes in networkx")
    check(all(key == d.pop("edge_id") for _, _, key, d in g.edges(keys=True, data=True)), "ids of edges")
    edges = {key: {"ends": (a, b)} | clean(d) for a, b, key, d in g.edges(keys=True, data=True)}
    same(edges, truth.without("start", "end"), "GraphML edges in networkx")

    g = igraph.Graph.Read_GraphML(str(file))
    check(g.is_directed(), "directed")
    numbers = {k for e in list(truth.nodes.values()) + list(truth.edges.values()) for k, v in e.items() if isinstance(v, (int, float, bool))}

    def typed(values):  # igraph has only floats, and no null for booleans
        values = clean({k: v for k, v in values.items() if k not in ("id", "edge_id")})
        return {k: v for k, v in values.items() if not (k in numbers and not isinstance(v, (int, float)))}

    nodes = {v["id"]: typed(v.attributes()) for v in g.vs}
    same(without_false(nodes), without_false(truth.nodes), "GraphML nodes in igraph")
    edges = {e["edge_id"]: {"ends": (g.vs[e.source]["id"], g.vs[e.target]["id"])} | typed(e.attributes()) for e in g.es}
    same(without_false(edges), without_false(truth.without("start", "end")), "GraphML edges in igraph")


def without_false(elements):
    return {i: {k: v for k, v in e.items() if v is not False} for i, e in elements.items()}


def gexf(folder, truth):
    file = folder / "gexf" / "graph.gexf"
    reader = nx.readwrite.gexf.GEXFReader(version="1.2draft")
    reader.set_version("1.2draft")
    reader.NS_GEXF = reader.NS_VIZ = "http://gexf.net/1.3"  # networkx knows no 1.3
    reader.VERSION = "1.3"
    reader.xml = ElementTree.parse(file)
    element = reader.xml.find(f"{{{reader.NS_GEXF}}}graph")
    g = reader.make_graph(element)
    g = nx.MultiDiGraph(g)

    nodes = {n: dict(d) for n, d in g.nodes(data=True)}
    check(all(set(d.pop("viz")["color"]) >= set("rgb") for d in nodes.values()), "colours")
    same({n: clean(d) for n, d in nodes.items()}, truth.nodes, "GEXF nodes in networkx")
    edges = {}
    for a, b, d in g.edges(data=True):
        d = clean(d)
        i = d.pop("id")
        edges[i] = {"ends": (a, b)} | {k: v for k, v in d.items() if k != "kind"}
    same(edges, truth.without(), "GEXF edges in networkx")


def dot(folder, truth):
    file = folder / "dot" / "graph.dot"
    for engine in ["dot", "neato"]:
        out = subprocess.run([engine, "-Tjson", str(file)], capture_output=True, text=True, check=True)
        check(not [l for l in out.stderr.splitlines() if "rror" in l], f"{engine} says", out.stderr)
        g = json.loads(out.stdout)
        names = {o["_gvid"]: o["name"] for o in g["objects"]}
        check(sorted(names.values()) == sorted(truth.nodes), f"nodes in {engine}")
        check(all("pos" in o for o in g["objects"] + g["edges"]), "places")
        edges = {e["id"]: (names[e["tail"]], names[e["head"]], e["class"]) for e in g["edges"]}
        same(edges, {i: (*e["ends"], e["class"]) for i, e in truth.edges.items()}, f"DOT edges in {engine}")


def cytoscape(folder, truth):
    document = json.loads((folder / "cytoscape" / "graph.cyjs").read_text(encoding="utf-8"))
    g = nx.cytoscape_graph(document | {"directed": True, "multigraph": True, "data": []}, name="name", ident="id")
    plain = lambda values: clean({k: v for k, v in values.items() if k not in ("id", "key", "value", "source", "target", "interaction")})
    nodes = {i: plain(d) for i, d in g.nodes(data=True)}
    for i, values in nodes.items():
        if "name" not in truth.nodes[i]:
            del values["name"]
    same(nodes, truth.nodes, "Cytoscape JSON nodes in networkx")
    edges = {}
    for a, b, d in g.edges(data=True):
        check((a, b, d["class"]) == (d["source"], d["target"], d["interaction"]), "ends")
        d = dict(d)
        if isinstance(d.get("ids"), list):
            d["ids"] = " ".join(d["ids"])
        edges[d["id"]] = {"ends": (a, b)} | plain(d)
    same(edges, truth.without("start", "end"), "Cytoscape JSON edges in networkx")


def csv(folder, truth):
    package = json.loads((folder / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    check(all(line in package["description"] for line in truth.about["notes"]), "notes in datapackage.json")
    pandas_types = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "string"}
    for resource, want in zip(package["resources"], [truth.nodes, truth.without("start", "end")]):
        fields = {f["name"]: f["type"] for f in resource["schema"]["fields"]}
        days = [n for n, t in fields.items() if t == "date"]
        frame = pd.read_csv(folder / "csv" / resource["path"], dtype={n: pandas_types[t] for n, t in fields.items() if t != "date"},
                            parse_dates=days, keep_default_na=False, na_values=[""])
        check(list(frame.columns) == list(fields), "columns", list(frame.columns))
        check(all(str(frame[d].dtype).startswith("datetime64") for d in days), "dates", frame.dtypes)
        rows = {}
        for row in frame.to_dict("records"):
            values = {k: v for k, v in row.items() if not pd.isna(v) and k not in ("id", "label", "source", "target")}
            for k, v in values.items():
                if isinstance(v, pd.Timestamp):
                    values[k] = str(v.date())
                elif isinstance(v, str) and v[:1] == "'" and v[1:2] in ("=", "+", "-", "@", "\t", "\r"):
                    values[k] = v[1:]
            rows[row["id"]] = ({"ends": (row["source"], row["target"])} if "source" in row else {}) | values
        same(rows, want, f"{resource['path']} in pandas")
        frame = pd.read_csv(folder / "csv" / resource["path"])  # as most would
        check(len(frame) == len(want), "rows of plain read_csv")


def rdf(folder, truth):
    turtle = rdflib.Graph().parse(folder / "turtle" / "graph.ttl", format="turtle")
    text = (folder / "jsonld" / "graph.jsonld").read_text(encoding="utf-8")
    expanded = jsonld.expand(json.loads(text))
    check(len(expanded) > len(truth.nodes), "expanded JSON-LD")
    triples = rdflib.Graph().parse(data=jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"}), format="nt")
    other = rdflib.Graph().parse(data=text, format="json-ld")
    for graph, reader in [(triples, "PyLD"), (other, "rdflib")]:
        check(set(turtle) == set(graph), f"Turtle and JSON-LD by {reader}", set(turtle) ^ set(graph))
    schema = rdflib.Namespace("https://schema.org/")
    count = Counter(e["class"] for e in list(truth.nodes.values()) + list(truth.edges.values()))
    if not truth.about["projected"]:
        claims = set(turtle.subjects(rdflib.RDF.type, schema.Claim))
        check(len(claims) == count["ACCUSED"] + count["DENIED"], "claims", len(claims))
        check(all(turtle.value(c, schema.author) and turtle.value(c, schema.about) and turtle.value(c, schema.text) for c in claims), "facts of claims")
        oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
        for a in turtle.subjects(rdflib.RDF.type, oa.Annotation):
            passage = turtle.value(a, oa.hasTarget)
            check(turtle.value(passage, oa.hasSource) is not None, "a source of", a)
            selectors = list(turtle.objects(passage, oa.hasSelector))
            check(len(selectors) == 2 and any(turtle.value(s, oa.exact) for s in selectors), "selectors of", a)
    check(len(set(turtle.subjects(rdflib.RDF.type, schema.Person))) == count["Person"], "people")
    print("ok Turtle and JSON-LD are the same triples in rdflib and PyLD", len(turtle))


def ftm(folder, truth):
    from followthemoney import model
    entities = {}
    for line in (folder / "ftm" / "graph.ftm").open(encoding="utf-8"):
        data = json.loads(line)
        entity = model.get_proxy(data, cleaned=False)
        for name, values in data["properties"].items():
            check(name in entity.schema.properties, f"{entity.schema.name} has no property {name}")
            check(len(entity.get(name)) == len(values), f"{entity.schema.name}.{name} takes no", values)
        entities[entity.id] = entity
    check(set(entities) == {"rostrum-export"} | set(truth.nodes) | set(truth.edges), "ids")
    for entity in entities.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                check(value in entities and entities[value].schema.is_a(prop.range), f"{entity.schema.name}.{prop.name} is", value)
    print("ok FollowTheMoney", len(entities))


def main():
    xsd_graphml, xsd_gexf, *folders = sys.argv[1:]
    for folder in map(Path, folders):
        truth = Truth(folder)
        check(len(truth.nodes) > 5 and len(truth.edges) > 5, "a graph in", folder)
        validate(xsd_graphml, folder / "graphml" / "graph.graphml")
        validate(xsd_gexf, folder / "gexf" / "graph.gexf")
        for reader in [graphml, gexf, dot, cytoscape, csv, rdf, ftm]:
            reader(folder, truth)


main()
