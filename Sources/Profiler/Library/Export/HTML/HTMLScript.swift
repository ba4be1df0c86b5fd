/// What makes the page of a profile alive in a browser.
enum HTMLScript {
  static let style = """
    body{font:14px system-ui,sans-serif;margin:0;color:#111;background:#fdfcf9}
    header{padding:8px 16px}h1{margin:0;font-size:20px}h2{margin:4px 0;font-size:15px}
    .health{margin:4px 0;padding:0;
    list-style:none;color:#555}.health .note{color:#a04000}
    nav{border-bottom:1px solid #bbb;padding:0 12px}nav button{border:0;background:none;
    padding:8px 12px;font:inherit;cursor:pointer;color:inherit}
    nav button[aria-selected=true]{border-bottom:3px solid #1a5fb4;font-weight:bold}
    section{padding:12px 16px;overflow:auto}section>svg{max-width:100%;height:auto}
    table{border-collapse:collapse;margin-top:8px}th{cursor:pointer;text-align:right}
    th,td{padding:2px 10px;border-bottom:1px solid #e4e0d8}
    td{text-align:right;font-variant-numeric:tabular-nums}
    td.name,td:last-child,th:nth-last-child(-n+2){text-align:left}
    pre{font:12px ui-monospace,monospace;overflow:auto}
    pre b{font-weight:normal;display:inline-block;min-width:100%;
    background:color-mix(in srgb,#ff7043 var(--heat),transparent)}
    summary{cursor:pointer;padding:3px 0}input{width:320px;padding:4px}
    @media(prefers-color-scheme:dark){body{background:#1d1f21;color:#ddd}
    .health{color:#aaa}.health .note{color:#ffb070}th,td{border-color:#444}}

    """

  static let text = #"""
    (function () {
      "use strict";
      var all = function (query, root) {
        return Array.prototype.slice.call((root || document).querySelectorAll(query));
      };
      var tabs = all("nav button");
      tabs.forEach(function (tab) {
        tab.addEventListener("click", function () {
          tabs.forEach(function (other) {
            other.setAttribute("aria-selected", other === tab);
            document.getElementById(other.getAttribute("aria-controls")).hidden = other !== tab;
          });
        });
      });
      var body = document.querySelector("#top tbody"), rows = all("tr", body);
      var value = function (row, column) {
        var cell = row.children[column];
        var text = cell.dataset.v || cell.textContent, number = parseFloat(text);
        return isNaN(number) ? text : number;
      };
      all("#top th").forEach(function (head, column) {
        var sort = function () {
          var sign = head.dataset.sign = head.dataset.sign === "-1" ? "1" : "-1";
          rows.sort(function (a, b) {
            var x = value(a, column), y = value(b, column);
            return (x < y ? -1 : x > y ? 1 : 0) * sign;
          });
          rows.forEach(function (row) { body.appendChild(row); });
        };
        head.addEventListener("click", sort);
        head.addEventListener("keydown", function (event) {
          if (event.key === "Enter") sort();
        });
      });
      document.querySelector("#top input").addEventListener("input", function (event) {
        var text = event.target.value.toLowerCase();
        rows.forEach(function (row) {
          row.hidden = row.textContent.toLowerCase().indexOf(text) < 0;
        });
      });
    })();

    """#
}
