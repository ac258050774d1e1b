/** Readings of a platform's raw values that share no code with the adapters, so that a fault there is not repeated here. */

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&#039;': "'",
  '&#39;': "'",
  '&nbsp;': '\u00a0',
  '&acute;': '´',
};

/** Text without HTML's escapes; only those that PHP writes, and any other fails loudly. */
export function unescapedText(text: string): string {
  return text.replace(/&(?:#\d+|[a-z]+\d*);/gi, (entity) => {
    const known = entities[entity];
    if (known === undefined) throw new Error(`the oracle must hold known entities alone, but got: ${entity}`);
    return known;
  });
}

/** Plain text; null for none and for blanks. */
export function textOrNull(text: string | null | undefined): string | null {
  const plain = unescapedText(text ?? '');
  return plain.trim() === '' ? null : plain;
}

function shown(instant: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')}`;
}

/** The instant of a local time: the first that a clock in the zone shows it at; a skipped time goes on from before the skip. */
export function utc(local: string | null | undefined, zone: string): Date | null {
  if (!local || local.startsWith('0000')) return null;
  const text = local.length === 10 ? `${local} 00:00:00` : local;
  const asUtc = Date.parse(`${text.replace(' ', 'T')}Z`);
  const offsets = [-86_400_000, 86_400_000].map(
    (shift) => Date.parse(`${shown(asUtc + shift, zone).replace(' ', 'T')}Z`) - asUtc - shift,
  );
  const candidates = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  const found = candidates.find((instant) => shown(instant, zone) === text);
  return new Date(found ?? asUtc - (offsets[0] ?? 0));
}

/** `value × rate`, rounded half away from zero to 4 decimals and written with at least two, in whole numbers throughout. */
export function amountOf(value: string | number, rate: string | number = '1', times = 1): string {
  const [a, b] = [scaled(String(value)), scaled(String(rate))];
  const product = a * b * BigInt(times);
  const unit = 10n ** 20n;
  const size = product < 0n ? -product : product;
  const rounded = (size + unit / 2n) / unit;
  const digits = rounded.toString().padStart(5, '0');
  const whole = `${digits.slice(0, -4)}.${digits.slice(-4)}`
    .replace(/(\.\d\d\d?)0+$/, '$1')
    .replace(/(\.\d\d)0$/, '$1');
  return product < 0n && rounded > 0n ? `-${whole}` : whole;
}

/** A decimal in units of 10⁻¹². */
function scaled(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) throw new Error(`a decimal must have at most 12 places, but got: ${text}`);
  const [, sign, whole = '0', part = ''] = match;
  const size = BigInt(whole + part.padEnd(12, '0'));
  return sign ? -size : size;
}

/** A decimal without trailing zeros. */
export function shortest(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
