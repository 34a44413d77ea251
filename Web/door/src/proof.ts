import type { Proof } from "./answer";

/** A ticket's QR code holds 116 signs of Base45. The room above lets tickets grow; the limit keeps strange codes off the network. */
const tokenLettersMax = 300;
const base45 = /^[0-9A-Z $%*+./:-]+$/;

/** Eight letters, with as much room between them as anybody gives them. */
const typedLettersMax = 40;

/** Cyrillic capitals that look like the Latin ones of a short code, typed with the wrong keyboard. */
const lookAlikes: Readonly<Record<string, string>> = {
  А: "A", В: "B", С: "C", Е: "E", Н: "H", К: "K", М: "M", О: "O", Р: "P", Т: "T", Х: "X", У: "Y", І: "I", Һ: "H", Ү: "Y",
};

/** The eight letters of a short code as `ABCD-EFGH`, from whatever way a person typed them; null when they are none. */
export function readShortCode(typed: string): string | null {
  if (typed.length > typedLettersMax) return null;
  const signs = Array.from(typed.toUpperCase()).filter((sign) => sign !== "-" && sign.trim() !== "");
  const letters = signs.map((sign) => lookAlikes[sign] ?? sign);
  const known = letters.every((letter) => (letter >= "A" && letter <= "Z") || (letter >= "0" && letter <= "9"));
  return known && letters.length === 8 ? `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}` : null;
}

/**
 * What a camera or a hand scanner read. Null when it cannot be a ticket at all: somebody's Wi-Fi password or address
 * is none of the server's business.
 */
export function readProof(text: string): Proof | null {
  const code = readShortCode(text);
  if (code) return { code };
  return text.length <= tokenLettersMax && base45.test(text) ? { token: text } : null;
}

export function proofText(proof: Proof): string {
  return "token" in proof ? proof.token : proof.code;
}
