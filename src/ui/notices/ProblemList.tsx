/** @file What was adjusted or refused, in a list that stays until it is put away. Text only: nothing from a link becomes HTML. */
import { dismissProblems, useExperiment } from "../../state/experiment.ts";
import "./notices.css";

export function ProblemList() {
  const problems = useExperiment((state) => state.problems);
  if (problems.length === 0) return null;
  const fatal = problems.some(({ severity }) => severity === "fatal");
  return (
    <section className="problems card" role="alert" aria-label="Problems">
      <h2>{fatal ? "This could not be opened as it was" : "Some values were adjusted"}</h2>
      <ul tabIndex={0} aria-label="Problems one by one">
        {problems.map((problem, k) => (
          <li key={k}>
            {problem.path === "" ? null : <code>{problem.path}</code>} {problem.message}
            <span className="note">
              {" "}
              (given: {problem.given}
              {problem.allowed === "" ? "" : `; allowed: ${problem.allowed}`})
            </span>
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={dismissProblems}>
        Put away
      </button>
    </section>
  );
}
