internal import Foundation
internal import Testing

@testable internal import TestRunner

#if canImport(FoundationXML)
internal import FoundationXML
#endif

@Suite struct MarkupTests {
  @Test(arguments: [
    ("a & b", "a &amp; b"), ("<\">", "&lt;&quot;&gt;"), ("a\nb\t", "a&#10;b&#9;"),
    ("\u{1b}[2J\0", "\\x1b[2J\\x0"), ("\u{ffff}", "\\xffff"), ("é 😀", "é 😀"), ("\u{9b}", "\\x9b"),
  ])
  func `escapes what XML cannot hold`(text: String, escaped: String) {
    #expect(Markup.escaped(text) == escaped)
    let document = "<a b=\"\(Markup.escaped(text))\"/>"
    #expect(XMLParser(data: Data(document.utf8)).parse())
  }
}
