internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct RunFolderFirmwareTests {
  @Test func `writes a file of the size that QEMU wants, the code at its end`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "a")
      try folder.writeFirmware()
      let bytes = try Data(contentsOf: URL(filePath: folder.file(RunFolder.Name.firmware)))
      #expect(bytes.count == 65536)
      #expect(bytes.suffix(512) == Data(Firmware.code))
      #expect(bytes.prefix(65024) == Data(count: 65024))
    }
  }
}
