/** Codes that nobody's ticket is: genuine ones altered a little, and what else people hold before a camera. */
export const mutations = 10_000;
const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:aж\u0000😀";

/** Another sign, some more, some less, two pieces exchanged, or one said twice; the same turn does the same, and nearly every turn something else. */
export function mutated(text: string, turn: number): string {
  const at = (turn * 7_919) % text.length;
  const round = Math.floor(turn / (5 * text.length));
  const sign = signs[(at + round * 31) % signs.length]!;
  const size = 1 + round;
  switch (turn % 5) {
    case 0: return text.slice(0, at) + sign + text.slice(at + 1);
    case 1: return text.slice(0, at) + sign.repeat(size) + text.slice(at);
    case 2: return text.slice(0, at) + text.slice(at + size);
    case 3: return text.slice(0, at) + text.slice(at + size, at + 2 * size) + text.slice(at, at + size) + text.slice(at + 2 * size);
    default: return text.slice(0, at) + text.slice(Math.max(0, at - size), at) + text.slice(at);
  }
}

export const foreign: readonly string[] = [
  "https://example.org/t/9f86d081", "HTTPS://EXAMPLE.ORG/" + "A".repeat(96), "WIFI:T:WPA;S:Depot;P:secret;H:false;;",
  "BEGIN:VCARD\nVERSION:3.0\nN:Guest\nEND:VCARD", "MECARD:N:Guest;TEL:+77010000000;;", "BEGIN:VEVENT\nSUMMARY:Saz\nEND:VEVENT",
  "mailto:guest@example.org?subject=x", "tel:+77010000000", "geo:43.25,76.9", "otpauth://totp/x?secret=ABCDEFGH", "bitcoin:1BoatSLRHtKNngkdXEobR76b53LETtpyT",
  // pretix: a bare secret, or a signed one; alf.io: a uuid with a checksum; Eventbrite: digits; Indico: JSON; others: a signed web token, a boarding pass.
  "k24fiuwvu8kxz3y1fgh7dzwc5eq2w7q2", "bqqcgcqw7rqsvgvcyrjmfvpxxcqjvufy", "d1a5d2a0-6fd1-4a3e-9d0b-0c5b5d5d2d10/9f86d081884c7d659a2feaa0c55ad015",
  "12345678901234567890123", "1234567890123456789", "{\"checkin_secret\":\"x\",\"event_id\":\"2\"}", "eyJhbGciOiJFUzI1NiJ9.eyJ0IjoxfQ.c2lnbmF0dXJl",
  "M1ABENOVA/AIGUL EABC123 ALAFRAKC 0655 260Y015A0013 100", "HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA",
  "", " ", "\u0000", "Билет № 5", "票", "\ud800", "\udf89\ud83c", "\ufeffABC", "ï»¿ABC", "Ð¡Ó\u0098Ð»ÐµÐ¼", "\ufffd".repeat(116),
  "A".repeat(116), ":".repeat(116), " ".repeat(116), "Ә".repeat(116), "0".repeat(4_096), ":".repeat(4_296), "😀".repeat(1_000),
];
