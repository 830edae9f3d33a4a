/** @file The outcome in words: a Markdown table for people, and which gates held. */

/** @typedef {import("./case.d.ts").Outcome} Outcome */
/** @typedef {import("./case.d.ts").Gate} Gate */
/** @typedef {{ name: string, title: string, outcome?: Outcome, error?: string }} Done */

const ms = (/** @type {number | undefined} */ value) => (value === undefined ? "" : value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const figure = (/** @type {number} */ value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** @param {Gate} gate @param {number | undefined} limit */
function holds({ value, most = false }, limit) {
  if (limit === undefined) return true;
  return most ? value <= limit : value >= limit;
}

/** @param {Gate} gate */
export const passes = (gate) => holds(gate, gate.gate);

/** @param {readonly Done[]} done */
export const gatesOf = (done) => done.flatMap(({ outcome }) => outcome?.gates ?? []);

/** @param {Gate} gate */
export function gateLine(gate) {
  const { name, value, byBest, aim, gate: limit, most = false } = gate;
  const sign = most ? "≤" : "≥";
  const reached = holds(gate, aim) ? "aim met" : "aim missed";
  return {
    name,
    figure: figure(value),
    best: byBest === undefined ? "" : figure(byBest),
    aim: `${sign} ${aim}`,
    gate: limit === undefined ? "–" : `${sign} ${limit}`,
    says: passes(gate) ? reached : "GATE FAILED",
  };
}

/** @param {readonly string[]} cells */
const line = (...cells) => `| ${cells.join(" | ")} |`;

/** @param {Done} done */
function section({ title, outcome, error }) {
  if (outcome === undefined) return [`## ${title}`, "", `Not measured: ${error ?? "unknown"}`, ""];
  const { rows, against, notes = [] } = outcome;
  const timed = rows.some(({ median }) => median !== undefined);
  const valued = rows.some(({ value }) => value !== undefined);
  const noted = rows.some(({ note = "" }) => note !== "");
  const heads = [
    "",
    ...(timed ? ["ms, median", "best"] : []),
    ...(valued ? ["value"] : []),
    ...(against === undefined ? [] : [against, "by best"]),
    ...(noted ? [""] : []),
  ];
  return [
    `## ${title}`,
    "",
    line(...heads),
    line(...heads.map(() => "---")),
    ...rows.map((row) =>
      line(
        row.name,
        ...(timed ? [ms(row.median), ms(row.best)] : []),
        ...(valued ? [row.value ?? ""] : []),
        ...(against === undefined
          ? []
          : [
              row.against === undefined ? "" : figure(row.against.value),
              row.against?.byBest === undefined ? "" : figure(row.against.byBest),
            ]),
        ...(noted ? [row.note ?? ""] : []),
      ),
    ),
    "",
    ...notes.flatMap((note) => [note, ""]),
  ];
}

/** @param {Record<string, string | number>} machine @param {string | null} warning @param {readonly Done[]} done */
export function markdown(machine, warning, done) {
  const gates = gatesOf(done).map(gateLine);
  return [
    "# Benchmark",
    "",
    "Written by `npm run bench`. Routes that are compared ran in the same interleaved rounds; a ratio is the median over the rounds.",
    "Believe ratios, not milliseconds: machines are shared. `by best` compares the best readings, which other work disturbs least; gates judge the medians.",
    "",
    ...(warning === null ? [] : [`**${warning}**`, ""]),
    ...Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`),
    "",
    ...(gates.length === 0
      ? []
      : [
          "## Aims and gates",
          "",
          line("", "measured", "by best", "aim", "gate", ""),
          line("---", "---", "---", "---", "---", "---"),
          ...gates.map((g) => line(g.name, g.figure, g.best, g.aim, g.gate, g.says)),
          "",
        ]),
    ...done.flatMap(section),
  ].join("\n");
}
