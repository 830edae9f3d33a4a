/**
 * @file A browser asked over WebDriver BiDi: commands and answers as JSON over one WebSocket, which Node has only from 22 on, so
 * it is spoken here (RFC 6455): an upgrade, then frames, those sent masked. Answers are small; a frame may come in pieces.
 */
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Socket } from "node:net";

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export interface Bidi {
  send(method: string, params: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

function upgrade(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
    };
    const asked = request({ host: url.hostname, port: url.port, path: url.pathname, headers });
    asked.on("upgrade", (_, socket) => resolve(socket));
    asked.on("response", ({ statusCode }) => reject(new Error(`no WebSocket: ${String(statusCode)}`)));
    asked.on("error", reject);
    asked.end();
  });
}

function frame(code: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  // A length takes the shortest of its three forms, or the connection is closed.
  const form = payload.length < 126 ? payload.length : payload.length < 65_536 ? 126 : 127;
  const head = Buffer.alloc(form === 127 ? 10 : form === 126 ? 4 : 2);
  head[0] = 0x80 | code;
  head[1] = 0x80 | form;
  if (form === 126) head.writeUInt16BE(payload.length, 2);
  if (form === 127) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, mask, payload.map((byte, i) => byte ^ mask[i & 3]!)]);
}

/** The frames that are whole, and what is left. */
function* frames(bytes: Buffer): Generator<{ code: number; last: boolean; payload: Buffer }, Buffer> {
  let rest = bytes;
  while (rest.length >= 2) {
    const short = rest[1]! & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < head) break;
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < head + length) break;
    yield { code: rest[0]! & 0x0f, last: (rest[0]! & 0x80) !== 0, payload: rest.subarray(head, head + length) };
    rest = rest.subarray(head + length);
  }
  return rest;
}

interface Answer {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

export async function bidi(address: string): Promise<Bidi> {
  const socket = await upgrade(new URL(address));
  const waiting = new Map<number, { resolve: (result: Readonly<Record<string, unknown>>) => void; reject: (why: Error) => void }>();
  let [bytes, text, next] = [Buffer.alloc(0), "", 1];
  const receive = (message: string): void => {
    const { id, result, message: why } = JSON.parse(message) as Answer;
    const asker = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || asker === undefined) return;
    waiting.delete(id);
    if (result === undefined) asker.reject(new Error(why ?? "refused"));
    else asker.resolve(result);
  };
  socket.on("data", (more: Buffer) => {
    const whole = frames(Buffer.concat([bytes, more]));
    let step = whole.next();
    for (; step.done !== true; step = whole.next()) {
      const { code, last, payload } = step.value;
      if (code === PING) socket.write(frame(PONG, payload));
      if (code > TEXT) continue;
      text += payload.toString();
      if (!last) continue;
      receive(text);
      text = "";
    }
    bytes = Buffer.from(step.value);
  });
  // Firefox drops the line while it ends; "close" follows and tells whoever still waits.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("the browser has gone"));
  });
  return {
    send: (method, params) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        socket.write(frame(TEXT, Buffer.from(JSON.stringify({ id, method, params }))));
      }),
    close: () => socket.end(frame(CLOSE, Buffer.alloc(0))),
  };
}
