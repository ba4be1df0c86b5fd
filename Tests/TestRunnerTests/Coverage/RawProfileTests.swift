internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct RawProfileTests {
  /// An image with one function, `f`, and two counters.
  private var sections: CoverageSections {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian, Array.init)
    }
    let (data, counters): (UInt64, UInt64) = (0x1000, 0x3000)
    // The name's hash is the first half of its MD5; the counters' place is relative to the record.
    let record =
      bytes(0xcc914f75dd4ca18f as UInt64) + bytes(0x1234 as UInt64) + bytes(counters - data)
      + [UInt8](repeating: 0, count: 24) + bytes(2 as UInt32) + [UInt8](repeating: 0, count: 12)
    return CoverageSections(
      data: record, names: [1, 0, UInt8(ascii: "f")], dataAddress: data, namesAddress: 0x2000,
      countersAddress: counters, countersByteCount: 16)
  }

  private let counters: [UInt8] = [7, 1, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]

  /// The program of that name beside the compiler.
  private func tool(_ name: String) throws -> URL {
    let paths = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let swift = paths.split(separator: ":").map { "\($0)/swift" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return URL(filePath: try #require(swift)).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: name)
  }

  @Test func `LLVM's own tool reads it`() throws {
    let profile = try #require(RawProfile(sections, counters: counters))
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/x.profraw"
    try Data(profile.bytes).write(to: URL(filePath: path))
    let process = Process()
    process.executableURL = try tool("llvm-profdata")
    process.arguments = ["show", "--all-functions", "--counts", path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.contains("Hash: 0x0000000000001234"))
    #expect(text.contains("Function count: 263") && text.contains("Block counts: [5]"), "\(text)")
  }

  @Test func `what does not fit is refused`() {
    #expect(RawProfile(sections, counters: Array(counters.dropLast())) == nil)
    #expect(RawProfile(sections, counters: counters + counters) == nil)
    var torn = sections
    torn.data.removeLast()
    #expect(RawProfile(torn, counters: counters) == nil)
  }

  @Test func `counters of two starts add up, with what is carried`() {
    let left: [UInt8] = [255, 255, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    #expect(
      RawProfile.sum(left, counters) == [6, 1, 1, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0])
    #expect(RawProfile.sum([1], counters) == counters)
  }
}
