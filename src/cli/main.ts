/**
 * @file The headless runner: the lab's engine in Node. JSON on stdout and nothing else, everything said goes to stderr.
 *
 * Exit 0: done. 1: it was allowed, and it failed. 2: bad input; stdout stays empty. A stack is printed where `--trace` asks for it.
 */
import { Divergence } from "../engine/learn/divergence.ts";
import { bench } from "./bench.ts";
import { check } from "./check.ts";
import { exact } from "./exact.ts";
import { BadInput, RunFailed, unforeseen } from "./failure.ts";
import { list } from "./list.ts";
import { publish } from "./publish.ts";
import { run } from "./run.ts";
import { say } from "./say.ts";
import { verify } from "./verify.ts";

const USAGE = `npm run -s lab -- <command>

  run   <preset | model | file.json | link> [--steps N | --seconds S] [--seed K] [--set path=value]…
        [--backend auto|cpu|wasm|webgpu | --fast] [--threads N] [--lenient] [--out DIR]
        [--measure full|quick|none]                                   train and measure
  exact <preset | model | file.json | link> [--at "x1,x2,t"]… [--grid [--solver scaling|finite-differences] [--cells N]]
                                                                      what is known without training, or solved on a grid
  list                                                                every entry, field and preset
  check [--backend B]                                                 derivatives and parity on this machine
  verify [--quick] [--only TEXT]                                      the lab's claims, trained and measured
  bench [<preset | …>] [--backend B | --fast] [--threads N] [--seconds S]  speed of one experiment, or of every model
  publish <preset>                                                    freezes its link among the tests

--trace with any command: where in the sources an unforeseen error happened
--set takes JSON values: --set game.terminal.params.weight=10 --set data.id=moons
Exit code: 0 done, 1 failed, 2 bad input.`;

const TRACE = "--trace";

type Command = (args: readonly string[]) => void | Promise<void>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["run", run],
  ["exact", exact],
  ["list", list],
  ["check", check],
  ["verify", verify],
  ["bench", bench],
  ["publish", publish],
]);

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  const trace = args.includes(TRACE);
  const [name, ...rest] = args.filter((word) => word !== TRACE);
  // What fails outside of the command's own promise: a thread, a callback.
  process.once("uncaughtException", (error: NodeJS.ErrnoException) => {
    // Whoever reads the answer has read enough: `lab list | head`.
    if (error.code === "EPIPE") process.exit(0);
    unforeseen(error, trace).forEach(say);
    process.exit(1);
  });
  if (name === "--help" || name === "help" || rest.includes("--help")) {
    say(USAGE);
    return 0;
  }
  const command = name === undefined ? undefined : COMMANDS.get(name);
  try {
    if (command === undefined)
      throw new BadInput(
        `${name === undefined ? "no command" : `there is no command ${JSON.stringify(name)}`}; allowed: ${[...COMMANDS.keys()].join(", ")}`,
        "",
        USAGE,
      );
    await command(rest);
    return 0;
  } catch (error) {
    if (error instanceof BadInput) {
      error.lines.forEach(say);
      return 2;
    }
    if (error instanceof Divergence) {
      say(error.message);
      say(error.advice);
      return 1;
    }
    if (error instanceof RunFailed) {
      say(error.message);
      return 1;
    }
    unforeseen(error, trace).forEach(say);
    return 1;
  }
}
