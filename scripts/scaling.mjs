// What binds at 1,000, 10,000, 100,000 and 1,000,000 guests, and what it costs: arithmetic from the counts of docs/benchmarks.md, and a
// simulation of an opening second by second where arithmetic is not enough. Prints Markdown; docs/scaling.md and docs/operating.md hold
// it, and a test compares. Run it again when the benchmark was: scripts/scaling --write
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const benchmarks = fs.readFileSync(path.join(root, 'docs/benchmarks.md'), 'utf8');

// The median of a measure; the figure in brackets is the spread.
const measured = (name) => {
  const row = benchmarks.split('\n').find((line) => line.startsWith(`| \`${name}\``));
  if (!row) throw new Error(`docs/benchmarks.md has no ${name}`);
  return Number(row.split('|')[4].trim().split(' ')[0].replaceAll(',', ''));
};

// Registrations a second into one slot by so many writers, each storage request 20 ms away.
const writersRate = [1, 4, 16, 40].map((writers) => {
  const row = benchmarks.split('\n').find((line) => line.startsWith(`| ${writers} writers, +20 ms`));
  return [writers, Number(row.split('|')[2].trim().split(' ')[0].replaceAll(',', ''))];
});

// Azure's own targets: learn.microsoft.com/azure/storage/tables/scalability-targets. An entity is a row of up to 1 KiB.
const partitionEntities = 2000;
const accountEntities = 20000;
// Beside its own row a registration has its share of the group's two others: a counter and an outbox, in groups of 90.
const entitiesEach = 1 + 2 / 90;

// Assumptions, since nobody has run it in Azure yet: half of what two cores gave trivial requests through the real Functions host and
// the worker, once and by hand, for one core, and half of that again for what Esik does in a request. One more instance a second.
const trivialOnTwoCores = 1400;
const requestsPerCore = trivialOnTwoCores / 2 / 2;
const cores = { 512: 0.25, 2048: 1, 4096: 2 };
const secondsToStart = 4;
const mailsPerSecond = 100;

// An opening: half of all guests come in its first minute, the rest ever more rarely over an hour. Each opens the programme and a slot,
// takes two files, and posts. A fifth wants the same slot.
const firstMinute = 0.5;
const requestsPerGuest = 5;
const hotShare = 0.2;

const rateOf = (writers) => {
  const at = writersRate.findIndex(([count]) => count >= writers);
  if (at === 0) return writersRate[0][1];
  if (at < 0) return (writersRate.at(-1)[1] * 40) / writers;
  const [[fewer, high], [more, low]] = [writersRate[at - 1], writersRate[at]];
  return high + ((low - high) * (writers - fewer)) / (more - fewer);
};

function opening(guests, { memory = 2048, concurrency = 500, instancesMax = 40, alwaysReady = 1, share = hotShare }) {
  const perInstance = requestsPerCore * cores[memory];
  let instances = alwaysReady;
  const starting = [];
  let [waiting, atHot, hotStored, arrived, peak] = [0, 0, 0, 0, 0];
  const hotArrived = [];
  const hotDone = [];
  const busiest = { instances: 0, slot: 0, account: 0 };
  for (let second = 0; second < 24 * 3600 && (second < 3600 || hotStored < arrived * share - 0.5); second++) {
    const arriving = arrivals(guests, second);
    arrived += arriving;
    waiting += arriving * requestsPerGuest;
    while (starting.length && starting[0] <= second) { starting.shift(); instances++; }
    if (waiting > (instances + starting.length) * concurrency * 0.7 && instances + starting.length < instancesMax) starting.push(second + secondsToStart);
    const served = Math.min(waiting, instances * perInstance);
    // Before the first has started there is none that could be loaded.
    if (instances > 0) busiest.instances = Math.max(busiest.instances, waiting / (instances * perInstance));
    waiting -= served;
    const posts = served / requestsPerGuest;
    atHot += posts * share;
    // A group is one writer's, and the more writers share a slot, the smaller their groups.
    const slotRate = Math.min(rateOf(Math.max(1, instances)), partitionEntities / entitiesEach);
    const hot = Math.min(atHot, slotRate);
    busiest.slot = Math.max(busiest.slot, atHot / slotRate);
    busiest.account = Math.max(busiest.account, ((hot + posts * (1 - share)) * entitiesEach) / accountEntities);
    atHot -= hot;
    hotStored += hot;
    peak = Math.max(peak, instances);
    hotArrived.push(arrived * share);
    hotDone.push(hotStored);
  }
  const [what, load] = Object.entries(busiest).sort((a, b) => b[1] - a[1])[0];
  return { peak, longest: longestWait(hotArrived, hotDone), binds: load <= 1 ? 'nothing' : { instances: 'instances', slot: 'the busiest slot', account: 'the account' }[what], busiest };
}

// Of those who want the busiest slot, first come, first served: how long after coming the last of a second has its answer.
function longestWait(came, done) {
  let at = 0;
  return came.reduce((longest, sum, second) => {
    while (at < done.length - 1 && done[at] < sum - 0.01) at++;
    return Math.max(longest, at - second);
  }, 0);
}

// The sum over an hour is everybody.
function arrivals(guests, second) {
  if (second < 60) return (guests * firstMinute) / 60;
  const fall = 600;
  const whole = fall * (1 - Math.exp(-3540 / fall));
  return second < 3600 ? (guests * (1 - firstMinute) * Math.exp(-(second - 60) / fall)) / whole : 0;
}

// List prices in US dollars.
const price = {
  gbSecond: 0.000026, // Flex Consumption, on demand; a run is at least a second: modal.com/blog/azure-function-pricing-guide (2025-05), learn.microsoft.com/answers 12389275 (2025-11)
  gbSecondsFree: 100_000,
  million: 0.4, // executions, as above
  executionsFree: 250_000,
  readyGbSecond: 0.000004, // an always-ready instance while it waits, and
  readyWorkGbSecond: 0.000016, // while it works: azure.microsoft.com/pricing/details/functions
  tenThousand: 0.004, // storage requests, as in docs/benchmarks.md, at the queues' price
  blobTenThousand: 0.05, // the Functions host's own requests, at the price of a write: azure.microsoft.com/pricing/details/storage/blobs
  logAlert: 0.5, // a rule that looks every 15 minutes, azure.microsoft.com/pricing/details/monitor
  metricSeries: 0.1, // of a metric alert, a month, beyond
  metricSeriesFree: 10,
};

// Of infra/alerts.bicep: six answers of storage, and the platform's failures.
const metricSeries = 7;
const watching = price.logAlert + Math.max(0, metricSeries - price.metricSeriesFree) * price.metricSeries;

// What runs by itself, with the storage requests of a run over a programme of 40 slots.
const month = 30 * 24 * 3600;
const timers = [
  { runs: month / 300, storage: 45 }, // tallies
  { runs: month / 600, storage: 1 }, // poison
  { runs: month / 3600, storage: 5 }, // tables and queues
  { runs: month / 86400, storage: 45 }, // what has expired
];
const timerRuns = timers.reduce((sum, timer) => sum + timer.runs, 0);
const timerStorage = timers.reduce((sum, timer) => sum + timer.runs * timer.storage, 0);

// The host takes a timer's lock, and writes down when it ran.
const timerBlobs = timerRuns * 3;

// The platform looks into the queue to see whether somebody must come, every ten seconds (an assumption, nothing says it); an instance that
// has come looks every second (host.json), and stays for about a minute.
const polling = month / 10;
const pollingPerMail = 60;

function idleMonth(memory) {
  return bill('An idle month', memory, { executions: timerRuns, seconds: timerRuns, storage: timerStorage + polling });
}

// Sign-ups on quiet days: each request is a second of its own, and each mail has an instance come. Doors: two days of ten hours, 50 phones
// that speak every 15 seconds keep one instance at work all the time.
function festivalMonth(guests, phones, memory) {
  const signUps = guests * (requestsPerGuest + 3);
  const doorSeconds = 2 * 10 * 3600;
  const syncs = phones * (doorSeconds / 15);
  const storage = timerStorage + polling + guests * (measured('requests.quiet') + measured('requests.mail_quiet') + pollingPerMail) + syncs * 2 + guests * 2;
  return bill(`${format(guests)} guests on quiet days, ${phones} phones for two days`, memory, { executions: timerRuns + signUps + syncs + guests * 2, seconds: timerRuns + signUps + guests + doorSeconds, storage });
}

function bill(what, memory, { executions, seconds, storage }) {
  const gbSeconds = (seconds * memory) / 1024;
  const compute = Math.max(0, gbSeconds - price.gbSecondsFree) * price.gbSecond;
  const runs = (Math.max(0, executions - price.executionsFree) / 1e6) * price.million;
  const requests = (storage / 10_000) * price.tenThousand + (timerBlobs / 10_000) * price.blobTenThousand;
  return { what, memory, executions, gbSeconds, compute, runs, requests, sum: compute + runs + requests + watching };
}

const format = (number) => Math.round(number).toLocaleString('en-US');
const percent = (share) => `${format(share * 100)} %`;
const dollars = (amount) => amount.toFixed(2);
const duration = (seconds) => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);

const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function costs() {
  const bills = [512, 2048].flatMap((memory) => [idleMonth(memory), festivalMonth(10_000, 50, memory)]);
  return table(
    ['month', 'instance MB', 'executions', 'GB-seconds', 'computing $', 'executions $', 'storage requests $', 'alerts $', 'all $'],
    bills.map((one) => [one.what, one.memory, format(one.executions), format(one.gbSeconds), dollars(one.compute), dollars(one.runs), dollars(one.requests), dollars(watching), dollars(one.sum)]),
  ) + `\n\nAn always-ready instance of 2,048 MB for an opening of three hours: $${dollars(3 * 3600 * 2 * (price.readyGbSecond + price.readyWorkGbSecond))} if it works all the time; forgotten for a month, $${dollars(30 * 86400 * 2 * price.readyGbSecond)}.`;
}

function openings() {
  const rows = [1_000, 10_000, 100_000, 1_000_000].map((guests) => {
    const plain = opening(guests, {});
    const rush = guests * (measured('requests.rush') + measured('requests.mail_rush'));
    return [format(guests), format((guests * firstMinute) / 60), format(((guests * firstMinute) / 60) * requestsPerGuest), plain.peak, plain.binds, duration(plain.longest), duration(guests / mailsPerSecond), format(rush)];
  });
  return table(['guests', 'guests a second, first minute', 'requests a second', 'instances', 'what binds', 'longest wait', `mails at ${mailsPerSecond} a second`, 'storage requests of a rush'], rows);
}

function remedies() {
  const rows = [
    ['10,000, 512 MB, none ready', opening(10_000, { memory: 512, alwaysReady: 0 })],
    ['10,000, none ready', opening(10_000, { alwaysReady: 0 })],
    ['10,000, as it is', opening(10_000, {})],
    ['100,000, as it is', opening(100_000, {})],
    ['100,000, five instances ready', opening(100_000, { alwaysReady: 5 })],
    ['100,000, five instances of two cores ready', opening(100_000, { alwaysReady: 5, memory: 4096 })],
    ['1,000,000, as it is', opening(1_000_000, {})],
    ['1,000,000, 200 instances of two cores', opening(1_000_000, { instancesMax: 200, memory: 4096 })],
    ['1,000,000, the same, and no slot wanted by more than 2 %', opening(1_000_000, { instancesMax: 200, memory: 4096, share: 0.02 })],
    ['1,000,000 in ten deployments of 100,000, five instances of two cores ready in each', opening(100_000, { alwaysReady: 5, memory: 4096 })],
  ];
  return table(
    ['opening', 'instances', 'what binds most', 'load on instances', 'on the busiest slot', 'on the account', 'longest wait'],
    rows.map(([name, result]) => [name, result.peak, result.binds, ...['instances', 'slot', 'account'].map((part) => `${percent(result.busiest[part])}`), duration(result.longest)]),
  );
}

function speed() {
  const guests = 10_000;
  const [ready, none] = [1, 0].map((alwaysReady) => opening(guests, { alwaysReady }));
  return `One core is counted with ${format(requestsPerCore)} requests a second: two cores gave ${format(trivialOnTwoCores)} trivial requests a second through the real Functions host and worker; half of that for one core, and half again for what Esik does in a request. Esik alone is not what binds: as Standalone it stored ${format(measured('http.per_s'))} sign-ups a second here on two cores (\`http.per_s\`). ${format(guests)} guests make ${format(((guests * firstMinute) / 60) * requestsPerGuest)} requests a second in the first minute: with one instance of 2,048 MB ready the longest wait is ${duration(ready.longest)}, with none ${duration(none.longest)}, until the first instances have started ([scaling.md](scaling.md)).`;
}

function size() {
  return `Made as Standalone, which is what can be made here, it is ${measured('cold.package_mb')} MB zipped (\`cold.package_mb\`). The Azure build adds the worker's own assemblies and leaves the Standalone host out.`;
}

const parts = { costs: costs(), speed: speed(), size: size(), openings: openings(), remedies: remedies() };
const files = { costs: 'docs/operating.md', speed: 'docs/operating.md', size: 'docs/operating.md', openings: 'docs/scaling.md', remedies: 'docs/scaling.md' };
if (process.argv[2] === '--help' || process.argv[2] === '-h') {
  console.log('scripts/scaling [--write]: what binds at how many guests, and what a month costs; --write puts it into docs/scaling.md and docs/operating.md');
} else if (process.argv[2] === '--write') {
  for (const [name, text] of Object.entries(parts)) {
    const file = path.join(root, files[name]);
    const page = fs.readFileSync(file, 'utf8');
    const [begin, end] = [`<!-- ${name}: scripts/scaling -->`, `<!-- ${name}: end -->`];
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${files[name]} has no place for ${name}`);
    fs.writeFileSync(file, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`);
  }
} else {
  console.log(Object.entries(parts).map(([name, text]) => `${name}\n\n${text}`).join('\n\n'));
}
