// SPDX-License-Identifier: MIT
// Functions and calls laid out by dagre, as SVG: for the picture and for the basket.
import { h, s, save } from "./dom.js";
import * as dagre from "./dagre.esm.js";

const Graph = dagre.Graph || (dagre.default && dagre.default.graphlib.Graph) || dagre.graphlib.Graph;
const layout = dagre.layout || dagre.default.layout;

// Deferred calls are waves, calls through pointers are dashed.
function pathOf(points, wave) {
  if (!wave) return "M" + points.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join("L");
  let d = `M${points[0].x.toFixed(1)},${points[0].y.toFixed(1)}`, side = 1;
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i], b = points[i + 1], len = Math.hypot(b.x - a.x, b.y - a.y), n = Math.max(1, Math.round(len / 10));
    for (let k = 1; k <= n; k++) {
      const x = a.x + ((b.x - a.x) * k) / n, y = a.y + ((b.y - a.y) * k) / n;
      const mx = x - (b.x - a.x) / n / 2 - (side * 4 * (b.y - a.y)) / (len || 1), my = y - (b.y - a.y) / n / 2 + (side * 4 * (b.x - a.x)) / (len || 1);
      d += `Q${mx.toFixed(1)},${my.toFixed(1)} ${x.toFixed(1)},${y.toFixed(1)}`;
      side = -side;
    }
  }
  return d;
}

const cut = (text, n) => (text.length > n ? "…" + text.slice(1 - n) : text);

// What nothing is tied to stands in rows below the rest; the size grows.
function stand(alone, size) {
  const area = [...alone.values()].reduce((sum, b) => sum + (b.width + 16) * (b.height + 14), 0), wide = Math.max(Math.min(size.w, 4000), Math.sqrt(area * 1.2), 300);
  let x = 12, y = size.h + 12;
  for (const b of alone.values()) {
    if (x > 12 && x + b.width > wide) {
      x = 12;
      y += b.height + 14;
    }
    b.x = x + b.width / 2;
    b.y = y + b.height / 2;
    x += b.width + 16;
    size.w = Math.max(size.w, x);
    size.h = Math.max(size.h, y + b.height + 12);
  }
}

// nodes: Map key -> {title, sub, group, cls}; edges: [{from, to, cls, wave, title}]. `groups`: nodes stand in boxes.
// Gives {all, size}: a <g>, and how large it is; each node's <g> has data-f, each box' name data-group.
export function drawing(nodes, edges, { direction = "TB", groups = false } = {}) {
  const g = new Graph({ compound: groups, multigraph: false }), all = s("g", {});
  g.setGraph({ rankdir: direction, nodesep: direction === "LR" ? 8 : 16, ranksep: direction === "LR" ? 70 : 34, marginx: 12, marginy: 12, ranker: nodes.size > 150 ? "longest-path" : "network-simplex" });
  g.setDefaultEdgeLabel(() => ({}));
  const tied = new Set(edges.flatMap((e) => [e.from, e.to])), alone = new Map();
  for (const [k, n] of nodes) {
    const box = { width: Math.max(70, 7.4 * Math.max(n.title.length, Math.min(34, n.sub.length) * 0.8) + 18), height: 38 };
    if (!groups && nodes.size > 12 && !tied.has(k)) {
      alone.set(k, box);
      continue;
    }
    g.setNode(k, box);
    if (groups && n.group) {
      g.setNode("group " + n.group, {});
      g.setParent(k, "group " + n.group);
    }
  }
  for (const e of edges) g.setEdge(e.from, e.to);
  layout(g);
  const size = { w: Math.max(1, g.graph().width || 1), h: Math.max(1, g.graph().height || 1) };
  stand(alone, size);
  for (const k of g.nodes())
    if (k.startsWith("group ") && g.children(k).length) {
      const n = g.node(k), name = k.slice(6);
      all.append(s("rect", { class: "dir", x: n.x - n.width / 2, y: n.y - n.height / 2, width: n.width, height: n.height, rx: 6 }),
        s("text", { class: "dir-name", x: n.x - n.width / 2 + 6, y: n.y - n.height / 2 + 12, "data-group": name, tabindex: "0", role: "button" }, "▾ " + name));
    }
  for (const e of edges)
    all.append(s("path", { class: "edge " + e.cls, d: pathOf(g.edge(e.from, e.to).points, e.wave), "marker-end": "url(#arrow)" }, s("title", {}, e.title)));
  for (const [k, n] of nodes) {
    const at = alone.get(k) || g.node(k);
    all.append(s("g", { class: "node " + n.cls, transform: `translate(${at.x},${at.y})`, tabindex: "0", role: "button", "data-f": k },
      s("rect", { x: -at.width / 2, y: -19, width: at.width, height: 38, rx: 5 }), s("text", { y: -2 }, n.title), s("text", { class: "file", y: 12 }, cut(n.sub, 34))));
  }
  return { all, size };
}

export const arrow = () => s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" }, s("path", { d: "M0,0L8,4L0,8z", class: "head" })));

// ---- as a file ----

const STYLE = ".node rect{fill:#fff;stroke:#57606a}.node.lit rect{fill:#ddf4ff;stroke:#0969da}.node.folded rect{fill:#f6f8fa;stroke-dasharray:2 2}text{font:13px monospace;text-anchor:middle;fill:#1f2328}" +
  ".file{font-size:10px;fill:#57606a}.edge{fill:none;stroke:#57606a}.edge.through{stroke-dasharray:5 3}.edge.later{stroke:#bc4c00}.edge.lit{stroke-width:2}.head{fill:#57606a}" +
  ".dir{fill:none;stroke:#d0d7de}.dir-name{text-anchor:start;font-size:11px;fill:#57606a}";

// A drawing as a document of its own, in black on white.
export function svgText({ all, size }) {
  const svg = s("svg", { viewBox: `0 0 ${size.w} ${size.h}`, width: size.w, height: size.h }, s("style", {}, STYLE), arrow(), s("rect", { width: "100%", height: "100%", fill: "#fff" }), all.cloneNode(true));
  svg.lastChild.removeAttribute("transform");
  svg.lastChild.removeAttribute("id");
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(svg);
}

export const saveSvg = (d) => save("kpath.svg", "image/svg+xml", svgText(d));

export function savePng(d) {
  const img = new Image(), k = Math.min(2, 8000 / d.size.w, 8000 / d.size.h);
  img.onload = () => {
    const c = h("canvas", { width: Math.round(d.size.w * k), height: Math.round(d.size.h * k) });
    c.getContext("2d").drawImage(img, 0, 0, c.width, c.height);
    const a = h("a", { href: c.toDataURL("image/png"), download: "kpath.png" });
    document.body.append(a);
    a.click();
    a.remove();
  };
  img.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgText(d));
}
