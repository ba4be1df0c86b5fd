internal import Foundation
internal import Testing

@testable internal import TestRunner

@Suite struct HTMLStyleTests {
  @Test(arguments: 0..<20)
  func `bytes as text are what others make of them`(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 97 + 200) }
    #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
  }

  @Test func `neither style nor script ends the element around it`() {
    #expect(!HTMLStyle.css.contains("</") && !HTMLStyle.script.contains("</"))
  }
}
