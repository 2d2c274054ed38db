// Filters the differences of the page and moves between them and the reports. All that it needs
// stands in the page; it makes no HTML, asks nothing of the network and keeps nothing.
(() => {
  'use strict';
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  document.documentElement.classList.add('js');

  const cards = all('.card');
  const passages = all('.passage');
  const columns = all('.report');
  const columnsBox = one('.columns');
  const filters = one('.filters');
  const strip = one('.strip');
  const help = one('.help');
  const cardsOf = (element) => element.dataset.cards.split(' ').map(Number);
  const passagesOf = cards.map(() => []);
  for (const passage of passages) for (const i of cardsOf(passage)) passagesOf[i]?.push(passage);

  // --- Filters -----------------------------------------------------------------------------------

  const texts = cards.map((card) => all('h3, .evidence, .aspects', card)
      .map((part) => part.textContent).join(' ').toLowerCase());
  const reportsOf = cards.map((card) => card.dataset.reports.split(' '));
  const aspectsOf = cards.map((card) => all('.aspects li', card));
  const ticked = (name) =>
      new Set(all(`input[name="${name}"]:checked`, filters).map((input) => input.value));

  // A card is shown where one aspect passes kind, severity and confidence, and the whole card has
  // all words that are searched for and all reports that are ticked.
  function applyFilters() {
    if (!filters) return;
    const kinds = ticked('kind');
    const severities = ticked('severity');
    const reports = [...ticked('report')];
    const sure = Number(filters.elements.sure.value);
    const words = filters.elements.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    filters.elements['sure-value'].value = sure ? sure.toFixed(2) : 'any';
    let shown = 0;
    cards.forEach((card, i) => {
      const passes = aspectsOf[i].some(({dataset}) =>
          (!kinds.size || kinds.has(dataset.kind)) &&
          (!severities.size || severities.has(dataset.severity)) && Number(dataset.sure) >= sure);
      card.hidden = !(passes && reports.every((report) => reportsOf[i].includes(report)) &&
          words.every((word) => texts[i].includes(word)));
      if (!card.hidden) shown += 1;
    });
    for (const passage of passages) {
      passage.classList.toggle('off', cardsOf(passage).every((i) => cards[i].hidden));
    }
    one('.shown', filters).textContent = `${shown} of ${cards.length} shown`;
    one('.nothing').hidden = shown > 0;
  }

  function clearFilters() {
    filters.reset();
    applyFilters();
  }

  if (filters) {
    filters.addEventListener('input', applyFilters);
    filters.addEventListener('submit', (event) => event.preventDefault());
    filters.addEventListener('reset', () => setTimeout(applyFilters));
    if (matchMedia('(max-width: 46rem)').matches) one('.choices', filters).open = false;
    applyFilters();  // a browser may have kept what was ticked
  }

  // --- Cards -------------------------------------------------------------------------------------

  const visibleCards = () => cards.filter((card) => !card.hidden);
  const cardAtHand = () =>
      document.activeElement?.closest('.card') ?? one('.card.now') ?? one('.card:target');

  function goTo(card) {
    for (const other of all('.card.now')) other.classList.remove('now');
    card.classList.add('now');
    card.focus({preventScroll: true});
    card.scrollIntoView({block: 'start'});
  }

  function step(by) {
    const visible = visibleCards();
    if (!visible.length) return;
    const at = visible.indexOf(cardAtHand());
    if (at >= 0) return goTo(visible[Math.min(Math.max(at + by, 0), visible.length - 1)]);
    // None at hand: the first one below the top of the window, or the one before it.
    const below = visible.findIndex((card) => card.getBoundingClientRect().bottom > 60);
    const first = below < 0 ? visible.length - 1 : below;
    goTo(visible[by > 0 ? first : Math.max(first - 1, 0)]);
  }

  async function copy(card) {
    const text = one('pre', card).textContent.trim();
    const said = one('.copied', card);
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // No leave to write there, or an old browser: the text is shown and selected instead.
      const details = one('.as-text', card);
      details.open = true;
      details.classList.add('open');
      getSelection().selectAllChildren(one('pre', card));
      done = document.execCommand('copy');
    }
    said.textContent = done ? 'Copied' : 'Selected below: copy it from there';
  }

  for (const card of cards) one('.copy', card).addEventListener('click', () => copy(card));

  // A link to a card that the filters hide shows it again; one to a report shows its column.
  function followAddress() {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    const card = target.closest('.card');
    if (card?.hidden) clearFilters();
    const column = target.closest('.report');
    if (column?.hidden) showColumns([...shownColumns(), column]);
    if (card) goTo(card);
    else if (column) target.scrollIntoView({block: 'center'});
  }
  addEventListener('hashchange', followAddress);

  // --- Reports side by side ----------------------------------------------------------------------

  const picker = one('.picker');
  const ticks = picker ? all('input', picker) : [];
  const most = 4;  // columns that can be read beside each other
  const shownColumns = () => columns.filter((column) => !column.hidden);

  function showColumns(wanted) {
    columns.forEach((column, i) => {
      column.hidden = !wanted.includes(column);
      if (ticks[i]) ticks[i].checked = !column.hidden;
    });
  }

  if (picker) {
    showColumns(columns.slice(0, columns.length > most ? most : columns.length));
    picker.addEventListener('input', () => {
      columns.forEach((column, i) => { column.hidden = !ticks[i].checked; });
    });
  }
  addEventListener('beforeprint', () => {
    for (const column of columns) column.classList.toggle('was-hidden', column.hidden);
    showColumns(columns);
  });
  addEventListener('afterprint', () => {
    showColumns(columns.filter((column) => !column.classList.contains('was-hidden')));
  });

  const scrolls = (element) => element.scrollHeight > element.clientHeight + 1 &&
      getComputedStyle(element).overflowY !== 'visible';

  // Brings what the card quotes of each report to the same height, and says which card it is.
  // `kept` is a passage that stays where it is.
  function align(i, kept) {
    const quoted = passagesOf[i] ?? [];
    const involved = columns.filter((column) => quoted.some((passage) => column.contains(passage)));
    if (involved.some((column) => column.hidden)) {
      const beside = involved.length < 2 ? shownColumns().slice(0, most - 1) : [];
      const first = kept ? [kept.closest('.report')] : [];
      showColumns([...new Set([...first, ...beside, ...involved])].slice(0, 6));
    }
    for (const passage of passages) passage.classList.toggle('now', quoted.includes(passage));
    const line = kept && scrolls(kept.closest('.text'))
        ? kept.getBoundingClientRect().top - kept.closest('.text').getBoundingClientRect().top : 90;
    for (const column of involved) {
      const box = one('.text', column);
      const passage = kept && column.contains(kept) ? kept
          : quoted.find((candidate) => column.contains(candidate));
      if (!scrolls(box) || passage === kept) continue;
      const at = passage.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTo({top: box.scrollTop + at - line});
    }
    tell(i);
    return quoted;
  }

  let told = -1;  // the card that the strip speaks of
  function tell(i) {
    told = i;
    strip.hidden = false;
    one('span', strip).textContent = one('h3', cards[i]).textContent;
    one('a', strip).href = '#' + cards[i].id;
  }

  function stepPassage(by) {
    const quoted = cards.map((card, i) => i).filter((i) => !cards[i].hidden && passagesOf[i].length);
    if (!quoted.length) return;
    const at = quoted.indexOf(told);
    const next = quoted[(at + by + quoted.length) % quoted.length];
    const first = align(next)[0];
    if (!scrolls(first.closest('.text'))) first.scrollIntoView({block: 'center'});
  }

  if (strip) {
    one('.before', strip).addEventListener('click', () => stepPassage(-1));
    one('.after', strip).addEventListener('click', () => stepPassage(1));
  }

  const plain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  // A passage aligns the others with it; clicked again, by the next of its cards.
  columnsBox?.addEventListener('click', (event) => {
    const passage = event.target.closest('.passage');
    if (!passage || !plain(event) || passage.classList.contains('off')) return;
    event.preventDefault();
    const own = cardsOf(passage).filter((i) => !cards[i].hidden);
    align(own[(own.indexOf(told) + 1) % own.length], passage);
  });

  function showInReports(i, place) {
    align(i);
    const passage = passagesOf[i].find((candidate) => place?.contains(candidate)) ?? passagesOf[i][0];
    if (!passage) return false;
    const box = passage.closest('.text');
    if (scrolls(box)) columnsBox.scrollIntoView({block: 'start'});
    else passage.scrollIntoView({block: 'center'});
    passage.focus({preventScroll: true});
    return true;
  }

  for (const link of all('.to-report')) {
    link.addEventListener('click', (event) => {
      if (!plain(event)) return;
      const place = document.getElementById(link.hash.slice(1));
      const card = link.closest('.card');
      if (!showInReports(Number(link.dataset.cards), place)) return;
      event.preventDefault();
      // So that the browser's Back leads to the card again.
      history.replaceState(null, '', '#' + card.id);
      history.pushState(null, '', link.hash);
    });
  }

  // --- Keys --------------------------------------------------------------------------------------

  const helpButton = one('.ask-help');
  helpButton?.addEventListener('click', () => help.showModal());

  // From a card to its passages, and back.
  function over() {
    const here = document.activeElement;
    const passage = here?.closest('.passage');
    if (passage) return goTo(cards[told >= 0 ? told : cardsOf(passage)[0]]);
    const card = cardAtHand();
    if (card) showInReports(Number(card.dataset.card));
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    c: () => { const card = cardAtHand(); if (card) copy(card); },
    o: over,
    '/': () => {
      if (!filters) return;
      filters.elements.find.focus();
      filters.scrollIntoView({block: 'nearest'});
    },
    '?': () => help.showModal(),
  };

  addEventListener('keydown', (event) => {
    if (!help || help.open || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches?.('input[type="search"], textarea, select');
    if (typing) {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      if (event.target.value) clearFilters();
      else event.target.blur();
      return;
    }
    const act = keys[event.key];
    if (!act || !one('input[name="keys"]', help).checked) return;
    event.preventDefault();
    act();
  });

  followAddress();
})();
