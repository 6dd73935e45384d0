// A register file as large as wanted. Nobody in it exists: birth numbers from 980, phone numbers reserved for fiction.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

const HEADINGS =
  "Personnummer;Förnamn;Efternamn;Adress;Postnummer;Ort;Telefon;E-post;Skyddade uppgifter;Registreringsorsak;Inskriven;Region;Kommun;Enhet;Sysselsättning före;Sysselsättning efter;Uppgift per";
const GIVEN = ["Alva", "Samuel", "Fatima", "Leo", "Selma", "Ture", "Ebba", "Ayaan", "Maja", "Noor", "Elias", "Saga", "Omar", "Tyra", "Ville"];
const FAMILY = ["Dahl", "Bergström", "Andersson", "Persson", "Nyström", "Öberg", "Tesfaye", "Karlsson", "Åkesson", "Haddad", "Lindqvist"];
const REASONS = ["Aldrig börjat gymnasiet", "Avbrott från introduktionsprogram", "Avbrott från nationellt program", "Nyligen folkbokförd"];
const BEFORE = ["", "Ingen sysselsättning (bekräftad)", "Okänd"];
const AFTER = ["", "Arbete", "Annan aktivitet"];

/** Writes a file into `folder` of so many youths in each municipality, with one unit each; answers its path. */
export function writeRegister(folder, youths, municipalities = ["Oskarshamn"]) {
  const rows = municipalities.flatMap((municipality, place) => range(youths).map((it) => row(place * youths + it, municipality)));
  const path = join(folder, "register.csv");
  writeFileSync(path, `\uFEFF${[HEADINGS, ...rows].join("\n")}\n`);
  return path;
}

function row(index, municipality) {
  const one = (all, step = 1) => all[Math.floor(index / step) % all.length];
  const phone = `+46 70 174 06 ${String(5 + (index % 95)).padStart(2, "0")}`;
  const before = one(BEFORE, 2);
  const after = one(AFTER, 5);
  const columns = [number(index), one(GIVEN), one(FAMILY, 3), `Storgatan ${1 + (index % 90)}`, "123 45", municipality, phone, "", "", one(REASONS)];
  return [...columns, `2026-0${1 + (index % 9)}-11`, "Kalmar", municipality, `KAA ${municipality}`, before, after, after && "2026-10-14"].join(";");
}

/** The nth personal number of somebody who doesn't exist: the days from 1 January 2008, twenty numbers each. */
function number(index) {
  const day = new Date(Date.UTC(2008, 0, 1 + Math.floor(index / 20))).toISOString().slice(0, 10).replaceAll("-", "");
  const first = `${day}${980 + (index % 20)}`;
  const sum = [...first.slice(2)].reduce((sum, digit, place) => {
    const product = Number(digit) * (place % 2 ? 1 : 2);
    return sum + (product > 9 ? product - 9 : product);
  }, 0);
  return `${first.slice(0, 8)}-${first.slice(8)}${(10 - (sum % 10)) % 10}`;
}

export const range = (count) => [...Array(count).keys()];
