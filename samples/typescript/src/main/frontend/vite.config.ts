import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../../../target/classes/static",
    emptyOutDir: true,
  },
  server: {
    // "npm run dev" beside the application.
    proxy: { "/socket.io": { target: "http://localhost:8080", ws: true } },
  },
});
