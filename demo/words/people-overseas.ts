import type { Locale } from './people.js';

/** Customers from beyond Europe. */
export const overseasLocales: readonly Locale[] = [
  { country: 'US', weight: 30, language: 1, first: 'Madison,Tyrone,Guadalupe,Ethan,Naomi,Walker,Priscilla,Dashiell', last: 'Whitfield,Castañeda,Nakamura,O\'Malley,Freeman,Van Buren,Goldberg,Sinclair', towns: 'Portland/Oregon/OR/9720#,Brooklyn/New York/NY/112##,Austin/Texas/TX/787##,Minneapolis/Minnesota/MN/554##,Santa Fe/New Mexico/NM/8750#', streets: '{n} Juniper Ave,{n}½ Mill St, Apt #4B,{n} Old Ferry Rd,{n} W 9th St', phone: '+1 503 555 01##', company: ' & Co., Inc.' },
  { country: 'CA', weight: 9, language: 1, first: 'Geneviève,Ryan,Étienne,Aiyana', last: 'Tremblay,MacKenzie,Bélanger,Singh Gill', towns: 'Montréal/Québec/QC/H2@ #@#,Halifax/Nova Scotia/NS/B3@ #@#,Vancouver/British Columbia/BC/V5@ #@#', streets: '{n}, rue de l\'Épée,{n} Barrington Row,{n} Cedar Cres.', phone: '+1 514 555 01##' },
  { country: 'AU', weight: 7, language: 1, first: 'Lachlan,Matilda,Kirra,Angus', last: 'Fairweather,Nguyen,Doherty,McPhee', towns: 'Hobart/Tasmania/TAS/7000,Melbourne/Victoria/VIC/30##', streets: 'Unit 2/{n} Banksia Pde,{n} Jetty Rd', phone: '+61 3 5550 ####' },
  { country: 'NZ', weight: 4, language: 1, first: 'Aroha,Hēmi,Kiri', last: 'Te Aroha,Ngātā,Sutherland', towns: 'Wellington/Wellington/WGN/601#,Dunedin/Otago/OTA/90##', streets: '{n} Pōhutukawa Street,{n} Harbour Terrace', phone: '+64 4 555 ####' },
  { country: 'JP', weight: 6, language: 1, first: '陽菜=hina,健太=kenta,さくら=sakura,蓮=ren', last: '佐藤=sato,渡辺=watanabe,小川=ogawa', towns: '京都市/京都府/26/60#-####,札幌市/北海道/01/06#-####', streets: '上京区桜町{n}番地,中央区北三条西{n}丁目', phone: '+81 75 555 ####' },
  { country: 'KR', weight: 4, language: 1, first: '서연=seoyeon,민준=minjun', last: '김=kim,박=park,최=choi', towns: '서울특별시/서울특별시/11/04###,부산광역시/부산광역시/26/48###', streets: '한강대로 {n},해운대로 {n}길 3', phone: '+82 2 555 ####' },
  { country: 'TW', weight: 3, language: 1, first: '雅婷=yating,志明=chihming', last: '陳=chen,林=lin', towns: '臺北市/臺北市/TPE/10#', streets: '大同路{n}號三樓', phone: '+886 2 5550 ####' },
  { country: 'IN', weight: 5, language: 1, first: 'Ananya,Vikram,लक्ष्मी=lakshmi', last: 'Krishnamurthy,Deshpande,शर्मा=sharma', towns: 'Bengaluru/Karnataka/KA/5600##,Pune/Maharashtra/MH/4110##', streets: '#{n}, 2nd Cross, Jacaranda Layout,Flat {n}, Peepal Tree Society', phone: '+91 80 5550 ####' },
  { country: 'VN', weight: 2, language: 1, first: 'Thị Hương,Văn Đức', last: 'Nguyễn,Phạm', towns: 'Hà Nội/Hà Nội/HN/100000', streets: '{n} Hàng Bông', phone: '+84 24 5555 ####' },
  { country: 'TR', weight: 4, language: 2, first: 'İpek,Oğuz,Gülşen', last: 'Yıldırım,Çağlayan,Işık', towns: 'İzmir/İzmir/35/35###,İstanbul/İstanbul/34/34###', streets: 'Çınar Sokak No: {n}/5,Değirmen Cad. {n}', phone: '+90 232 555 ####' },
  { country: 'IL', weight: 3, language: 1, first: 'נועה=noa,איתן=eitan', last: 'לוי=levi,כהן=cohen', towns: 'חיפה/חיפה/HA/3######', streets: 'רחוב הגפן {n}', phone: '+972 4 555 ####' },
  { country: 'AE', weight: 2, language: 1, first: 'ليلى=layla,سالم=salem', last: 'المنصوري=almansoori,النعيمي=alnuaimi', towns: 'دبي/دبي/DU/', streets: 'شارع النخيل {n}', phone: '+971 4 555 ####' },
  { country: 'BR', weight: 4, language: 1, first: 'Antônia,Luís Otávio,Simão', last: 'Gonçalves,Assunção,Guimarães', towns: 'São Paulo/São Paulo/SP/01###-###,Belém/Pará/PA/66###-###', streets: 'Rua das Mangueiras, {n} – ap. 32,Avenida Pôr do Sol, {n}', phone: '+55 11 5555 ####' },
  { country: 'MX', weight: 3, language: 1, first: 'Ximena,Jesús,Concepción', last: 'Ordóñez,Zúñiga,Yáñez', towns: 'Oaxaca/Oaxaca/OAX/68###', streets: 'Calle Abasolo #{n}', phone: '+52 951 555 ####' },
  { country: 'SG', weight: 2, language: 1, first: 'Wei Ling,Arjun', last: 'Tan,Ramasamy', towns: 'Singapore///######', streets: 'Blk {n} Kampong Lane #08-12', phone: '+65 5555 ####' },
];
