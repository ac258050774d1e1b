import { type GraphiQLPlugin, useEditorContext } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { parse } from 'graphql';
import { type FormEvent, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type FirstStore, filledVariables, firstStoreQuery } from './filled-variables.js';
import 'graphiql/style.css';
import './page.css';

/** What the service writes into the page. */
interface PageConfig {
  /** Relative to the page's own address, so that it holds behind a proxy's path prefix too. */
  readonly endpoint: string;
  /** A key that everybody knows, as the demo's; null: the page asks for one. */
  readonly apiKey: string | null;
  readonly query: string;
  readonly examples: readonly { readonly title: string; readonly query: string }[];
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
}

const config = JSON.parse(document.getElementById('config')?.textContent ?? '{}') as PageConfig;
const keyName = 'drawbridge:api-key';

// What is typed here may be a shopper's: it stays in this tab unless its owner asks for more.
const rememberedKey = localStorage.getItem(keyName);
const storage = () => (localStorage.getItem(keyName) === null ? sessionStorage : localStorage);

async function ask(key: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(config.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
  });
}

function forgetKey(): void {
  for (const kept of [localStorage, sessionStorage]) {
    for (const name of Object.keys(kept).filter((one) => one === keyName || one.startsWith('graphiql:'))) {
      kept.removeItem(name);
    }
  }
}

function KeyForm({ fault, onKey }: { readonly fault: string | null; onKey(key: string): void }) {
  const [said, setSaid] = useState(fault);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const key = String(form.get('key')).trim();
    setSaid(null);
    try {
      const { status } = await ask(key, { query: '{ viewer { apiKeyName } }' });
      if (status === 401) return setSaid('The service does not know this key.');
      (form.get('remember') ? localStorage : sessionStorage).setItem(keyName, key);
      onKey(key);
    } catch {
      setSaid('The service does not answer.');
    }
  };
  return (
    <form className="key-form" onSubmit={submit}>
      <h1>Drawbridge</h1>
      <label htmlFor="key">API key</label>
      <input id="key" name="key" type="password" autoComplete="off" spellCheck={false} required />
      <label className="remember">
        <input name="remember" type="checkbox" /> Remember it, and my queries, on this computer
      </label>
      <p>Otherwise both are gone when this tab is closed.</p>
      {said && <p role="alert">{said}</p>}
      <button type="submit">Open</button>
    </form>
  );
}

/** The first store, asked once for the page. */
const firstStores = new Map<string, Promise<FirstStore | null>>();
function firstStore(key: string): Promise<FirstStore | null> {
  const known = firstStores.get(key) ?? readFirstStore(key).catch(() => null);
  firstStores.set(key, known);
  return known;
}

async function readFirstStore(key: string): Promise<FirstStore | null> {
  const { data } = (await (await ask(key, { query: firstStoreQuery })).json()) as Answer;
  type Things = {
    readonly nodes: readonly { readonly nativeId: string; readonly customer?: { readonly nativeId: string } | null }[];
  };
  type Found = { readonly id: string } & Readonly<Record<'product' | 'category' | 'order' | 'customer', Things | null>>;
  const [store] = (data?.stores as { readonly nodes: readonly Found[] } | undefined)?.nodes ?? [];
  if (!store) return null;
  const nativeIds = Object.fromEntries(
    (['product', 'category', 'order', 'customer'] as const).map((name) => [name, store[name]?.nodes[0]?.nativeId]),
  );
  // One who has ordered shows more than one who has not.
  const buyer = store.order?.nodes[0]?.customer?.nativeId;
  return { id: store.id, nativeIds: buyer ? { ...nativeIds, customer: buyer } : nativeIds };
}

function examplesPlugin(key: string): GraphiQLPlugin {
  const Examples = () => {
    const { addTab, queryEditor, variableEditor } = useEditorContext({ nonNull: true });
    const open = async (query: string) => {
      const variables = filledVariables(parse(query), await firstStore(key), new Date());
      addTab();
      // Once the new tab has the editors.
      setTimeout(() => {
        queryEditor?.setValue(query);
        variableEditor?.setValue(JSON.stringify(variables, null, 2));
      });
    };
    return (
      <div className="examples">
        <div className="graphiql-doc-explorer-title">Examples</div>
        <p>Each opens in a tab, its variables filled from the first store.</p>
        {config.examples.map(({ title, query }) => (
          <button type="button" key={title} onClick={() => open(query)}>
            {title}
          </button>
        ))}
      </div>
    );
  };
  const Icon = () => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5h16M4 10h16M4 15h10M4 20h7" />
    </svg>
  );
  return { title: 'Examples', icon: Icon, content: Examples };
}

/** Opens the examples. GraphiQL opens a panel only where its button is clicked, once all its parts have begun. */
function ShownExamples() {
  useEffect(() => {
    const opening = setTimeout(() =>
      document.querySelector<HTMLButtonElement>('[aria-label="Show Examples"]')?.click(),
    );
    return () => clearTimeout(opening);
  }, []);
  return null;
}

function Explorer({ apiKey, onRefused, onForget }: { readonly apiKey: string; onRefused(): void; onForget(): void }) {
  const [plugins] = useState(() => [examplesPlugin(apiKey)]);
  // GraphiQL keeps its tabs from its first moment on.
  const [isNew] = useState(() => storage().getItem('graphiql:tabState') === null);
  useEffect(() => void firstStore(apiKey), [apiKey]);
  return (
    <GraphiQL
      fetcher={async (params, options) => {
        const answer = await ask(apiKey, params, options?.headers);
        if (answer.status === 401) onRefused();
        return answer.json();
      }}
      storage={storage()}
      defaultTabs={[{ query: config.query }]}
      defaultQuery=""
      plugins={plugins}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        {isNew && <ShownExamples />}
        {config.apiKey === null ? (
          <button type="button" className="graphiql-un-styled forget" onClick={onForget}>
            Forget the API key
          </button>
        ) : (
          <span>Drawbridge demo</span>
        )}
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

function Page() {
  const [key, setKey] = useState(config.apiKey ?? rememberedKey ?? sessionStorage.getItem(keyName));
  const [fault, setFault] = useState<string | null>(null);
  const leave = (why: string | null) => {
    forgetKey();
    setFault(why);
    setKey(null);
  };
  if (key === null) return <KeyForm fault={fault} onKey={setKey} />;
  return (
    <Explorer
      apiKey={key}
      onRefused={() => config.apiKey === null && leave('The service knows this key no longer.')}
      onForget={() => leave(null)}
    />
  );
}

const root = document.getElementById('graphiql');
if (root) createRoot(root).render(<Page />);
