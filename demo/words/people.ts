/**
 * People of one country: names, towns and habits of writing an address. Names not in Latin letters carry a romanisation
 * after `=`, from which e-mail addresses are made. `#` stands for a digit, `@` for a capital letter, `{n}` for a house number.
 */
export interface Locale {
  readonly country: string;
  /** How many of the customers live there, against the others. */
  readonly weight: number;
  /** 1 English, 2 German: the language they shop in. */
  readonly language: 1 | 2;
  readonly first: string;
  readonly last: string;
  /** `town/zone/zone code/postcode`; zone and code empty where the country has none. */
  readonly towns: string;
  readonly streets: string;
  readonly phone: string;
  /** Where company names end, such as ` GmbH`. */
  readonly company?: string;
}

/** Where the customers come from; every person and address is invented. */
export const europeanLocales: readonly Locale[] = [
  { country: 'NL', weight: 46, language: 1, first: 'Sanne,Daan,Lotte,Bram,Fenna,Jurriën,Maaike,Thijs,Renée,Wouter', last: 'de Vries,van den Berg,Jansen,Bakker,Visser,Hoekstra,van \'t Hof,Dijkstra,Zonneveld,Kuipers', towns: 'Amsterdam/Noord-Holland/NH/10## @@,Utrecht/Utrecht/UT/35## @@,Groningen/Groningen/GR/97## @@,Rotterdam/Zuid-Holland/ZH/30## @@,Leeuwarden/Friesland/FR/89## @@', streets: 'Lindengracht {n},Kerkstraat {n}-II,Oudezijds Achterpad {n},Molenweg {n} bis,Zwanenkade {n}', phone: '+31 20 555 ####', company: ' B.V.' },
  { country: 'DE', weight: 44, language: 2, first: 'Jürgen,Anneliese,Lena,Björn,Käthe,Moritz,Ulrike,Sören,Mia,Götz', last: 'Schäfer,Groß,Müller,Weiß,Lüdtke,Böhm,Vogel,Hartmann,Krämer,von Ahlen', towns: 'Berlin/Berlin/BE/10###,München/Bayern/BY/80###,Köln/Nordrhein-Westfalen/NW/50###,Leipzig/Sachsen/SN/04###,Lübeck/Schleswig-Holstein/SH/235##', streets: 'Lindenallee {n},Große Bleiche {n},Am Mühlgraben {n}a,Goetheweg {n},Straße der Einheit {n}', phone: '+49 30 5550 ####', company: ' & Söhne GmbH' },
  { country: 'GB', weight: 32, language: 1, first: 'Imogen,Alistair,Priya,Gethin,Harriet,Callum,Zara,Niamh,Oliver,Siân', last: 'Ashworth,Okafor,MacLeod,Pritchard,Featherstone,Patel,O\'Rourke,Hughes,Blackwood,St. John', towns: 'London/Greater London/LND/SE1# #@@,Bristol/Bristol/BST/BS# #@@,Edinburgh/City of Edinburgh/EDH/EH# #@@,Cardiff/Cardiff/CRF/CF10 #@@,Leeds/West Yorkshire/WYK/LS# #@@', streets: '{n} Tanner\'s Yard,Flat 3, {n} Quay Street,{n} Larkspur Road,The Old Bakery, {n} High Street', phone: '+44 20 7946 0###', company: ' & Daughters Ltd' },
  { country: 'FR', weight: 26, language: 1, first: 'Zoé,François,Anaïs,Loïc,Hélène,Théo,Maëlle,Benoît,Chloé,Rémi', last: 'Lefèvre,Béranger,Dupré,d\'Aubigny,Marchand,Gonçalves,Pelletier,Faÿ,Rousseau,Hervé', towns: 'Lyon/Rhône/69/6900#,Nantes/Loire-Atlantique/44/44#00,Strasbourg/Bas-Rhin/67/67#00,Paris/Paris/75/750##', streets: '{n} bis, rue des Tanneurs,{n}, quai de l\'Île,{n}, impasse du Four,{n}, allée des Érables', phone: '+33 1 55 55 ## ##', company: ' et Cie' },
  { country: 'BE', weight: 14, language: 1, first: 'Joëlle,Pieter-Jan,Élise,Noor,Maxime,Griet', last: 'Peeters,Vanderstraeten,Claes,Lemaire,De Smet,Maes', towns: 'Gent/Oost-Vlaanderen/VOV/9000,Antwerpen/Antwerpen/VAN/20#0,Liège/Luik/WLG/4000', streets: 'Botermarkt {n},Rue du Moulin {n},Kaaistraat {n} bus 4', phone: '+32 9 555 ## ##' },
  { country: 'AT', weight: 10, language: 2, first: 'Matthäus,Resi,Vroni,Florian,Magdalena', last: 'Gruber,Höllwarth,Pöschl,Steindl,Übelhör', towns: 'Wien/Wien/9/1##0,Graz/Steiermark/6/80##,Innsbruck/Tirol/7/6020', streets: 'Gumpgasse {n}/12,Steinfeldgasse {n},Am Lendkai {n}', phone: '+43 1 555 ####' },
  { country: 'CH', weight: 10, language: 2, first: 'Urs,Regula,Beat,Léa,Ladina', last: 'Bünzli,Favre,Caviezel,Zürcher,Aeschbacher', towns: 'Zürich/Zürich/ZH/800#,Bern/Bern/BE/30##,Chur/Graubünden/GR/7000', streets: 'Seilergraben {n},Bärengasse {n},Via Sura {n}', phone: '+41 44 555 ## ##' },
  { country: 'IE', weight: 8, language: 1, first: 'Sinéad,Pádraig,Aoife,Róisín', last: 'Ó Conaill,Ní Dhomhnaill,Fitzgerald,O\'Shea', towns: 'Dublin/Dublin/D/D0# @@##,Galway/Galway/G/H91 @#@#', streets: '{n} Bóthar na Trá,{n} Cooper\'s Lane,Teach Bán, {n} Main Street', phone: '+353 1 555 ####' },
  { country: 'SE', weight: 9, language: 1, first: 'Åsa,Göran,Linnéa,Östen,Märta', last: 'Ångström,Björklund,Sjögren,Lindqvist,Öberg', towns: 'Göteborg/Västra Götalands län/O/41# ##,Malmö/Skåne län/M/21# ##,Umeå/Västerbottens län/AC/90# ##', streets: 'Ängsgatan {n},Norra Hamngränd {n},Björkvägen {n}', phone: '+46 31 555 ## ##' },
  { country: 'NO', weight: 6, language: 1, first: 'Øystein,Ragnhild,Bjørg,Håkon', last: 'Bråthen,Kjærstad,Sørlie,Ødegård', towns: 'Bergen/Vestland/46/50##,Tromsø/Troms/55/90##', streets: 'Øvre Bakkegate {n},Fjøsangervei {n}', phone: '+47 55 55 ## ##' },
  { country: 'DK', weight: 7, language: 1, first: 'Søren,Kirstine,Ågot,Mads,Freja', last: 'Kjærgaard,Nørgaard,Søndergaard,Ømark', towns: 'Aarhus/Midtjylland/82/8000,København/Hovedstaden/84/2#00', streets: 'Åboulevarden {n},Sølvgade {n}, 2. tv', phone: '+45 55 55 ## ##' },
  { country: 'FI', weight: 6, language: 1, first: 'Päivi,Eero,Säde,Väinö', last: 'Hämäläinen,Yli-Mäki,Järvinen,Äärelä', towns: 'Tampere/Pirkanmaa/11/33###,Turku/Varsinais-Suomi/19/20###', streets: 'Hämeenpolku {n} B 14,Läntinen Rantakatu {n}', phone: '+358 3 555 ####' },
  { country: 'PL', weight: 8, language: 1, first: 'Łukasz,Małgorzata,Świętosława,Jędrzej,Bożena', last: 'Żółtowski,Wiśniewska,Gąsior,Dąbrowska,Źrebiec', towns: 'Kraków/Małopolskie/MA/3#-###,Łódź/Łódzkie/LD/9#-###,Gdańsk/Pomorskie/PM/80-###', streets: 'ul. Żabia {n}/7,ul. Świętojańska {n},al. Róż {n} m. 3', phone: '+48 12 555 ## ##' },
  { country: 'CZ', weight: 5, language: 2, first: 'Tomáš,Růžena,Jiří,Zdeňka', last: 'Dvořáček,Nováková,Říha,Štěpánek', towns: 'Brno/Jihomoravský kraj/64/60# 00,Praha/Praha/10/1#0 00', streets: 'Květná {n},Na Příkopech {n}/2', phone: '+420 555 ### ###' },
  { country: 'ES', weight: 10, language: 1, first: 'Begoña,Iñaki,María José,Núria,Ángel', last: 'Núñez García,Etxeberria,Peña López,Muñoz i Serra,Ibáñez', towns: 'Madrid/Madrid/M/280##,Barcelona/Barcelona/B/080##,Donostia/Gipuzkoa/SS/2000#', streets: 'Calle del Olmo, {n}, 3º B,Carrer de l\'Àngel, {n},Paseo Nuevo, {n}', phone: '+34 91 555 ## ##' },
  { country: 'PT', weight: 6, language: 1, first: 'João,Conceição,Inês,Gonçalo', last: 'Magalhães,Simões,da Conceição Brás,Araújo', towns: 'Porto/Porto/13/40##-###,Lisboa/Lisboa/11/1#00-###', streets: 'Rua da Constituição, {n}, 2.º Esq.,Travessa do Açúcar, {n}', phone: '+351 22 555 ####' },
  { country: 'IT', weight: 9, language: 1, first: 'Niccolò,Chiara,Giosuè,Beatrice,Noè', last: 'D\'Angelo,Forlì,De Santis,Cantù,Ferrari', towns: 'Bologna/Bologna/BO/401##,Torino/Torino/TO/101##,Venezia/Venezia/VE/301##', streets: 'Via delle Moline, {n},Corso Libertà, {n}/A,Calle Longa, {n}', phone: '+39 051 555 ####', company: ' S.n.c.' },
  { country: 'GR', weight: 5, language: 1, first: 'Ελένη=eleni,Νίκος=nikos,Χρύσα=chrysa,Γιώργος=giorgos', last: 'Παπαδοπούλου=papadopoulou,Αγγελόπουλος=angelopoulos,Οικονόμου=oikonomou', towns: 'Αθήνα/Αττική/I/10# ##,Θεσσαλονίκη/Κεντρική Μακεδονία/B/54# ##', streets: 'Οδός Ερμού {n},Λεωφ. Νίκης {n}', phone: '+30 21 0555 ####' },
  { country: 'BG', weight: 4, language: 2, first: 'Иван=ivan,Цветана=tsvetana,Стоян=stoyan', last: 'Петров=petrov,Желязкова=zhelyazkova,Бъчваров=bachvarov', towns: 'София/София/22/1###,Пловдив/Пловдив/16/40##', streets: 'бул. Витоша {n},ул. Шипка {n}', phone: '+359 2 555 ####' },
  { country: 'RO', weight: 4, language: 1, first: 'Ștefan,Ioana,Mălina', last: 'Brâncoveanu,Țiriac-Popa,Mureșan', towns: 'Cluj-Napoca/Cluj/CJ/400###,București/București/B/01####', streets: 'Strada Morii nr. {n},Bd. Eroilor {n}, ap. 5', phone: '+40 264 555 ###' },
  { country: 'HU', weight: 4, language: 2, first: 'Győző,Ágnes,Örs,Hajnalka', last: 'Szőke,Kővári,Tűzkő,Lőrincz', towns: 'Budapest/Budapest/BU/10##,Pécs/Baranya/BA/76##', streets: 'Fő utca {n}.,Dob köz {n}. II/4.', phone: '+36 1 555 ####' },
  { country: 'HR', weight: 3, language: 2, first: 'Željka,Hrvoje,Đurđica', last: 'Šimić,Horvatić,Čačić', towns: 'Zagreb/Grad Zagreb/21/100##,Split/Splitsko-dalmatinska/17/21000', streets: 'Tkalčićev put {n},Obala {n}', phone: '+385 1 555 ####' },
  { country: 'IS', weight: 2, language: 1, first: 'Þórunn,Eyþór', last: 'Guðmundsdóttir,Sigurðsson', towns: 'Reykjavík/Höfuðborgarsvæðið/1/10#', streets: 'Þingholt {n},Æðargata {n}', phone: '+354 555 ####' },
  { country: 'UA', weight: 4, language: 1, first: 'Олена=olena,Тарас=taras,Соломія=solomiia', last: 'Ковальчук=kovalchuk,Шевченко=shevchenko,Їжакевич=yizhakevych', towns: 'Київ/Київ/30/010##,Львів/Львівська область/46/790##', streets: 'вул. Руська, {n},просп. Свободи, {n}, кв. 8', phone: '+380 44 555 ####' },
];
