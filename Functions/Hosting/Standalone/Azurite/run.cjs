// Runs Azurite until standard input ends, so that it never outlives the process that started it, even one that was killed.
process.stdin.on('end', () => process.kill(process.pid, 'SIGINT')).resume();
require('azurite/dist/src/azurite.js');
