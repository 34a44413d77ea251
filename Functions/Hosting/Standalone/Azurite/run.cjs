// Runs Azurite until standard input ends, so that it never outlives the process that started it, even one that was killed,
// and never ends before it: Ctrl+C reaches every process of a terminal at once, and who started Azurite still has to write.
const stops = [];
const once = process.once.bind(process);
process.once = (event, handler) => (event === 'SIGINT' ? (stops.push(handler), process) : event === 'SIGTERM' ? process : once(event, handler));
process.on('SIGINT', () => {}).on('SIGTERM', () => {});
process.stdin.on('end', () => (stops.length > 0 ? stops.forEach((stop) => stop()) : process.exit())).resume();
// Its timers would keep it alive for up to ten seconds after everything is closed and saved. It says so for each of its three services.
let open = 3;
for (const word of ['log', 'error']) {
  const say = console[word].bind(console);
  console[word] = (...said) => {
    say(...said);
    if (/successfully closed|Shutdown close failed/.test(String(said[0])) && --open === 0) process.exit();
  };
}
require('azurite/dist/src/azurite.js');
