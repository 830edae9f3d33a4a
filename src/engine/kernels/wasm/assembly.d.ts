/** @file The address of a module compiled by `assembly-plugin.ts`: a file of the build, or a `data:` address in Node and in tests. */
declare module "*.assembly.ts?as" {
  const address: string;
  export default address;
}

/** The same with relaxed SIMD. */
declare module "*.assembly.ts?as=fast" {
  const address: string;
  export default address;
}
