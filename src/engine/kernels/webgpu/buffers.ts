/**
 * @file The buffers of one kernel: made when first needed, made longer when too short, all destroyed together.
 *
 * Staging buffers are lent out, because two answers may be on their way at the same time.
 */
import type { Gpu } from "./device.ts";

export interface DeviceBuffers {
  /** A buffer of at least so many bytes. Its content does not survive growing; a new one is zero. */
  of(name: string, usage: GPUBufferUsageFlags, bytes: number): GPUBuffer;
  /** Runs `work` with a buffer to read back from. */
  staging<T>(bytes: number, work: (buffer: GPUBuffer) => Promise<T>): Promise<T>;
  /** Bytes on the device. */
  bytes(): number;
  dispose(): void;
}

/** Buffers grow to powers of two, so that a batch a little longer does not make them all again. */
const LEAST_BYTES = 256;

export function createBuffers({ device }: Gpu): DeviceBuffers {
  const named = new Map<string, GPUBuffer>();
  const all = new Set<GPUBuffer>();
  const free: GPUBuffer[] = [];
  let disposed = false;
  /** WebGPU would hold a destroyed buffer against the whole device. */
  const assertAlive = (): void => {
    if (disposed) throw new Error("This kernel was disposed of.");
  };
  const make = (usage: GPUBufferUsageFlags, bytes: number): GPUBuffer => {
    let size = LEAST_BYTES;
    while (size < bytes) size *= 2;
    const buffer = device.createBuffer({ size, usage });
    all.add(buffer);
    return buffer;
  };
  const destroy = (buffer: GPUBuffer): void => {
    all.delete(buffer);
    buffer.destroy();
  };
  return {
    of(name, usage, bytes) {
      assertAlive();
      const held = named.get(name);
      if (held !== undefined && held.size >= bytes) return held;
      if (held !== undefined) destroy(held);
      const made = make(usage, bytes);
      named.set(name, made);
      return made;
    },
    async staging(bytes, work) {
      assertAlive();
      const index = free.findIndex((buffer) => buffer.size >= bytes);
      const buffer = free.splice(index, index < 0 ? 0 : 1)[0] ?? make(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, bytes);
      try {
        return await work(buffer);
      } catch (error) {
        // Numbers that were on their way to a destroyed buffer look like those of a lost device.
        assertAlive();
        throw error;
      } finally {
        // After a failure it may still be mapped or mapping: no use to the next one.
        if (disposed || buffer.mapState !== "unmapped") destroy(buffer);
        else free.push(buffer);
      }
    },
    bytes: () => [...all].reduce((sum, { size }) => sum + size, 0),
    dispose() {
      disposed = true;
      for (const buffer of all) buffer.destroy();
      all.clear();
    },
  };
}
