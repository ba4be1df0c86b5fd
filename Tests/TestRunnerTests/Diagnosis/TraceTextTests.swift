internal import Foundation
internal import Symbols
internal import TestSupport
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
    let root = try TemporaryFolder()
    try root.write("one\n  two()\n", to: "service/Service.swift")
    try root.write("other\n", to: "package/Other.swift")
    try root.write("", to: "package/.swiftlet/services/none")
    let (package, service) = ("\(root.path)/package", "\(root.path)/service")
    let link = "\(package)/.swiftlet/services/service-1"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: service)
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
    let text = TraceText(packageRoot: "/p", serviceFolder: "/s")
    #expect(
      text.reason("trap: a check failed", [failure, place])
        == "trap: Index out of range, in X.run()")
    #expect(text.reason("trap: a check failed", [place]) == "trap: a check failed, in X.run()")
    #expect(text.reason("trap", [frame("boot")]) == "trap")
    #expect(text.reason("trap", []) == "trap")
  }

  @Test func `a reason names the innermost function of the service, inlined or not`() {
    let text = TraceText(packageRoot: "/p", serviceFolder: "/p/s")
    let frames = [
      frame("Swift runtime failure: overflow", "/p/s/Service.swift", isInlined: true),
      frame("kernel()", "/p/Kernel.swift"),
      frame("inner()", "/p/s/Service.swift", isInlined: true),
      frame("outer()", "/p/s/Service.swift"),
    ]
    #expect(text.reason("trap: a check failed", frames) == "trap: overflow, in inner()")
    #expect(text.reason("trap", Array(frames.dropLast(2))) == "trap, in kernel()")
  }
}
