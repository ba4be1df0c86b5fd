internal import Telemetry
internal import Testing

@Suite struct SamplerCommandReaderTests {
  private func read(_ bytes: [UInt8]) -> [SamplerCommand] {
    var reader = SamplerCommandReader()
    return bytes.compactMap { reader.take($0) }
  }

  @Test func `finds a command`() {
    #expect(read(SamplerCommandTests.bytes) == [SamplerCommandTests.command])
  }

  @Test func `finds commands between anything else`() {
    let command = SamplerCommandTests.bytes
    let noise: [UInt8] = [0xf5, 0x53, 0, 0xf5, 0xf5, 0x53, 0x4d]
    #expect(read(noise + command + noise + command).count == 2)
  }

  @Test func `goes on behind a torn one`() {
    let command = SamplerCommandTests.bytes
    for count in 1..<command.count {
      #expect(
        read(Array(command[..<count]) + command + command).last == SamplerCommandTests.command)
    }
  }

  @Test func `misses none behind a torn one that looks like the beginning of one`() {
    let command = SamplerCommandTests.bytes
    for count in 1..<command.count {
      #expect(read(Array(command[..<count]) + command) == [SamplerCommandTests.command])
    }
  }
}
