/** @file A page of docs/, read by `pages-plugin.ts` while the lab is built. */
declare module "*.md?page" {
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports -- a wildcard module may not import a relative path
  const page: import("./page.ts").Page;
  export { page };
}
