/** The report's own style sheet; nothing is fetched. Blue and vermilion (Okabe & Ito) differ for every colour vision and in grey. */
export const STYLE = `
:root{--ink:#14202b;--soft:#526170;--line:#d7dee5;--wash:#f3f6f9;--for:#0072b2;--against:#b34a00;--alert:#8a1c1c;--alert-wash:#fbefee}
*{box-sizing:border-box}
html{background:#e4eaef}
body{margin:0 auto;max-width:230mm;background:#fff;color:var(--ink);font:13px/1.42 system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
.sheet{padding:10mm 12mm 8mm}
h1{font-size:21px;margin:0;letter-spacing:-.015em}
h2{font-size:11px;margin:15px 0 4px;padding-bottom:2px;border-bottom:1px solid var(--ink);text-transform:uppercase;letter-spacing:.06em}
h2 small,h3 small{font-weight:400;text-transform:none;letter-spacing:0}
h3{font-size:13px;margin:8px 0 2px}
p{margin:3px 0}
ul,ol{margin:2px 0;padding-left:17px}
li{margin:1px 0}
small,.soft,p.small{color:var(--soft)}
small,p.small{font-size:11px}
a{color:#00527f}
.top{display:flex;justify-content:space-between;gap:12px;align-items:center}
.label{flex:none;border:1px solid var(--ink);border-radius:2px;padding:2px 8px;font-size:11px;font-weight:600;text-align:center}
.identity{display:flex;flex-wrap:wrap;gap:1px 16px;margin:7px 0 0;padding:6px 0;border:solid var(--line);border-width:1px 0;font-size:12px}
.identity div{overflow-wrap:anywhere}
.identity dt{display:inline;color:var(--soft)}
.identity dt::after{content:" "}
.identity dd{display:inline;margin:0;font-weight:600}
.identity .long{flex-basis:100%}
.identity .long dd{font-weight:400}
.gates{margin:9px 0 0;padding:6px 10px;border-left:4px solid var(--alert);background:var(--alert-wash)}
.gates h2{margin:0 0 2px;border:0;padding:0;color:var(--alert)}
.front{display:grid;grid-template-columns:minmax(0,62fr) minmax(0,38fr);gap:0 18px;margin-top:10px}
.impression{padding:8px 12px 9px;background:var(--wash);border-left:4px solid var(--for)}
.impression h2{margin:0 0 3px;border:0;padding:0;color:var(--for)}
.impression h3{font-size:14px;margin-top:5px}
p.lead{font-size:13.5px}
.reasons{padding-left:19px;margin-top:4px}
.reasons li{margin:3px 0}
.why{font-size:11.5px;color:var(--ink);line-height:1.35}
.why span{display:inline-block;min-width:48px;font-weight:600}
span.for,.for h4{color:var(--for)}
span.against,.against h4{color:var(--against)}
.chance{font-weight:600;white-space:nowrap}
.reasons .chance{font-weight:400;color:var(--soft)}
table{border-collapse:collapse;width:100%;margin:3px 0 6px}
caption{text-align:left;color:var(--soft);font-size:11px;padding:2px 0}
th,td{text-align:left;padding:2px 8px 2px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-size:11px;color:var(--soft);font-weight:600}
td.number,th.number{text-align:right;white-space:nowrap}
.wide{overflow-x:auto}
table.dense{font-size:11px}
table.small{font-size:12px}
.images{display:grid;gap:8px;align-content:start}
figure{margin:0;break-inside:avoid}
figure img{display:block;width:100%;height:auto;max-height:88mm;object-fit:contain;background:#000}
figcaption{font-size:10.5px;color:var(--soft);line-height:1.3;margin-top:3px}
figcaption b{color:var(--ink)}
.cause{break-inside:avoid;margin:6px 0 8px}
.cause h3{display:flex;justify-content:space-between;gap:8px;margin:0;font-size:12.5px}
.scale{position:relative;height:8px;background:var(--wash);border:1px solid var(--line);margin:2px 0 3px}
.scale .range{position:absolute;top:1px;bottom:1px;background:#9aa9b7}
.scale .point{position:absolute;top:-2px;bottom:-2px;width:3px;margin-left:-1.5px;background:var(--ink)}
.evidence{display:grid;grid-template-columns:1fr 1fr;gap:0 18px}
.evidence h4{margin:0;font-size:11px;font-weight:600}
.bars{display:grid;grid-template-columns:minmax(0,1fr) 80px 38px;gap:1px 6px;align-items:center;margin:0;font-size:11.5px}
.bars dt{overflow-wrap:anywhere;line-height:1.25}
.bars dd{margin:0}
.bars .bar{height:8px;background:var(--wash)}
.bars .bar i{display:block;height:100%;min-width:2px}
.for .bar i{background:var(--for)}
.against .bar i{background:repeating-linear-gradient(135deg,var(--against) 0 3px,#e89a5e 3px 5px)}
.bars .factor{text-align:right}
.foot{margin-top:12px;padding-top:5px;border-top:1px solid var(--ink);font-size:11px}
@media screen{body{margin:14px auto;box-shadow:0 1px 6px #0003}.sheet+.sheet{border-top:8px solid #e4eaef}}
@media screen and (max-width:640px){.front,.evidence{grid-template-columns:1fr}.top{flex-wrap:wrap}.sheet{padding:14px}}
@page{size:A4;margin:9mm 11mm 13mm;@bottom-center{content:"Calcimap: research and education, not a medical device";font:7.5pt sans-serif;color:#526170}@bottom-right{content:counter(page) "/" counter(pages);font:7.5pt sans-serif;color:#526170}}
@media print{html,body{background:#fff}body{max-width:none;font-size:8.4pt;line-height:1.34;-webkit-print-color-adjust:exact;print-color-adjust:exact}.sheet{padding:0}.sheet+.sheet{break-before:page}a{color:inherit;text-decoration:none}tr,li{break-inside:avoid}h2,h3{break-after:avoid}h1{font-size:14pt}h2{font-size:7.4pt;margin-top:8px}h3,.impression h3,p.lead,.cause h3{font-size:9pt}small,p.small,th,caption,.label{font-size:7.2pt}.identity,.why,table.small,.bars{font-size:7.8pt}table.dense{font-size:6.6pt}.wide{overflow:visible}figure img{max-height:76mm}.cause{margin:3px 0 4px}figcaption{font-size:6.8pt}.foot{font-size:7pt;margin-top:6px}.front{gap:0 14px;margin-top:7px}}
`.trim();
