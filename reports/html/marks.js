'use strict';
/* n and p: to the next and to the last false verdict; N and P: … or imprecise one. */
(function () {
	var at = -1;

	function go(step, which) {
		/* where nothing is false, what is imprecise comes next */
		var any = which || !document.querySelector('.v.f');
		var all = Array.prototype.slice.call(document.querySelectorAll('.v')).filter(function (v) {
			return v.classList.contains('f') || (any && v.classList.contains('i'));
		});
		var here = document.querySelector('.v.here'), i;

		if (!all.length)
			return;
		i = all.indexOf(here);
		if (i < 0 && here)
			i = all.findIndex(function (v) {
				return here.compareDocumentPosition(v) & 4;
			}) - (step > 0 ? 1 : 0);
		at = i < 0 ? (step > 0 ? 0 : all.length - 1) : (i + step + all.length) % all.length;
		if (here)
			here.classList.remove('here');
		all[at].classList.add('here');
		all[at].scrollIntoView({ block: 'center' });
	}

	document.addEventListener('keydown', function (e) {
		if (e.ctrlKey || e.altKey || e.metaKey)
			return;
		if (e.key === 'n' || e.key === 'N')
			go(1, e.key === 'N');
		if (e.key === 'p' || e.key === 'P')
			go(-1, e.key === 'P');
	});
	document.querySelectorAll('button[data-step]').forEach(function (b) {
		b.addEventListener('click', function () {
			go(Number(b.dataset.step), false);
		});
	});

	/* the words that a verdict is about are underlined */
	function mark(box, text, cls) {
		var walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), node, i, range, m;

		while ((node = walk.nextNode())) {
			i = node.data.indexOf(text);
			if (i < 0 || node.parentNode.nodeName === 'MARK' || node.parentNode.closest('svg'))
				continue;
			range = document.createRange();
			range.setStart(node, i);
			range.setEnd(node, i + text.length);
			m = document.createElement('mark');
			m.className = cls;
			range.surroundContents(m);
			return true;
		}
		return false;
	}

	document.querySelectorAll('.v[data-a]').forEach(function (v) {
		var section = v.closest('.b'), box = section && section.querySelector('.d');

		if (box && v.dataset.a)
			mark(box, v.dataset.b || v.dataset.a, v.className.split(' ')[1]) ||
				mark(box, v.dataset.a, v.className.split(' ')[1]);
	});
})();
