/**
 * What stands between tags of HTML: those whose name `isOne` takes; others stay where they are. A tag runs from its `<` to the next
 * `>`, and what has no end is none. Each sign of the text is looked at once, whatever the text is.
 */
export function betweenTags(html: string, isOne: (name: string) => boolean): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    tagName.lastIndex = at;
    const name = tagName.exec(html)?.[1];
    if (name === undefined || !isOne(name.toLowerCase())) continue;
    const end = html.indexOf('>', tagName.lastIndex);
    if (end < 0) break;
    pieces.push(html.slice(from, at));
    from = end + 1;
    at = end;
  }
  return [...pieces, html.slice(from)];
}

const tagName = /<\/?([a-z]\w{0,15})/iy;
