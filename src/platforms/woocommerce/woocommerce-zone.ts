import { isTimeZone } from '../store-time.js';

/** Places that have kept an offset that is no whole hour, all year round. */
const placesByOffset: Readonly<Record<string, string>> = {
  '-9.5': 'Pacific/Marquesas',
  '3.5': 'Asia/Tehran',
  '4.5': 'Asia/Kabul',
  '5.5': 'Asia/Kolkata',
  '5.75': 'Asia/Kathmandu',
  '6.5': 'Asia/Yangon',
  '8.75': 'Australia/Eucla',
  '9.5': 'Australia/Darwin',
};

/**
 * The time zone of a site: the place it names, else its fixed offset in hours. An offset that is no whole hour is given as a
 * place that keeps it; where there is none, as the whole hour before.
 */
export function siteZone(place: string | undefined, offset: string | undefined): string {
  if (place && isTimeZone(place)) return place;
  const hours = Number(offset ?? 0);
  if (!Number.isFinite(hours) || hours === 0) return 'UTC';
  const named = placesByOffset[String(hours)];
  if (named) return named;
  const whole = Math.floor(hours);
  const zone = whole === 0 ? 'UTC' : `Etc/GMT${whole > 0 ? '-' : '+'}${Math.abs(whole)}`;
  return isTimeZone(zone) ? zone : 'UTC';
}

/** The clock of a site, in the words of `store-time.ts`: its time zone, or an offset to the minute where none keeps it. */
export function siteClock(place: string | undefined, offset: string | undefined): string {
  const zone = siteZone(place, offset);
  const minutes = Math.round(Number(offset ?? 0) * 60);
  const named = (place && isTimeZone(place)) || placesByOffset[String(Number(offset))] !== undefined;
  if (named || !Number.isFinite(minutes) || minutes % 60 === 0) return zone;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${hours}:${String(rest).padStart(2, '0')}`;
}
