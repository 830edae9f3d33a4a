/** @file A compute shader run once on an adapter of the browser: one storage buffer in, one out. Shader errors are thrown. */

export interface OnDevice {
  /** @param code WGSL with `@compute fn main`, reading `table` at binding 0 and writing binding 1, one invocation per id.x < n */
  run(code: string, table: Float32Array, n: number, words: number): Promise<ArrayBuffer>;
  destroy(): void;
}

export async function onDevice(): Promise<OnDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error("no WebGPU adapter");
  const device = await adapter.requestDevice();
  return {
    async run(code, table, n, words) {
      device.pushErrorScope("validation");
      const module = device.createShaderModule({ code });
      const { messages } = await module.getCompilationInfo();
      const errors = messages.filter(({ type }) => type === "error");
      if (errors.length > 0) throw new Error(errors.map(({ lineNum, message }) => `${String(lineNum)}: ${message}`).join("\n"));
      const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint: "main" } });
      const input = device.createBuffer({ size: table.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(input, 0, Float32Array.from(table));
      const size = 4 * words;
      const output = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
      const back = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      const group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [input, output].map((buffer, binding) => ({ binding, resource: { buffer } })),
      });
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(n / 64));
      pass.end();
      encoder.copyBufferToBuffer(output, 0, back, 0, size);
      device.queue.submit([encoder.finish()]);
      await back.mapAsync(GPUMapMode.READ);
      const result = back.getMappedRange().slice(0);
      for (const buffer of [input, output, back]) buffer.destroy();
      const error = await device.popErrorScope();
      if (error !== null) throw new Error(error.message);
      return result;
    },
    destroy: () => {
      device.destroy();
    },
  };
}

/** The bindings, and a main that runs `body` for i < n. The table is touched whatever the body does, or its binding would go. */
export const shader = (functions: string, body: string, n: number, out: "u32" | "f32"): string => `
@group(0) @binding(0) var<storage, read> table: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<${out}>;
${functions}
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= ${String(n)}u || arrayLength(&table) == 0u) { return; }
  ${body}
}
`;
