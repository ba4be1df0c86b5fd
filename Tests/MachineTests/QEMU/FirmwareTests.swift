internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct FirmwareTests {
  @Test func `begins with a jump to code of its own`() {
    let code = Firmware.code
    #expect(code.count == 512)
    #expect(code[0x1f0] == 0xe9, "a near jump")
    let distance = Int(Int16(truncatingIfNeeded: Int(code[0x1f1]) | Int(code[0x1f2]) << 8))
    let target = 0x1f3 + distance
    #expect(code[target..<target + 5] == [0x2e, 0x66, 0x0f, 0x01, 0x16], "lgdtl %cs:")
  }

  @Test func `is what its source says`() throws {
    try TestMachine.withFolder { root in
      let tool = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Tools/firmware/make").standardizedFileURL.path
      var command = HostCommand([tool, root + "/firmware.rom"])
      command.folder = root
      let ending = try command.run(limit: .seconds(60), tick: { _ in }, take: { _ in })
      guard case .ended(let status) = ending, status.isSuccess else {
        Issue.record("\(ending)")
        return
      }
      let bytes = try Data(contentsOf: URL(filePath: root + "/firmware.rom"))
      #expect(bytes.suffix(512) == Data(Firmware.code))
      #expect(bytes.count == Firmware.byteCount)
    }
  }
}
