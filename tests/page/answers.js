// Requests and scripted answers for the page: every kind of difference, text that attacks, and as
// many reports as a request takes. Spans are found from the words, so that offsets are right.
'use strict';

const bytes = (text) => Buffer.byteLength(text, 'utf8');

// A report from its headline and paragraphs, each a list of sentences; with its analysis.
class Source {
  constructor(id, outlet, headline, paragraphs, more = {}) {
    this.id = id;
    this.text = paragraphs.map((sentences) => sentences.join(' ')).join('\n\n');
    this.report = {id, outlet, headline, text: this.text, ...more};
    this.sentences = headline
        ? [{section: 'HEADLINE', begin: 0, end: bytes(headline), text: headline}] : [];
    let at = 0;
    for (const sentence of paragraphs.flat()) {
      at = this.text.indexOf(sentence, at);
      const begin = bytes(this.text.slice(0, at));
      this.sentences.push({section: 'BODY', begin, end: begin + bytes(sentence), text: sentence});
      at += sentence.length;
    }
  }

  analysis() {
    return {reportId: this.id, languageCode: 'en',
      sentences: this.sentences.map((span, index) => ({index, span}))};
  }

  // The first place of `words`, or of `words` in the sentence of that number.
  span(words, sentence) {
    const index = sentence ?? this.sentences.findIndex((span) => span.text.includes(words));
    const around = this.sentences[index];
    const at = around ? around.text.indexOf(words) : -1;
    if (at < 0) throw new Error(`${this.id} does not say: ${words}`);
    const begin = around.begin + bytes(around.text.slice(0, at));
    return {index, span: {section: around.section, begin, end: begin + bytes(words), text: words}};
  }

  // Evidence: a passage with, in it, the words that differ.
  quote(passage, marked = passage, sentence = undefined, inDirectQuote = false) {
    const {index, span} = this.span(passage, sentence);
    return {reportId: this.id, sentenceIndex: index, span, inDirectQuote,
      marked: this.span(marked, index).span};
  }
}

function answer(sources, {differences = [], facts = [], sharedWordings = [], agreements = [],
  warnings = [], profiles = {}} = {}) {
  return {
    facts, differences, sharedWordings, agreements, warnings,
    analyses: sources.map((source) => source.analysis()),
    profiles: sources.map((source) => ({
      reportId: source.id, outlet: source.report.outlet, claimCount: 6,
      commitmentCounts: [{commitment: 'ASSERTED', claimCount: 3},
        {commitment: 'ATTRIBUTED', claimCount: 2}, {commitment: 'DENIED', claimCount: 1}],
      sources: [{name: 'the harbour master', kind: 'ROLE', attributionCount: 2, share: 0.31},
        {name: '', kind: 'IMPLICIT', attributionCount: 1, share: 0.05}],
      ...profiles[source.id],
    })),
    modelId: 'scripted',
  };
}

const request = (sources) => ({reports: sources.map((source) => source.report)});

const kDifferences = [
  // kind, severity, confidence, the Gazette's passage and words, the Herald's, what is said of them
  ['COMMITMENT', 'HIGH', 0.93, 'The crew had been warned twice', 'had been warned',
    'allegedly had been warned twice', 'allegedly', 'The Gazette states it, The Herald alleges it'],
  ['POLARITY', 'HIGH', 0.88, 'The pumps were working', 'were working',
    'the pumps were not working', 'not', 'The Gazette and The Herald say the contrary'],
  ['QUOTATION', 'HIGH', 0.86, '“We lost control at dusk,”', 'control',
    '“We lost the ship at dusk,”', 'the ship', 'The two give one quotation in different words'],
  ['QUANTITY', 'HIGH', 0.91, 'Fourteen sailors were taken off', 'Fourteen',
    'forty sailors were lifted off', 'forty', 'The two give different figures'],
  ['TIME', 'MEDIUM', 0.77, 'before noon on Monday', 'Monday', 'by noon on Tuesday', 'Tuesday',
    'The two give different dates'],
  ['PLACE', 'MEDIUM', 0.71, 'at the north pier', 'north pier', 'at the oil dock', 'oil dock',
    'The two give different places'],
  ['CAUSE', 'MEDIUM', 0.69, 'because a valve had failed', 'a valve had failed',
    'after the officers slept', 'the officers slept', 'The two give different causes'],
  ['ATTRIBUTION', 'MEDIUM', 0.65, 'the harbour master said', 'the harbour master',
    'a docker told this newspaper', 'a docker', 'The two name different sources'],
  ['REPORTING_VERB', 'MEDIUM', 0.94, 'The minister said', 'said', 'The minister conceded',
    'conceded', 'The two report the same utterance with words of different tone'],
  ['LABEL', 'LOW', 0.62, 'the strikers', 'strikers', 'the mutineers', 'mutineers',
    'The two call the same people by different names'],
  ['WORDING', 'LOW', 0.8, 'The owners declined', 'declined', 'The owners stonewalled',
    'stonewalled', 'The two tell the same in words of different connotation'],
  ['SCARE_QUOTES', 'LOW', 0.76, 'a safety drill', 'safety drill', 'a “safety drill”',
    '“safety drill”', 'They differ in whether the term is theirs'],
  ['AGENCY', 'LOW', 0.58, 'Guards opened fire', 'Guards opened', 'shots were fired',
    'were fired', 'One names who did it, the other does not'],
  ['OMISSION', 'LOW', 0.55, 'The hull had been inspected in May', null, null, null,
    'The Herald leaves out that the hull had been inspected'],
  ['PROMINENCE', 'LOW', 0.52, 'Nobody was hurt', null, 'nobody was hurt', null,
    'The Gazette says it at once, The Herald at the end'],
];

function everyKind() {
  const gazette = new Source('gazette', 'The Gazette', 'Tanker Aurora runs aground off Skarhavn', [
    ['Nobody was hurt when the tanker Aurora ran aground before noon on Monday at the north pier.',
      'The crew had been warned twice, the harbour master said.'],
    ['The pumps were working when she struck, because a valve had failed, and the strikers stood ' +
      'by.', '“We lost control at dusk,” the mate wrote.', 'Fourteen sailors were taken off.'],
    ['The minister said that a safety drill was under way.',
      'The owners declined to comment.', 'Guards opened fire on a small boat.',
      'The hull had been inspected in May.'],
  ], {publishTime: {seconds: 1678887000, nanos: 0}, uri: 'https://gazette.example/aurora?id=1&p=2'});
  const herald = new Source('herald', 'The Herald', 'Aurora on the rocks: who slept?', [
    ['The Aurora went onto the rocks by noon on Tuesday at the oil dock after the officers slept, ' +
      'a docker told this newspaper.',
    'The crew allegedly had been warned twice, and the pumps were not working.'],
    ['“We lost the ship at dusk,” the mate wrote, as forty sailors were lifted off.',
      'The minister conceded that a “safety drill” was under way, with the mutineers aboard.'],
    ['The owners stonewalled.', 'Near the boom, shots were fired.',
      'In the end nobody was hurt.'],
  ], {publishTime: {seconds: 1678881600, nanos: 0}, uri: 'https://herald.example/' + 'x'.repeat(90)});
  const radio = new Source('radio', 'Radio Skarhavn', 'Tanker aground', [
    ['A tanker is aground off Skarhavn.', 'The pumps were not working, a diver said.'],
  ]);
  const differences = kDifferences.map((row, i) => {
    const [kind, severity, confidence, left, leftWords, right, rightWords, said] = row;
    const direct = kind === 'QUOTATION';
    const positions = [{value: leftWords ?? 'told', reportIds: ['gazette'],
      evidence: [gazette.quote(left, leftWords ?? left, undefined, direct)]}];
    positions.push(right === null ? {value: 'ABSENT', reportIds: ['herald', 'radio']}
        : {value: rightWords ?? 'late', reportIds: ['herald'],
          evidence: [herald.quote(right, rightWords ?? right, undefined, direct)]});
    if (kind === 'POLARITY') {
      positions[1].reportIds.push('radio');
      positions[1].evidence.push(radio.quote('The pumps were not working', 'not'));
    }
    const quoted = right === null ? '' : `: “${left}” against “${right}”`;
    return {id: `d${i + 1}`, kind, severity, factId: kind === 'POLARITY' || kind === 'CAUSE' ? 'f1'
        : kind === 'QUANTITY' ? 'f2' : '', positions, explanation: `${said}${quoted}.`, confidence,
    rule: `${kind.toLowerCase().replaceAll('_', '-')}-rule`,
    // The cause stands in one card with what the pumps did.
    groupId: kind === 'CAUSE' ? 'd2' : `d${i + 1}`,
    key: (0xabc0000 + i).toString(16).padStart(16, '0')};
  });
  const account = (source, commitment, words, by = '') => {
    const {index, span} = source.span(words);
    return {reportId: source.id, commitment, prominence: 1,
      mentions: [{sentenceIndex: index, span, commitment, source: by}]};
  };
  const facts = [
    {id: 'f1', statement: 'the pumps were working', confidence: 0.9, originCount: 2, accounts: [
      account(gazette, 'ASSERTED', 'The pumps were working'),
      account(herald, 'NEGATED', 'the pumps were not working'),
      account(radio, 'DENIED', 'The pumps were not working', 'a diver,')]},
    {id: 'f2', statement: 'fourteen sailors were taken off', confidence: 0.9, accounts: [
      account(gazette, 'ENDORSED', 'Fourteen sailors were taken off'),
      account(herald, 'HEDGED', 'forty sailors were lifted off')], absentReportIds: ['radio']},
    {id: 'f3', statement: 'the crew had been warned', confidence: 0.9, accounts: [
      account(gazette, 'ATTRIBUTED', 'The crew had been warned twice', 'the harbour master'),
      account(herald, 'ALLEGED', 'had been warned twice')], absentReportIds: ['radio']},
    {id: 'f4', statement: 'nobody was hurt', confidence: 0.9, accounts: [
      account(gazette, 'ASSERTED', 'Nobody was hurt'),
      account(herald, 'PROSPECTIVE', 'nobody was hurt')], absentReportIds: ['radio']},
    {id: 'f5', statement: 'told by one alone', accounts: [
      account(radio, 'ASSERTED', 'A tanker is aground')]},
    {id: 'f6', statement: 'it may mix two', confidence: 0.3, accounts: [
      account(gazette, 'ASSERTED', 'Nobody was hurt'), account(radio, 'ASSERTED', 'is aground')]},
  ];
  const sources = [gazette, herald, radio];
  return {request: request(sources), response: answer(sources, {differences, facts,
    sharedWordings: [{passages: [gazette, herald].map((source) => {
      const {index, span} = source.span(source === gazette ? 'Nobody was hurt' : 'nobody was hurt');
      return {reportId: source.id, sentenceIndex: index, span};
    })}],
    agreements: [{reportIds: ['gazette', 'herald'], sharedFactCount: 4, alikeShare: 0.25},
      {reportIds: ['herald', 'radio'], sharedFactCount: 1, alikeShare: 1}],
    warnings: [{code: 'PUBLISH_TIME_MISSING', reportId: 'radio',
      text: 'It says "on Monday" and not when it was published: give Published:.'}],
    profiles: {herald: {loadedTerms: [{...(({index, span}) => ({sentenceIndex: index, span}))(
        herald.span('mutineers')), connotation: -1, alternative: 'strikers'}]}}})};
}

const kAttack = '"\'><img src=x onerror="window.hit=1"><script>window.hit=1</script></pre></style>' +
    '<svg onload=window.hit=1><a href="javascript:window.hit=1">x</a>&lt;\u202eevil\u0007';

// Every text that an answer or a request can hold says the same.
function hostile() {
  const make = (id) => new Source(id, `${id} ${kAttack}`, `Up ${kAttack}`, [
    [`One ${kAttack} and more.`, `Two ${kAttack} and done.`], ['</script><script>window.hit=1</script>']],
  {uri: 'javascript:window.hit=1//' + kAttack, publishTime: {seconds: 1678887000, nanos: 0}});
  const [a, b] = [make('a'), make('b')];
  const evil = (source, sentence) => source.quote(kAttack, '<script>window.hit=1</script>', sentence);
  const span = a.span(kAttack, 1).span;
  const facts = [{id: kAttack, statement: kAttack, confidence: 0.9, accounts: [a, b].map((source) => ({
    reportId: source.id, commitment: 'ASSERTED', mentions: [{sentenceIndex: 1,
      span: source.span(kAttack, 1).span, commitment: 'ASSERTED', source: kAttack}]}))}];
  const differences = ['WORDING', 'POLARITY', 99].map((kind, i) => ({id: kAttack + i, kind,
    severity: i === 2 ? 7 : 'HIGH', factId: kAttack, explanation: `${kAttack}: “a” against “b”.`,
    confidence: 0.5, rule: kAttack, groupId: `${kAttack}${i}`, key: i === 1 ? '' : kAttack,
    positions: [{value: kAttack, reportIds: ['a', kAttack], evidence: [evil(a, 1)]},
      {value: 'ABSENT', reportIds: [kAttack]}, {value: kAttack, evidence: [evil(b, 2), evil(b, 0)]}]}));
  return {request: request([a, b]), response: answer([a, b], {facts, differences,
    sharedWordings: [{passages: [{reportId: 'a', sentenceIndex: 1, span}, {reportId: kAttack, span}]}],
    warnings: [{reportId: 'a', text: kAttack}],
    profiles: {a: {outlet: a.report.outlet, sources: [{name: kAttack, share: 2}],
      loadedTerms: [{sentenceIndex: 99, span, alternative: kAttack}]},
    b: {outlet: b.report.outlet}}})};
}

// 64 reports of about 800 words, 120 facts, 300 differences.
function large() {
  let state = 7;
  const next = (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % below;
  };
  const stock = ('the harbour council voted on Monday to close an old bridge after engineers found ' +
    'deep cracks in its northern piers and several drivers complained about falling stones while ' +
    'residents asked for a ferry that would carry children to school in winter').split(' ');
  const sources = [];
  for (let r = 0; r < 64; ++r) {
    const paragraphs = [];
    for (let p = 0; p < 10; ++p) {
      const sentences = [];
      for (let s = 0; s < 4; ++s) {
        const words = [];
        while (words.length < 20) words.push(stock[next(stock.length)]);
        const text = `${words.join(' ')}.`;
        sentences.push(text[0].toUpperCase() + text.slice(1));
      }
      paragraphs.push(sentences);
    }
    sources.push(new Source(`report-${r + 1}`, `Courier of District ${r + 1}`,
        `Bridge closes, says district ${r + 1}`, paragraphs,
        {publishTime: {seconds: 1678887000 + 60 * r, nanos: 0}, uri: `https://d${r + 1}.example/bridge`}));
  }
  const piece = (source, from) => {
    const sentence = 1 + from % 40;
    const words = source.sentences[sentence].text.split(' ').slice(2, 14);
    return source.quote(words.join(' '), words.slice(4, 6).join(' '), sentence);
  };
  const kinds = kDifferences.map(([kind]) => kind);
  const differences = [];
  for (let i = 0; i < 300; ++i) {
    const taking = new Set();
    while (taking.size < 2 + next(4)) taking.add(next(64));
    const [first, ...others] = [...taking];
    const names = (all) => all.map((r) => sources[r].id);
    differences.push({id: `d${i}`, kind: kinds[i % kinds.length],
      severity: i < 40 ? 'HIGH' : i < 140 ? 'MEDIUM' : 'LOW', factId: i % 2 ? `f${i % 120}` : '',
      groupId: `d${i - i % 3}`, key: (0xdef000 + i).toString(16).padStart(16, '0'),
      confidence: 0.5 + next(50) / 100, rule: `${kinds[i % kinds.length].toLowerCase()}-rule`,
      explanation: `District ${first + 1} and ${others.length} others part ways in matter ${i}.`,
      positions: [{value: 'one', reportIds: names([first]), evidence: [piece(sources[first], i)]},
        {value: 'other', reportIds: names(others),
          evidence: others.map((r) => piece(sources[r], i + r))}]});
  }
  const classes = ['ASSERTED', 'ENDORSED', 'ATTRIBUTED', 'HEDGED', 'ALLEGED', 'DENIED', 'NEGATED',
    'PROSPECTIVE'];
  const facts = [];
  for (let f = 0; f < 120; ++f) {
    const tell = sources.filter(() => next(3) > 0);
    facts.push({id: `f${f}`, statement: `matter ${f} was decided by the harbour council`,
      confidence: 0.9, accounts: tell.map((source) => {
        const {sentenceIndex, span} = piece(source, f);
        const commitment = classes[next(10) < 6 ? 0 : next(classes.length)];
        return {reportId: source.id, commitment,
          mentions: [{sentenceIndex, span, commitment, source: ''}]};
      })});
  }
  return {request: request(sources), response: answer(sources, {differences, facts})};
}

module.exports = {everyKind, hostile, large, kDifferences, kAttack};
