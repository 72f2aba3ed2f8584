// The application: what the server says of it first, then the page that the address names.
import "./kit/tokens.css";
import "./kit/kit.css";
import "./kit/app.css";
import { HeadlessMantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Component, lazy, type ReactNode, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { useLocation, useSearch } from "wouter";
import { Refusal } from "./kernel/api.ts";
import { useScreens } from "./kernel/boot.ts";
import { words } from "./kernel/words.ts";
import { Empty, Failed } from "./kit/States.tsx";
import { alonePage, recordPage } from "./pages/pages.ts";
import { Home } from "./screens/Home.tsx";
import { ListScreen } from "./screens/ListScreen.tsx";
import { placeOf } from "./screens/menu.ts";
import { Shell } from "./screens/Shell.tsx";

const RecordScreen = lazy(() => import("./screens/RecordScreen.tsx"));

const w = words({
  missing: { pl: "Nie ma takiej strony", en: "There is no such page" },
  moved: {
    pl: "Adres jest nieaktualny albo prowadzi do czegoś, czego nie widzisz.",
    en: "The address is out of date, or leads to something you do not see.",
  },
});

// What floats is part of the page's content, and stands among it for whoever hears the page. It is there at once:
// half faded in, its letters would be too weak to read.
const AT_ONCE = { transitionProps: { duration: 0 } };
const FLOATING = {
  components: {
    Portal: { defaultProps: { target: "#floats" } },
    Popover: { defaultProps: AT_ONCE },
    Menu: { defaultProps: AT_ONCE },
    ModalRoot: { defaultProps: AT_ONCE },
  },
};

// A refusal says the same however often one asks; what could not be reached is tried once more.
const retry = (count: number, error: Error) => count < 1 && !(error instanceof Refusal && error.status > 0);
const client = new QueryClient({
  defaultOptions: { queries: { retry, staleTime: 15_000, refetchOnWindowFocus: true } },
});

/** A page that failed does not keep the next one from being drawn. */
function Page() {
  const [path] = useLocation();
  return (
    <Guard key={path}>
      <Pages path={path} />
    </Guard>
  );
}

function Pages({ path }: { path: string }) {
  const query = useSearch();
  const screens = useScreens();
  if (path === "/backend" || path === "/backend/") return <Home />;
  const place = placeOf(path.replace(/\/$/, ""), screens);
  const Alone = alonePage(path.replace(/\/$/, ""), place !== null && query !== "");
  if (Alone) {
    return (
      <Suspense fallback={<Coming />}>
        <Alone />
      </Suspense>
    );
  }
  if (!place) return <Empty title={w.missing} text={w.moved} />;
  const { screen, id } = place;
  if (id === undefined) return <ListScreen key={screen.key} screen={screen} />;
  const Own = recordPage(screen);
  return (
    <Suspense fallback={<Coming />}>
      {Own ? (
        <Own key={`${screen.key} ${id}`} screen={screen} id={id} />
      ) : (
        <RecordScreen key={`${screen.key} ${id}`} screen={screen} id={id} />
      )}
    </Suspense>
  );
}

// Says that a page is on its way, to whoever hears or drives it; it is there before one would see anything.
function Coming() {
  return <div aria-busy="true" />;
}

/** What fails while it is drawn says so, instead of leaving the page empty. */
class Guard extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? (
      <Failed error={this.state.error} onAgain={() => location.reload()} />
    ) : (
      this.props.children
    );
  }
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <HeadlessMantineProvider theme={FLOATING}>
        <QueryClientProvider client={client}>
          <Guard>
            <Suspense fallback={<Coming />}>
              <Shell>
                <Page />
              </Shell>
            </Suspense>
          </Guard>
        </QueryClientProvider>
      </HeadlessMantineProvider>
    </StrictMode>,
  );
}
