/**
 * @file The safetensors format: 8 bytes of header length (little-endian), a JSON header, then the tensors' bytes end to end.
 *
 *     { "__metadata__": { name: text }, "name": { "dtype": "F32", "shape": […], "data_offsets": [begin, end] }, … }
 *
 * The header is padded with spaces so that the tensors start at a multiple of 8.
 */

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** @throws if a shape does not have as many entries as there are values. */
export function writeSafetensors(tensors: Readonly<Record<string, Tensor>>, metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (size !== values.length) throw new Error(`${name}: a shape of ${size} entries for ${values.length} values`);
    header[name] = { dtype: "F32", shape, data_offsets: [offset, offset + 4 * size] };
    offset += 4 * size;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  let at = 8 + padded;
  for (const { values } of Object.values(tensors)) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}
