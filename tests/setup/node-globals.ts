/** @file TensorFlow.js, pre-bundled for Node, still asks for CommonJS's names. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
Object.assign(globalThis, { require, __dirname: import.meta.dirname, __filename: import.meta.filename });
