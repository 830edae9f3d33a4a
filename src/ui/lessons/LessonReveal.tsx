/** @file What this run measured, which answer that speaks for, and what is true, with its formula and why. */
import type { RulerLine } from "../../engine/measure/ruler.ts";
import { lessons } from "../../experiment/lessons.ts";
import type { Lesson } from "../../experiment/lesson.ts";
import { openSection } from "../../state/dialogs.ts";
import { askAgain, openLesson, spokenFor, useLesson } from "../../state/lesson.ts";
import { formulasOf } from "../docs/page.ts";
import { Formula } from "../equation/Formula.tsx";
import { NumberText } from "../NumberText.tsx";
import { useSession } from "../session-context.ts";
import { showsTruth, valueWords } from "../readouts/ruler-words.ts";

export function LessonReveal({ lesson }: { readonly lesson: Lesson }) {
  const session = useSession();
  const chosen = useLesson((state) => state.chosen);
  const found = useLesson((state) => state.found);
  const right = lesson.answers.findIndex((answer) => answer.right === true);
  const measured = spokenFor({ lesson, found });
  const order = [...lessons.keys()];
  const next = order[order.indexOf(lesson.id) + 1];
  return (
    <>
      <p className={`lesson-verdict ${chosen === right ? "hit" : "miss"}`} role="status">
        {verdict(chosen, measured, right)}
      </p>
      <p className="lesson-statement">{lesson.statement}</p>
      <div className="lesson-formula" tabIndex={0} role="group" aria-label="Formula">
        {formulasOf(lesson.formula).map((tex) => (
          <Formula key={tex} tex={String.raw`\displaystyle ${tex}`} />
        ))}
      </div>
      <Measured lesson={lesson} />
      <ol className="lesson-answers">
        {lesson.answers.map(({ text, because }, k) => (
          <li key={text} className={k === right ? "lesson-true" : undefined}>
            <span className="lesson-number" aria-hidden="true">
              {k === right ? "✓" : k + 1}
            </span>
            <div>
              {k === right ? <b className="unseen">True: </b> : null}
              {k === chosen ? <b className="lesson-tag">your answer</b> : null}
              {k === measured ? <b className="lesson-tag ran">this run</b> : null}
              <p>{text}</p>
              <p className="note">{because}</p>
            </div>
          </li>
        ))}
      </ol>
      <p className="lesson-next">
        <b>Go on from here.</b> {lesson.next}
      </p>
      <div className="lesson-foot">
        <button type="button" className="button plain" onClick={() => openSection(lesson.about)}>
          Derivation
        </button>
        <button type="button" className="button" onClick={askAgain}>
          Again
        </button>
        {next === undefined ? null : (
          <button type="button" className="button primary" onClick={() => openLesson(next, session)}>
            Next lesson
          </button>
        )}
      </div>
    </>
  );
}

function verdict(chosen: number | null, measured: number | null, right: number): string {
  if (measured === null) return "What was measured here speaks for none of the answers: the numbers below say by how much.";
  if (measured !== right) return `This run speaks for answer ${measured + 1}, and yet ${right + 1} is true: it has not come far enough.`;
  return chosen === right
    ? `You expected ${right + 1}, and so it is.`
    : `You expected ${(chosen ?? 0) + 1}; this run speaks for ${right + 1}.`;
}

/** What stands beside a number, and what it is there for. */
function legend(lines: readonly RulerLine[]): string {
  const bracketed = lines.some(({ truth }) => showsTruth(truth));
  const floored = lines.some(({ floor }) => typeof floor === "number");
  return [bracketed ? "In brackets: the exact value." : "", floored ? "Floor: as far as two samples of the data are apart." : ""]
    .join(" ")
    .trim();
}

/** The numbers that decide, run beside run. */
function Measured({ lesson }: { readonly lesson: Lesson }) {
  const found = useLesson((state) => state.found);
  return (
    <div className="lesson-measured" tabIndex={0} role="group" aria-label="Measured">
      <table>
        <thead>
          <tr>
            <th scope="col">measured</th>
            {lesson.runs.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lesson.reads.map((id, k) => (
            <tr key={id}>
              <th scope="row">{found[0]?.[k]?.title}</th>
              {found.map((lines, run) => (
                <td key={run}>
                  <b>
                    <NumberText>{valueWords({ ...lines[k]!, error: null })}</NumberText>
                  </b>
                  {typeof lines[k]?.floor === "number" ? (
                    <small> floor {valueWords({ ...lines[k], value: lines[k].floor, error: null })}</small>
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{legend(found.flat())}</p>
    </div>
  );
}
