internal import Testing

@testable internal import Telemetry

@Suite struct SamplerCommandTests {
  static let command: SamplerCommand = {
    var settings = SamplingSettings(
      mode: .nonMaskable, rate: 997, jitter: 250, seed: 0x0102_0304_0506_0708, depth: 64)
    settings.allocationPeriod = 1 << 40
    settings.stackByteCount = 8192
    settings.recordsWaits = false
    return SamplerCommand(number: 12, settings: settings)
  }()

  static var bytes: [UInt8] {
    var buffer = ByteBuffer()
    command.write(to: &buffer)
    return buffer.bytes
  }

  @Test func `is read as it was written`() throws {
    let bytes = Self.bytes
    #expect(bytes.count == SamplerCommand.byteCount)
    let read = try SamplerCommand(bytes.span.bytes)
    #expect(read == Self.command)
  }

  @Test func `refuses any changed byte`() {
    for index in 0..<SamplerCommand.byteCount {
      var bytes = Self.bytes
      bytes[index] ^= 0x10
      #expect(throws: RecordError.self) { _ = try SamplerCommand(bytes.span.bytes) }
    }
  }

  @Test func `refuses every shorter length`() {
    for count in 0..<SamplerCommand.byteCount {
      #expect(throws: RecordError.truncated) {
        _ = try SamplerCommand(Array(Self.bytes[..<count]).span.bytes)
      }
    }
  }
}
