/** @file The file of weights, byte by byte. */
import { describe, expect, it } from "vitest";
import { writeSafetensors } from "../../src/experiment/safetensors.ts";

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

describe("safetensors", () => {
  const bytes = writeSafetensors(
    {
      first: { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-30, 6) },
      second: { shape: [1], values: Float32Array.of(Math.PI) },
    },
    { experiment: '{"model":"π"}' },
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, Entry> & {
    __metadata__: Record<string, string>;
  };

  it("has a header of a multiple of 8 bytes, with the metadata", () => {
    expect(length % 8).toBe(0);
    expect(header.__metadata__).toEqual({ experiment: '{"model":"π"}' });
  });

  it("has every tensor where the header says, without gaps to the end of the file", () => {
    const read = (name: string) => {
      const {
        dtype,
        data_offsets: [begin, end],
      } = header[name]!;
      expect(dtype).toBe("F32");
      return Array.from({ length: (end - begin) / 4 }, (_, i) => view.getFloat32(8 + length + begin + 4 * i, true));
    };
    expect(read("first")).toEqual([1, -2, 3.5, 0, Math.fround(1e-30), 6]);
    expect(header["first"]?.shape).toEqual([2, 3]);
    expect(read("second")).toEqual([Math.fround(Math.PI)]);
    expect(8 + length + header["second"]!.data_offsets[1]).toBe(bytes.length);
    expect(header["second"]?.data_offsets[0]).toBe(header["first"]?.data_offsets[1]);
  });

  it("refuses a shape that does not hold its values", () => {
    expect(() => writeSafetensors({ wrong: { shape: [2, 2], values: new Float32Array(3) } }, {})).toThrow(/wrong/);
  });
});
