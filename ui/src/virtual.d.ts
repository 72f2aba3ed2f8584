// Modules that the build makes.
declare module "virtual:icons" {
  const drawn: Record<string, [tag: string, attributes: Record<string, string>][]>;
  export default drawn;
}
