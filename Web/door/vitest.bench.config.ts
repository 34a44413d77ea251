import { defineConfig } from "vitest/config";

// What is measured is no test: it is run by hand, and by scripts/bench --door.
export default defineConfig({ test: { include: ["bench/*.ts"], testTimeout: 120_000 } });
