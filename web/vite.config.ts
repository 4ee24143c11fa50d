import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// In development the pages are served by Vite and everything else by a running Cordboard.
export default defineConfig({
  plugins: [react()],
  build: { outDir: "dist", assetsInlineLimit: 0 },
  server: {
    proxy: {
      "/desk": "http://127.0.0.1:8080",
      "/v1": { target: "http://127.0.0.1:8080", ws: true },
    },
  },
});
