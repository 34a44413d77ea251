import { defineConfig } from "vitest/config";

// The rule of the door is held to its table: no branch of it may go unentered.
export default defineConfig({
  test: {
    coverage: { provider: "v8", include: ["src/admission.ts"], reporter: ["text"], thresholds: { branches: 100, lines: 100, functions: 100 } },
  },
});
