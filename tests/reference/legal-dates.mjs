// The legal dates a second time, out of the texts of the laws, for the comparison in tests/domain/reference.rs. It shares nothing with
// the program: dates are day numbers counted from 1970, Easter comes by the method of Meeus (Jones, Butcher), the holidays are a set made
// beforehand, and what the program steps through day by day is searched here in a table of all working days.
//
//   node legal-dates.mjs FIRST LAST     prints one line of `name=value` for each day from FIRST to LAST, both included

const DAY = 86_400_000;
const number = (year, month, day) => Math.round(Date.UTC(year, month - 1, day) / DAY);
const parts = (n) => {
  const date = new Date(n * DAY);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
};
const iso = (n) => (n === undefined ? '-' : new Date(n * DAY).toISOString().slice(0, 10));
const weekday = (n) => new Date(n * DAY).getUTCDay(); // 0 is Sunday
const exists = (year, month, day) => parts(number(year, month, day))[1] === month;

// --- Algemene termijnenwet, art. 3: the recognised holidays, and Good Friday ---------------------------------------------------

// Meeus, Astronomical Algorithms, chapter 8.
function easter(year) {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return number(year, Math.floor(sum / 31), (sum % 31) + 1);
}

const FIRST_YEAR = 1995;
const LAST_YEAR = 2075;
const holidays = new Set();
for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
  const sunday = easter(year);
  const king = number(year, 4, 27);
  const days = [
    number(year, 1, 1), // Nieuwjaarsdag
    sunday - 2, // Goede Vrijdag, art. 3 lid 2
    sunday + 1, // tweede paasdag
    weekday(king) === 0 ? king - 1 : king, // de dag waarop de verjaardag van de Koning wordt gevierd
    number(year, 5, 5), // de vijfde mei
    sunday + 39, // Hemelvaartsdag
    sunday + 50, // tweede pinksterdag
    number(year, 12, 25),
    number(year, 12, 26),
  ];
  for (const day of days) holidays.add(day);
}

const START = number(FIRST_YEAR, 1, 1);
const working = []; // every working day, in order
const rank = []; // rank[n - START]: how many working days lie before day n
for (let n = START; n < number(LAST_YEAR + 1, 1, 1); n += 1) {
  rank.push(working.length);
  if (weekday(n) !== 0 && weekday(n) !== 6 && !holidays.has(n)) working.push(n);
}
const isWorking = (n) => working[rank[n - START]] === n;
const fromWorking = (n) => working[rank[n - START]]; // the day itself, or the next working day
const untilWorking = (n) => (isWorking(n) ? n : working[rank[n - START] - 1]);
const plusWorking = (n, count) => working[rank[n + 1 - START] + count - 1];
const workingIn = (after, until) => rank[until + 1 - START] - rank[after + 1 - START];

// --- Terms ---------------------------------------------------------------------------------------------------------------------

// A month further: the same day, or the last one that there is.
function months(n, count) {
  const [year, month, day] = parts(n);
  const index = year * 12 + (month - 1) + count;
  const to = [Math.floor(index / 12), (index % 12) + 1];
  for (let last = day; ; last -= 1) if (exists(to[0], to[1], last)) return number(to[0], to[1], last);
}

// Art. 1: not ending on a closed day. Art. 2: of three days or more, at least two working days. Art. 4: not for the long ones.
function legal(n, unit, count) {
  const end = unit === 'days' ? n + count : unit === 'weeks' ? n + 7 * count : months(n, count);
  const long = { days: 90, weeks: 12, months: 3 }[unit];
  if (count > long) return end;
  let until = end;
  if (end - n >= 3) while (workingIn(n, until) < 2) until += 1;
  return fromWorking(until);
}

// --- Ages and the Leerplichtwet --------------------------------------------------------------------------------------------------

// Who was born on 29 February has no such day in most years: the age is reached when 28 February is over.
function turns(born, years) {
  const [year, month, day] = parts(born);
  return exists(year + years, month, day) ? number(year + years, month, day) : number(year + years, 3, 1);
}

// School holidays of region Midden: first and last free weekday as the national plan gives them, without the weekends around.
const plan = `
2024-07-15..2024-08-23 2024-10-28..2024-11-01 2024-12-23..2025-01-03 2025-02-24..2025-02-28 2025-04-28..2025-05-02
2025-07-21..2025-08-29 2025-10-20..2025-10-24 2025-12-22..2026-01-02 2026-02-16..2026-02-20 2026-04-27..2026-05-01
2026-07-20..2026-08-28 2026-10-19..2026-10-23 2026-12-21..2027-01-01 2027-02-22..2027-02-26 2027-04-26..2027-04-30
2027-07-19..2027-08-27`;
const free = new Set();
for (const range of plan.trim().split(/\s+/)) {
  const [from, until] = range.split('..').map((day) => number(...day.split('-').map(Number)));
  for (let n = from; n <= until; n += 1) free.add(n);
}
const KNOWN = [number(2024, 8, 1), number(2027, 7, 31)];
function schoolFrom(n) {
  for (let day = n; day >= KNOWN[0] && day <= KNOWN[1]; day += 1) if (isWorking(day) && !free.has(day)) return day;
  return undefined;
}

// Art. 3 lid 1: the first school day of the month after the month in which the child turns five.
function duty(born) {
  const [year, month] = parts(turns(born, 5));
  const first = month === 12 ? number(year + 1, 1, 1) : number(year, month + 1, 1);
  return { first, school: schoolFrom(first) };
}

// The end of the school year (31 July) after the sixteenth birthday, that day included.
function dutyEnds(born) {
  const sixteen = turns(born, 16);
  const year = parts(sixteen)[0];
  return [number(year, 7, 31), number(year + 1, 7, 31)].find((end) => sixteen <= end);
}

// Art. 7: a statement that is no older than three months.
const goodUntil = (statement) => months(statement, 3);
function oldestFor(day) {
  for (let statement = day - 100; ; statement += 1) if (goodUntil(statement) >= day) return statement;
}

// Art. 6 under b: every year again before 1 July. The GGD is asked ten weeks before, not before a statement could be good.
function notifications(from, until) {
  const found = [];
  for (let year = parts(from)[0]; year <= parts(until)[0]; year += 1) {
    const last = number(year, 7, 1) - 1;
    if (last < from || last > until) continue;
    const oldest = oldestFor(last);
    const asked = Math.max(untilWorking(last - 70), from, oldest);
    found.push([iso(last), iso(oldest), iso(fromWorking(asked))].join('/'));
  }
  return found.join('+') || '-';
}

// --- Europe/Amsterdam, by the machine's own table of time zones --------------------------------------------------------------------

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
});
const civil = (ms) => clock.format(ms).replace(' ', 'T');

// --- Every day -----------------------------------------------------------------------------------------------------------------

// Children as old as the ones of whom a procedure runs: up to eighteen years before the day.
const EIGHTEEN_YEARS = 6575;

function line(n) {
  const born = n - EIGHTEEN_YEARS;
  const start = duty(born);
  const [one, two] = [1, 2].map((years) => turns(n, years) - 1);
  const named = {
    day: iso(n),
    working: isWorking(n) ? 1 : 0,
    end_of_term: iso(fromWorking(n)),
    in_time: iso(untilWorking(n)),
    next: iso(plusWorking(n, 1)),
    five: iso(plusWorking(n, 5)),
    ten: iso(plusWorking(n, 10)),
    week: iso(n + 7),
    legal: [['days', 2], ['days', 3], ['days', 4], ['days', 90], ['days', 91], ['weeks', 6], ['weeks', 12], ['weeks', 13],
      ['months', 1], ['months', 3], ['months', 4]].map(([unit, count]) => iso(legal(n, unit, count))).join('/'),
    months: [-4, -1, 3, 24, 240].map((count) => iso(months(n, count))).join('/'),
    good_until: iso(goodUntil(n)),
    oldest: iso(oldestFor(n)),
    one_year: iso(one),
    two_years: iso(two),
    letters: [one, two].map((end) => iso(months(end, -4))).join('/'),
    yearly_one: notifications(n, one),
    yearly_two: notifications(n, two),
    born: iso(born),
    birthdays: [5, 12, 16, 18].map((years) => iso(turns(born, years))).join('/'),
    duty_month: iso(start.first),
    duty: iso(start.school),
    first_notification: iso(months(start.school ?? start.first, -1)),
    duty_ends: iso(dutyEnds(born)),
    qualification: `${iso(dutyEnds(born) + 1)}/${iso(turns(born, 18) - 1)}`,
    amsterdam: [0, 1, 2, 12, 22, 23].map((hour) => civil(n * DAY + hour * 3_600_000)).join('/'),
  };
  return Object.entries(named).map(([name, value]) => `${name}=${value}`).join(' ');
}

const [first, last] = process.argv.slice(2).map((day) => number(...day.split('-').map(Number)));
const lines = [];
for (let n = first; n <= last; n += 1) lines.push(line(n));
process.stdout.write(`${lines.join('\n')}\n`);
