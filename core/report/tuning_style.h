// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace weir::report {

// The style sheet of a tuning report's page: the window's colours (Okabe and Ito; viridis for heat maps) in light, dark
// and, always light, on paper.
inline constexpr std::string_view tuningStyle = R"css(
:root{--page:#f6f7f9;--panel:#fff;--line:#e1e4e9;--text:#1a1c1f;--dim:#5c636b;--accent:#0072b2;--better:#00805d;
--worse:#c05000;--neither:#7a7a7a;--baseline:#d55e00;--variant:#0072b2;--margin:#e8f0f6;--zero:#9db6c6}
@media (prefers-color-scheme:dark){:root{--page:#17191c;--panel:#1e2125;--line:#30353b;--text:#e6e8eb;--dim:#9aa2ab;
--accent:#4ba3db;--better:#2fb98c;--worse:#e8803a;--neither:#8d949c;--baseline:#e8803a;--variant:#4ba3db;
--margin:#243240;--zero:#4d6375}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:13px/1.45 Inter,"Segoe UI",system-ui,sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:940px;margin:0 auto;padding:20px 16px 40px}
h1{font-size:22px;margin:0 0 4px;font-weight:600}
h2{font-size:15px;margin:0 0 10px;font-weight:600}
.card h2:not(:first-child){margin-top:16px}
h2 small,.dim{color:var(--dim);font-weight:400;font-size:12px}
p{margin:0 0 8px}
.card{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:14px 16px;margin:0 0 12px;
overflow-wrap:anywhere}
.card.finding h1{overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:5px 8px;text-align:right;border-top:1px solid var(--line);vertical-align:middle;white-space:nowrap}
th{color:var(--dim);font-weight:400;border-top:0;font-size:12px;white-space:normal;overflow-wrap:anywhere;
min-width:60px;max-width:180px}
th:first-child,td:first-child{text-align:left;white-space:normal;padding-left:0;min-width:110px}
td.left,th.left{text-align:left}
td.wrap{white-space:normal;overflow-wrap:anywhere}
tr.primary td:first-child{font-weight:600}
.pill{display:inline-block;border:1px solid var(--neither);border-radius:10px;padding:0 8px;font-size:12px;
color:var(--dim)}
.pill.better{border-color:var(--better);color:var(--better)}
.pill.worse{border-color:var(--worse);color:var(--worse)}
.warn{border-left:4px solid var(--worse)}
.weak{border-style:dashed}
ul{margin:0;padding-left:18px}
.legend{color:var(--dim);font-size:12px;margin:4px 0 0}
.key{display:inline-block;width:9px;height:9px;border-radius:5px;margin:0 4px 0 10px}
.key.square{border-radius:0}
svg{display:block;max-width:100%;height:auto;font:11px Inter,"Segoe UI",system-ui,sans-serif}
td svg,th svg{display:inline-block;vertical-align:middle;max-width:none}
svg text{fill:var(--text)} svg text.dim{fill:var(--dim)}
svg text.better{fill:var(--better)} svg text.worse{fill:var(--worse)} svg text.neither{fill:var(--dim)}
svg text.onlight{fill:#fff} svg text.ondark{fill:#111}
.grid{stroke:var(--line);stroke-width:1} .zero{stroke:var(--zero);stroke-width:1.5} .margin{fill:var(--margin)}
.bar{stroke-width:2.5;stroke:var(--neither);fill:none} .bar.better{stroke:var(--better)}
.bar.worse{stroke:var(--worse)}
.dot,.fill{fill:var(--neither)} .dot.better,.fill.better{fill:var(--better)} .dot.worse,.fill.worse{fill:var(--worse)}
.dot.baseline{fill:var(--baseline)} .dot.variant{fill:var(--variant)}
.fill{opacity:.85} .whisker{stroke:var(--text);stroke-width:1.2;opacity:.7}
.pair{stroke:var(--neither);stroke-width:1;opacity:.5} .curve{fill:none;stroke:var(--neither);stroke-width:1.2}
.ring{fill:none;stroke:var(--accent);stroke-width:1.5} .hollow{fill:var(--panel);stroke:var(--neither);stroke-width:1.5}
.answer{stroke:var(--accent);stroke-width:1;stroke-dasharray:4 3}
.basis{stroke:var(--baseline);stroke-width:1;stroke-dasharray:4 3}
.s0,.s1,.s2,.s3,.s4{fill:none;stroke-width:1.8} .s0{stroke:var(--baseline)} .s1{stroke:var(--variant);stroke-dasharray:6 3}
.s2{stroke:#009e73;stroke-dasharray:2 2} .s3{stroke:#cc79a7;stroke-dasharray:8 3 2 3} .s4{stroke:#7a7a7a}
.k0{background:var(--baseline)} .k1{background:var(--variant)} .k2{background:#009e73} .k3{background:#cc79a7} .k4{background:#7a7a7a}
.h0{fill:#440154} .h1{fill:#443983} .h2{fill:#31688e} .h3{fill:#21918c} .h4{fill:#1f8f6b} .h5{fill:#90d743}
.h6{fill:#fde725} .hx{fill:none;stroke:var(--neither);stroke-dasharray:3 2}
.kb{background:var(--baseline)} .kv{background:var(--variant)} .kg{background:var(--better)} .kw{background:var(--worse)}
.kn{background:var(--neither)}
@page{size:A4;margin:12mm}
@media print{:root{--page:#fff;--panel:#fff;--line:#d5d9de;--text:#111;--dim:#555;--accent:#0072b2;--better:#00805d;
--worse:#c05000;--neither:#7a7a7a;--baseline:#d55e00;--variant:#0072b2;--margin:#e8f0f6;--zero:#9db6c6}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:11px} main{max-width:none;padding:0} .scroll{overflow:visible} th,td{padding:3px 5px}
.card{break-inside:avoid;border-color:#d5d9de} .card.long{break-inside:auto} tr,svg{break-inside:avoid}
thead{display:table-header-group}}
)css";

} // namespace weir::report
