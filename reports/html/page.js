(function () {
"use strict";

const root = document.documentElement, say = document.body.dataset;
const one = (sel, at) => (at || document).querySelector(sel);
const all = (sel, at) => Array.from((at || document).querySelectorAll(sel));

root.classList.add("js");

/* light and dark; file:// pages may have no storage */
const dark = () => root.dataset.theme ? root.dataset.theme === "dark" :
	matchMedia("(prefers-color-scheme: dark)").matches;

function setTheme(theme)
{
	root.dataset.theme = theme;
	try {
		localStorage.setItem("kpath-theme", theme);
	} catch (e) { /* then it is not remembered */ }
}

try {
	const theme = localStorage.getItem("kpath-theme");

	if (theme === "dark" || theme === "light")
		root.dataset.theme = theme;
} catch (e) { /* as above */ }

const flipTheme = () => setTheme(dark() ? "light" : "dark");

const narrow = matchMedia("(max-width: 40rem)").matches;

/* of a picture that is wider than the page the list says as much */
if (narrow)
	all(".steps").forEach((d) => { d.open = true; });

/* hops */
const hops = all(".hop > details");
let at = -1;

function go(step)
{
	const i = Math.min(Math.max(at + step, 0), hops.length - 1);

	if (!hops.length)
		return;
	at = i;
	const head = hops[i].firstElementChild;

	head.focus({ preventScroll: true });
	head.scrollIntoView({ block: "center" });
}

function toggleAll()
{
	const open = hops.some((d) => !d.open);

	hops.forEach((d) => { d.open = open; });
}

hops.forEach((d, i) => d.firstElementChild.addEventListener("focus", () => { at = i; }));

/* pictures: scrolling pans, the width zooms */
function picture(figure)
{
	const canvas = one(".canvas", figure), svg = one("svg", canvas);
	const tools = document.createElement("div");
	let scale = 1, drag = null;

	if (!svg)
		return;

	function zoom(factor, x, y)
	{
		const before = svg.getBoundingClientRect(), box = canvas.getBoundingClientRect();
		const next = factor ? Math.min(Math.max(scale * factor, 0.2), 8) : 1;
		const px = x === undefined ? box.left + box.width / 2 : x;
		const py = y === undefined ? box.top + box.height / 2 : y;
		const fx = (px - before.left) / before.width, fy = (py - before.top) / before.height;

		if (!canvas.dataset.width)
			canvas.dataset.width = before.width;
		scale = next;
		canvas.style.height = next === 1 ? "" : box.height + "px";
		svg.style.width = next === 1 ? "" : canvas.dataset.width * next + "px";
		canvas.classList.toggle("zoomed", next !== 1);
		if (next === 1) {
			delete canvas.dataset.width;
			return;
		}
		const after = svg.getBoundingClientRect();

		canvas.scrollLeft += after.left + fx * after.width - px;
		canvas.scrollTop += after.top + fy * after.height - py;
	}

	function tool(face, what, factor)
	{
		const b = document.createElement("button");

		b.type = "button";
		b.textContent = face;
		b.title = what;
		b.addEventListener("click", () => zoom(factor));
		tools.append(b);
	}

	/* a phone's width: letters that can be read, and what does not fit is scrolled to */
	if (narrow && svg.width.baseVal.value > 1.6 * canvas.clientWidth && !svg.matches(".sequence")) {
		zoom(0.6 * svg.width.baseVal.value / canvas.clientWidth, 0, 0);
		canvas.style.height = "";
	}
	tools.className = "tools";
	tool("+", say.larger, 1.4);
	tool("−", say.smaller, 1 / 1.4);
	tool("⤢", say.reset, 0);
	figure.append(tools);

	canvas.addEventListener("wheel", (e) => {
		if (!e.ctrlKey && !e.metaKey)
			return;
		e.preventDefault();
		zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2, e.clientX, e.clientY);
	}, { passive: false });
	canvas.addEventListener("keydown", (e) => {
		const factor = { "+": 1.4, "=": 1.4, "-": 1 / 1.4, "0": 0 }[e.key];

		if (factor === undefined || e.ctrlKey || e.metaKey || e.altKey)
			return;
		e.preventDefault();
		zoom(factor);
	});
	canvas.addEventListener("dblclick", (e) => zoom(1.6, e.clientX, e.clientY));
	canvas.addEventListener("pointerdown", (e) => {
		if (e.pointerType !== "mouse" || e.button)
			return;
		drag = { x: e.clientX, y: e.clientY, left: canvas.scrollLeft, top: canvas.scrollTop, id: e.pointerId };
	});
	canvas.addEventListener("pointermove", (e) => {
		if (!drag)
			return;
		if (!canvas.classList.contains("drag")) {
			if (Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < 4)
				return;
			canvas.classList.add("drag");
			canvas.setPointerCapture(drag.id);
		}
		canvas.scrollLeft = drag.left - (e.clientX - drag.x);
		canvas.scrollTop = drag.top - (e.clientY - drag.y);
	});
	["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => {
		drag = null;
		setTimeout(() => canvas.classList.remove("drag"), 0);
	}));
	/* a link must not open at the end of a drag */
	canvas.addEventListener("click", (e) => {
		if (canvas.classList.contains("drag"))
			e.preventDefault();
	}, true);
	canvas.addEventListener("dragstart", (e) => e.preventDefault());
}

all(".diagram").forEach(picture);

/* a box of a picture opens the hop that leads there */
all(".diagram").forEach((figure) => figure.addEventListener("click", (e) => {
	const node = e.target.closest("g.node"), part = figure.closest(".part");
	const name = node && one("text", node) ? one("text", node).textContent : "";
	const hop = name && part && all(".hop > details", part).find((d) => {
		const fn = all(".call code.fn", d);

		return fn.length && fn[fn.length - 1].textContent === name;
	});

	if (!hop || e.ctrlKey || e.metaKey)
		return;
	e.preventDefault();
	for (let up = hop; up && up !== part; up = up.parentElement)
		if (up.tagName === "DETAILS")
			up.open = true;
	hop.scrollIntoView({ block: "center" });
}));
/* what a link leads to is unfolded */
function unfold()
{
	const el = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
	const inner = el && one("details.evidence", el);

	if (inner)
		inner.open = true;
}
window.addEventListener("hashchange", unfold);
unfold();

/* finding a function */
const find = one("#find"), hits = one("#hits");
const functions = new Map();

all("code.fn").forEach((el) => {
	const key = el.textContent + "\n" + el.dataset.at;

	if (!functions.has(key))
		functions.set(key, { name: el.textContent, place: el.dataset.at, at: [] });
	functions.get(key).at.push(el);
});

/* headings, names and places too */
all("h2, h3, [role=heading]").forEach((el) => functions.set("h " + el.textContent + el.offsetTop,
	{ name: el.textContent.trim(), place: "§", at: [el] }));
all("main code:not(.fn), main .at").forEach((el) => {
	const name = el.textContent, key = "c " + name;

	if (name.length > 80 || el.closest("pre, svg"))
		return;
	if (!functions.has(key))
		functions.set(key, { name: name, place: "", at: [] });
	functions.get(key).at.push(el);
});
const texts = all("main p, main li").filter((el) => !el.querySelector("p, li"));

/* one letter wrong, left out or too many */
function almost(a, b)
{
	let i = 0, j = 0;

	if (Math.abs(a.length - b.length) > 1 || a.length < 4)
		return false;
	while (i < a.length && a[i] === b[i])
		i++;
	while (j < a.length - i && j < b.length - i && a[a.length - 1 - j] === b[b.length - 1 - j])
		j++;
	return a.length - i - j <= 1 && b.length - i - j <= 1;
}

function show(f)
{
	const el = f.at[f.next = ((f.next === undefined ? -1 : f.next) + 1) % f.at.length];

	for (let up = el.parentElement; up; up = up.parentElement)
		if (up.tagName === "DETAILS" && !(el.closest("summary") && el.closest("summary").parentElement === up))
			up.open = true;
	all(".flash").forEach((e) => e.classList.remove("flash"));
	el.classList.add("flash");
	el.scrollIntoView({ block: "center" });
}

function search()
{
	const text = find.value.trim().toLowerCase();
	const rank = (f) => f.name.toLowerCase().indexOf(text);
	const names = Array.from(functions.values());
	let found = !text ? [] : names.filter((f) => rank(f) >= 0);

	if (text && !found.length)
		found = names.filter((f) => almost(f.name.toLowerCase(), text));
	if (text.length > 1 && !found.length)
		found = texts.filter((el) => el.textContent.toLowerCase().includes(text)).map((el) =>
			({ name: el.textContent.trim().slice(0, 60), place: "", at: [el] }));
	found = found.sort((a, b) => rank(a) - rank(b) || a.name.length - b.name.length ||
			(a.name < b.name ? -1 : 1)).slice(0, 30);

	hits.textContent = "";
	hits.hidden = !text;
	found.forEach((f) => {
		const li = document.createElement("li"), b = document.createElement("button");
		const code = document.createElement("code"), place = document.createElement("small");

		code.textContent = f.name;
		place.textContent = f.place + " · " + f.at.length;
		b.type = "button";
		b.append(code, place);
		b.addEventListener("click", () => show(f));
		li.append(b);
		hits.append(li);
	});
	if (text && !found.length) {
		const li = document.createElement("li");

		li.className = "no";
		li.textContent = say.none;
		hits.append(li);
	}
}

function endSearch()
{
	hits.hidden = true;
}

find.addEventListener("input", search);
find.addEventListener("focus", search);
find.addEventListener("keydown", (e) => {
	const first = one("button", hits);

	if (e.key === "Enter" && first)
		first.click();
	else if (e.key === "ArrowDown" && first)
		first.focus();
	else if (e.key === "Escape")
		find.blur();
	else
		return;
	e.preventDefault();
});
hits.addEventListener("keydown", (e) => {
	const buttons = all("button", hits), i = buttons.indexOf(document.activeElement);

	if (e.key === "ArrowDown" && buttons[i + 1])
		buttons[i + 1].focus();
	else if (e.key === "ArrowUp")
		(buttons[i - 1] || find).focus();
	else
		return;
	e.preventDefault();
});
document.addEventListener("pointerdown", (e) => {
	if (!e.target.closest(".find"))
		endSearch();
});

/* buttons and keys */
const help = one("#keys");

one("#theme").addEventListener("click", flipTheme);
one("#all").addEventListener("click", toggleAll);
one("#shut").addEventListener("click", () => help.close());
one("#help").addEventListener("click", () => help.showModal());

document.addEventListener("keydown", (e) => {
	const writing = e.target.closest && e.target.closest("input, textarea");

	if (e.key === "Escape") {
		endSearch();
		return;
	}
	if (writing || e.ctrlKey || e.metaKey || e.altKey || help.open)
		return;
	if (e.key === "/") {
		find.focus();
		find.select();
	} else if (e.key === "j") {
		go(1);
	} else if (e.key === "k") {
		go(-1);
	} else if (e.key === "o" && at >= 0) {
		hops[at].open = !hops[at].open;
	} else if (e.key === "e") {
		toggleAll();
	} else if (e.key === "t") {
		flipTheme();
	} else if (e.key === "?") {
		help.showModal();
	} else {
		return;
	}
	e.preventDefault();
});
})();
