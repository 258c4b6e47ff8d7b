import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { giveNonce } from "@/app/csp";
import { Providers } from "@/app/providers";
import { router } from "@/app/routes";
import "@/app/base.css";

giveNonce();
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
