import type { OtherAnswer } from './php-host.js';
import { hashText } from './random.js';
import type { Cell, Rows } from './rows.js';

/** A product as its page shows it; both texts are safe HTML. */
interface Page {
  readonly name: string;
  readonly description: string;
  readonly image: string;
  readonly price: string;
}

/**
 * What shoppers would see of the demo store, just enough that every address in the graph answers: a drawing for each image, and
 * a plain page for each product. Takes a path of the store; null where there is nothing.
 */
export function storefront(rows: Rows): (path: string) => OtherAnswer | null {
  const pages = productPages(rows);
  return (path) => {
    if (path.startsWith('/image/catalog/') && path.endsWith('.svg')) {
      return { type: 'image/svg+xml; charset=utf-8', body: drawing(path) };
    }
    const page = pages.get(path.split('/').at(-1) ?? '');
    return page ? { type: 'text/html; charset=utf-8', body: html(page) } : null;
  };
}

function productPages(rows: Rows): Map<string, Page> {
  const products = new Map(rows.of('product').map((row) => [String(row.product_id), row]));
  const texts = new Map(rows.of('product_description').map((row) => [`${row.product_id} ${row.language_id}`, row]));
  const pages = new Map<string, Page>();
  for (const address of rows.of('seo_url')) {
    if (address.key !== 'product_id') continue;
    const product = products.get(String(address.value));
    const text = texts.get(`${address.value} ${address.language_id}`);
    if (!product || !text) continue;
    pages.set(String(address.keyword), {
      name: String(text.name),
      description: unescaped(text.description),
      image: String(product.image),
      price: Number(product.price).toFixed(2),
    });
  }
  return pages;
}

function html({ name, description, image, price }: Page): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${name}</title><style>body{font:1.1rem/1.6 Georgia,serif;max-width:44rem;
margin:3rem auto;padding:0 1rem;color:#333}img{width:100%;border-radius:.5rem}</style></head><body><img src="/image/${image}" alt="">
<h1>${name}</h1><p>€ ${price} + VAT</p>${description}</body></html>`;
}

function unescaped(cell: Cell | undefined): string {
  return String(cell ?? '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** What to draw for words in a file's name; the first that fits, and a box for all else. */
const shapes: readonly (readonly [words: RegExp, drawing: string])[] = [
  [
    /lamp|light|shade|sconce|lantern|candlestick/,
    '<path d="M130 100h140l30 110H100z"/><rect x="190" y="210" width="20" height="90"/><rect x="140" y="296" width="120" height="18" rx="9"/>',
  ],
  [
    /basket|tote|hamper|stool/,
    '<path d="M105 200h190l-22 110H127z"/><path d="M130 200a70 70 0 0 1 140 0" fill="none" stroke-width="14"/>',
  ],
  [
    /mug|cup|teapot|moka|kettle|tamper|dripper|infuser|saucepan|casserole|stockpot/,
    '<path d="M120 150h160v90a80 80 0 0 1-160 0z"/><path d="M280 170h22a30 30 0 0 1 0 76h-22" fill="none" stroke-width="16"/>',
  ],
  [
    /vase|jar|ink|carafe|jug|server|mister|gauge|planter|pot|tumbler|glasses/,
    '<path d="M170 90h60v50q50 30 50 100t-50 80h-60q-50-10-50-80t50-100z"/>',
  ],
  [
    /plate|bowl|pan|wok|skillet|dish|clock|mirror|platter|rose|rings/,
    '<ellipse cx="200" cy="215" rx="125" ry="85"/><ellipse cx="200" cy="205" rx="85" ry="52" fill-opacity=".35"/>',
  ],
  [
    /knife|pen|pencil|rollerball|comb|brush|saw|trowel|spade|fork|dibber|shears|secateurs|snips|opener|snuffer|pin/,
    '<rect x="178" y="90" width="44" height="130" rx="20"/><path d="M184 220h32l-6 95q-10 12-20 0z" fill-opacity=".6"/>',
  ],
];
const box =
  '<rect x="110" y="120" width="180" height="180" rx="18"/><rect x="140" y="150" width="120" height="120" rx="8" fill-opacity=".35"/>';

/** A simple drawing in colours of its own, the same for the same path; views of one product share their colours. */
function drawing(path: string): string {
  const name = path.replace(/^.*\//, '').replace(/(-\d+)?\.svg$/, '');
  const seed = hashText(name);
  const hue = seed % 360;
  const turn = (hashText(path) % 11) - 5;
  const shape = shapes.find(([words]) => words.test(name))?.[1] ?? box;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="800" height="800">
<rect width="400" height="400" fill="hsl(${hue} 32% 92%)"/><ellipse cx="200" cy="322" rx="130" ry="14" fill="hsl(${hue} 20% 82%)"/>
<g fill="hsl(${(hue + 24) % 360} 38% 52%)" stroke="hsl(${(hue + 24) % 360} 38% 42%)" stroke-width="3" transform="rotate(${turn} 200 210)">${shape}</g>
<text x="200" y="372" text-anchor="middle" font-family="Georgia,serif" font-size="15" fill="hsl(${hue} 20% 40%)">${name.replaceAll(/[^a-z0-9]+/g, ' ')}</text></svg>`;
}
