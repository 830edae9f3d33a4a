/** @file `node --import` this: a program's `import("webgpu")` gets the package that the tests fetched. */
import { register } from "node:module";
import { pathToFileURL } from "node:url";
import { NODE_WEBGPU } from "./node-webgpu.mjs";

const entry = JSON.stringify(pathToFileURL(`${NODE_WEBGPU}/index.js`).href);
const hooks = `export const resolve = (name, context, next) => (name === "webgpu" ? { url: ${entry}, shortCircuit: true } : next(name, context));`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
