/// The page in which a browser shows a guest while it runs.
public enum LivePage {
  /// The page; it fetches `/flame.svg` again and again, and keeps zoom and search.
  ///
  /// - Parameter title: Name of the machine.
  /// - Returns: HTML.
  public static func page(title: String) -> [UInt8] {
    var writer = ByteWriter()
    writer.add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
    writer.add(xml: title)
    writer.add(" — live</title>\n<style>")
    writer.add(style)
    writer.add("</style></head><body>\n<p><b>")
    writer.add(xml: title)
    writer.add("</b> <label><input type=\"checkbox\" id=\"pause\"> pause</label> ")
    writer.add("<a href=\"/report.html\">report of all so far</a> <span id=\"state\"></span></p>\n")
    writer.add("<iframe id=\"a\" title=\"flame graph\"></iframe>")
    writer.add("<iframe id=\"b\" title=\"flame graph\" class=\"behind\"></iframe>\n<script>")
    writer.add(script)
    writer.add("</script></body></html>\n")
    return writer.bytes
  }

  private static let style = """
    body{font:14px system-ui,sans-serif;margin:8px}p{margin:0 0 6px}
    iframe{border:0;position:absolute;left:8px;top:40px;width:1220px;height:calc(100% - 50px)}
    .behind{visibility:hidden}
    """

  private static let script = #"""
    var front = document.getElementById("a"), back = document.getElementById("b");
    var state = document.getElementById("state");
    function show() {
      var hash = front.contentWindow.location.hash;
      fetch("/flame.svg", { method: "GET" }).then(function (answer) {
        if (!answer.ok) throw new Error("no picture");
        back.onload = function () {
          back.onload = null;
          front.className = "behind";
          back.className = "";
          var other = front; front = back; back = other;
          setTimeout(next, 2000);
        };
        back.src = "/flame.svg?" + Date.now() + hash;
        state.textContent = "";
      }).catch(function () {
        state.textContent = "the profiler has ended";
      });
    }
    function next() {
      if (document.getElementById("pause").checked) setTimeout(next, 300); else show();
    }
    show();
    """#
}
