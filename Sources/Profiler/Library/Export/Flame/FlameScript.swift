/// What makes a flame graph alive in a browser.
enum FlameScript {
  static let style = """
    .flame{font:11px ui-monospace,Menlo,Consolas,monospace;background:#fff}
    .flame text{fill:#111;pointer-events:none}.flame .ground{fill:#fdfcf9}
    .flame .head{font-size:16px;font-weight:bold}.flame .sub{fill:#555}
    .flame .button{cursor:pointer;fill:#1a5fb4;pointer-events:all;text-decoration:underline}
    .flame .matched{fill:#a0209a;font-weight:bold}.flame .frames g{cursor:pointer}
    .flame .frames rect{stroke:#fdfcf9;stroke-width:.6}
    .flame .frames rect.i{fill-opacity:.62;stroke-dasharray:3 2;stroke:#555;stroke-width:.4}
    .flame .frames g:hover rect,.flame .frames g:focus rect{stroke:#000;stroke-width:1}
    .flame .frames g{outline:none}.flame .above{opacity:.55}.flame .off{display:none}
    .flame .hit rect{fill:#e61ae6;fill-opacity:1}
    @media(prefers-color-scheme:dark){.flame .ground{fill:#1d1f21}.flame .head,.flame .sub,
    .flame .details,.flame .key{fill:#ddd}.flame .button{fill:#7ab4ff}
    .flame .frames rect{stroke:#1d1f21}.flame .matched{fill:#f5a0f0}}
    """

  static let text = #"""
    (function (svg) {
      "use strict";
      var margin = 10, char = 6.65, zoomed = null, term = "", ignoreCase = false;
      var width = svg.viewBox.baseVal.width - 2 * margin;
      var find = function (name) { return svg.querySelector("." + name); };
      var reset = find("reset"), matched = find("matched"), details = find("details");
      var alone = svg === document.documentElement;
      var frames = Array.prototype.map.call(svg.querySelectorAll(".frames > g"), function (g) {
        var rect = g.querySelector("rect"), title = g.querySelector("title").textContent;
        var at = function (name) { return parseFloat(rect.getAttribute(name)); };
        var frame = { g: g, rect: rect, text: g.querySelector("text"), title: title,
          name: title.replace(/ \([^()]*%[^()]*\)$/, "").replace(/ — .*$/, ""),
          x: at("x"), y: at("y"), w: at("width") };
        g.setAttribute("aria-label", title);
        g.setAttribute("role", "button");
        if (frame.w > 8) g.setAttribute("tabindex", "0");
        g.addEventListener("click", function () { zoom(frame); });
        g.addEventListener("mouseover", function () { details.textContent = title; });
        g.addEventListener("focus", function () { details.textContent = title; });
        g.addEventListener("mouseout", function () { details.textContent = " "; });
        return frame;
      });
      if (!frames.length) return;
      var inverted = svg.getAttribute("data-inverted") === "1", root = frames[0];

      function label(frame, x, w) {
        var room = Math.floor((w - 6) / char), name = frame.name.replace(/ \(inlined\)$/, "");
        if (room < 3) { if (frame.text) frame.text.textContent = ""; return; }
        if (!frame.text) {
          frame.text = document.createElementNS("http://www.w3.org/2000/svg", "text");
          frame.text.setAttribute("y", frame.y + 12);
          frame.g.appendChild(frame.text);
        }
        frame.text.setAttribute("x", x + 3);
        frame.text.textContent =
          name.length <= room ? name : name.slice(0, room - 2) + "..";
      }
      function place(frame, x, w) {
        frame.rect.setAttribute("x", x);
        frame.rect.setAttribute("width", w);
        label(frame, x, w);
      }
      function zoom(target) {
        zoomed = target === root ? null : target;
        var end = target.x + target.w, scale = width / target.w, slack = 0.011;
        frames.forEach(function (frame) {
          var above = inverted ? frame.y < target.y : frame.y > target.y;
          var covers = frame.x <= target.x + slack && frame.x + frame.w >= end - slack;
          var inside = !above && frame.x >= target.x - slack && frame.x + frame.w <= end + slack;
          frame.shown = above ? covers : inside;
          frame.g.classList.toggle("off", !frame.shown);
          frame.g.classList.toggle("above", above && covers);
          if (!frame.shown) return;
          if (above) place(frame, margin, width);
          else place(frame, margin + (frame.x - target.x) * scale, frame.w * scale);
        });
        reset.classList.toggle("off", !zoomed);
        mark();
        remember();
      }
      function mark() {
        var pattern = null, hits = [];
        matched.textContent = "";
        try { pattern = term ? new RegExp(term, ignoreCase ? "i" : "") : null; } catch (error) {
          matched.textContent = "no regular expression";
        }
        frames.forEach(function (frame) {
          var hit = frame !== root && pattern !== null && pattern.test(frame.name);
          frame.g.classList.toggle("hit", hit);
          if (hit && (!zoomed || frame.shown)) {
            hits.push([Math.max(frame.x, zoomed ? zoomed.x : 0),
              Math.min(frame.x + frame.w, zoomed ? zoomed.x + zoomed.w : Infinity)]);
          }
        });
        if (!pattern) return;
        hits.sort(function (a, b) { return a[0] - b[0]; });
        var sum = 0, end = -1;
        hits.forEach(function (hit) {
          if (hit[1] > end) { sum += hit[1] - Math.max(hit[0], end); end = hit[1]; }
        });
        matched.textContent = "matched: " + (100 * sum / (zoomed || root).w).toFixed(1) + "%";
      }
      function search(text) { term = text || ""; mark(); remember(); }
      function ask() {
        var text = prompt("Search for functions (regular expression):", term);
        if (text !== null) search(text);
      }
      function remember() {
        if (!alone) return;
        var parts = [];
        if (zoomed) parts.push("x=" + zoomed.x, "y=" + zoomed.y);
        if (term) parts.push("s=" + encodeURIComponent(term));
        if (parts.length || location.hash) location.hash = parts.join("&");
      }
      function recall() {
        var state = {};
        (location.search + "&" + location.hash).replace(/[?#]/g, "&").split("&").forEach(
          function (part) {
            var cut = part.indexOf("=");
            if (cut > 0) state[part.slice(0, cut)] = decodeURIComponent(part.slice(cut + 1));
          });
        if (state.s) term = state.s;
        var target = frames.filter(function (frame) {
          return state.x && Math.abs(frame.x - state.x) < 0.02 && frame.y === Number(state.y);
        })[0];
        zoom(target || root);
      }
      function press(node, action) {
        node.addEventListener("click", action);
        node.addEventListener("keydown", function (event) {
          if (event.key === "Enter" || event.key === " ") action();
        });
      }
      press(reset, function () { zoom(root); });
      press(find("search"), function () { if (term) search(""); else ask(); });
      svg.addEventListener("keydown", function (event) {
        if (event.key !== "Enter") return;
        var frame = frames.filter(function (one) { return one.g === event.target; })[0];
        if (frame) zoom(frame);
      });
      if (alone) window.addEventListener("keydown", function (event) {
        if (event.key === "/" || (event.ctrlKey && event.key === "f")) {
          event.preventDefault(); ask();
        } else if (event.ctrlKey && event.key === "i") {
          event.preventDefault(); ignoreCase = !ignoreCase; mark();
        } else if (event.key === "Escape") { term = ""; zoom(root); }
      });
      svg.flame = { zoom: zoom, search: search, frames: frames, root: root };
      if (alone) recall(); else zoom(root);
    })(document.currentScript && document.currentScript.ownerSVGElement
      || document.documentElement);

    """#
}
