/// How the page of results looks, and what its controls do.
enum HTMLStyle {
  static let css = """
    :root{color-scheme:light dark;--good:#1a7f37;--bad:#cf222e;--dim:#6e7781}
    body{font:15px/1.45 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}
    h1{font-size:1.3rem;margin:0}header p{margin:.3rem 0}
    pre{overflow:auto;background:#8881;padding:.6rem;border-radius:6px;font-size:.85rem}
    details.test{border:1px solid #8884;border-left:5px solid var(--bad);border-radius:6px;
    margin:.35rem 0;padding:.3rem .7rem}
    details.test.passed{border-left-color:var(--good)}
    details.test.quarantined{border-left-color:var(--dim)}
    summary{cursor:pointer}.kind{color:var(--bad)}.passed .kind{color:var(--good)}
    .time{color:var(--dim);font-variant-numeric:tabular-nums;text-align:right}
    .tag{border:1px solid #8886;border-radius:9px;font-size:.75rem;margin-left:.4rem;
    padding:0 .5rem}
    .reason{color:var(--bad);font-weight:600}table.steps{border-spacing:.5rem .1rem}
    td{vertical-align:top}button[aria-pressed=false]{opacity:.4}img{max-width:100%}
    """

  static let script = """
    const find=document.getElementById('find');
    const buttons=[...document.querySelectorAll('button[data-kind]')];
    const tests=[...document.querySelectorAll('details.test')];
    function show(){
      const words=find.value.toLowerCase().split(/\\s+/).filter(Boolean);
      const kinds=new Set(buttons.filter(b=>b.getAttribute('aria-pressed')==='true')
        .map(b=>b.dataset.kind));
      let count=0;
      for(const test of tests){
        const text=test.textContent.toLowerCase();
        const fits=kinds.has(test.dataset.kind)&&words.every(w=>text.includes(w));
        test.hidden=!fits;
        if(fits)count++;
      }
      document.getElementById('none').hidden=count>0;
      document.body.dataset.shown=count;
    }
    find.addEventListener('input',show);
    for(const button of buttons)button.addEventListener('click',()=>{
      button.setAttribute('aria-pressed',button.getAttribute('aria-pressed')!=='true');
      show();
    });
    show();
    """
}

/// Bytes as text.
///
/// Source: RFC 4648, section 4.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let padded = Array(group) + Array(repeating: 0, count: 3 - group.count)
      let value = padded.reduce(0) { $0 << 8 | Int($1) }
      for place in 0..<4 {
        let isFilled = place <= group.count
        result.append(isFilled ? alphabet[value >> (18 - 6 * place) & 63] : 0x3d)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
