/** The report's own style sheet; nothing is fetched. Blue and vermilion (Okabe & Ito) differ for every colour vision and in grey. */
export const STYLE = `
:root{--ink:#16202a;--soft:#51606f;--line:#d5dce3;--wash:#f4f7f9;--for:#0072b2;--against:#c05000;--alert:#8a1c1c;--alert-wash:#fbeeee}
*{box-sizing:border-box}
html{background:#e7ecf0}
body{margin:0 auto;max-width:210mm;background:#fff;color:var(--ink);font:13px/1.42 system-ui,-apple-system,"Segoe UI","DejaVu Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
.sheet{padding:9mm 11mm 7mm}
h1{font-size:19px;margin:0;letter-spacing:-.01em}
h2{font-size:13px;margin:14px 0 5px;padding-bottom:2px;border-bottom:1.5px solid var(--ink)}
h3{font-size:13px;margin:10px 0 3px}
p{margin:3px 0}
small,.soft{color:var(--soft)}
small{font-size:11px}
a{color:#00527f}
.top{display:flex;justify-content:space-between;gap:12px;align-items:flex-start}
.label{flex:none;max-width:72mm;border:1px solid var(--ink);padding:2px 7px;font-size:11px;font-weight:600;text-align:center}
.identity{display:flex;flex-wrap:wrap;gap:1px 16px;margin:6px 0 0;padding:5px 8px;background:var(--wash);font-size:12px}
.identity dt{display:inline;color:var(--soft)}
.identity dt::after{content:" "}
.identity dd{display:inline;margin:0;font-weight:600;overflow-wrap:anywhere}
.gates{margin:9px 0 0;padding:6px 10px;border-left:5px solid var(--alert);background:var(--alert-wash)}
.gates h2{margin:0 0 2px;border:0;color:var(--alert)}
.gates ul,.limits ul,ul.plain{margin:2px 0;padding-left:17px}
.impression{font-size:14px}
.impression h3{margin-top:7px}
.impression ol{margin:2px 0 0;padding-left:20px}
.impression li{margin:1px 0}
.chance{font-weight:600;white-space:nowrap}
table{border-collapse:collapse;width:100%;margin:4px 0}
caption{text-align:left;color:var(--soft);font-size:11px;padding:2px 0}
th,td{text-align:left;padding:2px 7px 2px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-size:11px;color:var(--soft);font-weight:600}
td.number,th.number{text-align:right;white-space:nowrap}
.keep{white-space:nowrap}
tbody th{color:var(--ink);font-size:inherit}
.wide{overflow-x:auto}
.wide table{font-size:11px}
.front{display:grid;grid-template-columns:minmax(0,8fr) minmax(0,5fr);gap:0 16px}
.images{display:grid;gap:7px;align-content:start}
.images h2{margin-bottom:0}
figure{margin:0;break-inside:avoid}
figure img{display:block;width:100%;height:auto;max-height:82mm;object-fit:contain;background:#000}
table.small{font-size:12px}
figcaption{font-size:10.5px;color:var(--soft);line-height:1.3;margin-top:2px}
figcaption b{color:var(--ink)}
.cause{break-inside:avoid;margin:7px 0 9px}
.cause h3{display:flex;justify-content:space-between;gap:8px;margin:0}
.scale{position:relative;height:9px;background:var(--wash);border:1px solid var(--line);margin:2px 0 3px}
.scale .range{position:absolute;top:1px;bottom:1px;background:#9aa9b7}
.scale .point{position:absolute;top:-2px;bottom:-2px;width:3px;margin-left:-1.5px;background:var(--ink)}
.evidence{display:grid;grid-template-columns:1fr 1fr;gap:0 14px}
.evidence h4{margin:0;font-size:11px;font-weight:600}
.evidence .for h4{color:var(--for)}
.evidence .against h4{color:var(--against)}
.bars{display:grid;grid-template-columns:minmax(0,1fr) 74px 38px;gap:1px 6px;align-items:center;margin:0;font-size:12px}
.bars dt{overflow-wrap:anywhere;line-height:1.25}
.bars dd{margin:0}
.bars .bar{height:8px;background:var(--wash)}
.bars .bar i{display:block;height:100%;min-width:2px}
.for .bar i{background:var(--for)}
.against .bar i{background:repeating-linear-gradient(135deg,var(--against) 0 3px,#e89a5e 3px 5px)}
.bars .factor{text-align:right}
.bars .source{grid-column:1/-1;font-size:10.5px;color:var(--soft);margin-bottom:2px}
.path{margin:2px 0;padding-left:18px}
.path b{font-weight:600}
.foot{margin-top:12px;padding-top:5px;border-top:1.5px solid var(--ink);font-size:11px}
code{font:11px ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
details summary{cursor:pointer}
@media screen{body{margin:14px auto;box-shadow:0 1px 6px #0003}.sheet+.sheet{border-top:8px solid #e7ecf0}}
@media screen and (max-width:640px){.front,.evidence{grid-template-columns:1fr}.top{flex-wrap:wrap}.sheet{padding:14px}.label{max-width:none}}
@page{size:A4;margin:9mm 10mm 14mm;@bottom-center{content:"Calcimap: research and education, not a medical device";font:8pt sans-serif;color:#51606f}@bottom-right{content:counter(page) "/" counter(pages);font:8pt sans-serif;color:#51606f}}
@media print{html,body{background:#fff}body{max-width:none;font-size:8.8pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}.sheet{padding:0}.sheet+.sheet{break-before:page}.impression{font-size:9.2pt}a{color:inherit;text-decoration:none}tr,li{break-inside:avoid}h2,h3{break-after:avoid}h1{font-size:13pt}h2,h3{font-size:9.6pt}small,th,caption,.identity,.label{font-size:7.6pt}.wide table{font-size:6.8pt}.wide{overflow:visible}figure img{max-height:62mm}table.small{font-size:7.6pt}.bars{font-size:8pt}.cause{margin:3px 0 4px}h2{margin-top:8px}figcaption{font-size:6.8pt}}
`.trim();
