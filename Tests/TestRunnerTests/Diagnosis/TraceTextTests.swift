internal import Foundation
internal import Symbols
internal import Testing

@testable internal import TestRunner

@Suite struct TraceTextTests {
  private func frame(
    _ function: String, _ file: String? = nil, line: Int = 1, isInlined: Bool = false
  ) -> SymbolFrame {
    let location = file.map { SourceLocation(file: $0, line: line, column: 3) }
    return SymbolFrame(rawName: function, location: location, isInlined: isInlined)
  }

  private func backtrace(_ frames: [SymbolFrame]) -> Backtrace {
    let place = StackAddress(LinkAddress(0x1000), isExact: true)
    return Backtrace([Backtrace.Call(place: place, frames: frames)], isTruncated: false)
  }

  @Test func `shows the source of the innermost in the service, by the path its author knows`()
    throws
  {
    let root = NSTemporaryDirectory() + "trace-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for folder in ["service", "package/.swiftlet/services"] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    }
    let package = try #require(Folder.absolute("\(root)/package"))
    let service = try #require(Folder.absolute("\(root)/service"))
    let link = "\(package)/.swiftlet/services/service-1"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: service)
    try "one\n  two()\n".write(
      toFile: service + "/Service.swift", atomically: true, encoding: .utf8)
    try "other\n".write(toFile: package + "/Other.swift", atomically: true, encoding: .utf8)
    let frames = [
      frame("trap()", package + "/Other.swift", isInlined: true),
      frame("X.run()", link + "/Service.swift", line: 2),
    ]
    let text = TraceText(packageRoot: package, serviceFolder: service)
    #expect(
      text.lines(backtrace(frames)) == [
        "    trap() (inlined)  Other.swift:1:3",
        "#0  X.run()  \(service)/Service.swift:2:3",
        "        1 │ one",
        "      > 2 │   two()",
        "          │   ^",
      ])
  }

  @Test func `a reason names the check and its place`() {
    let failure = frame("Swift runtime failure: Index out of range", "/f.swift", isInlined: true)
    let place = frame("X.run()", "/f.swift", line: 3)
    #expect(
      TraceText.reason("trap: a check failed", [failure, place])
        == "trap: Index out of range, in X.run()")
    #expect(TraceText.reason("trap: a check failed", [place]) == "trap: a check failed, in X.run()")
    #expect(TraceText.reason("trap", [frame("boot")]) == "trap")
    #expect(TraceText.reason("trap", []) == "trap")
  }
}
