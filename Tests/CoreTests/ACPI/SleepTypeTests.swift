internal import Core
internal import Testing

@Suite struct SleepTypeTests {
  private static func code(_ object: [UInt8]) -> [UInt8] {
    [UInt8](repeating: 0x5f, count: 36) + object + [0x10, 0x20]
  }

  private static let name: [UInt8] = [0x5f, 0x53, 0x35, 0x5f]

  private func read(_ object: [UInt8]) -> SleepType? { SleepType(in: Self.code(object).span.bytes) }

  @Test func `reads constants of every form`() {
    #expect(
      read([0x08] + Self.name + [0x12, 0x06, 0x04, 0, 0, 0, 0])
        == SleepType(control: 0, secondControl: 0))
    #expect(
      read([0x08] + Self.name + [0x12, 0x08, 0x04, 0x0a, 5, 0x01, 0, 0])
        == SleepType(control: 5, secondControl: 1))
    // A rooted name, and a length of two bytes.
    #expect(
      read([0x08, 0x5c] + Self.name + [0x12, 0x47, 0x00, 0x02, 0x0a, 7, 0x0a, 6])
        == SleepType(control: 7, secondControl: 6))
    #expect(
      read([0x08] + Self.name + [0x12, 0x04, 0x01, 0x0a, 3])
        == SleepType(control: 3, secondControl: 0))
  }

  @Test func `passes over the letters where they are no such object`() {
    let object: [UInt8] = [0x08] + Self.name + [0x12, 0x06, 0x04, 1, 1, 0, 0]
    #expect(read([0x0d] + Self.name + [0] + object) == SleepType(control: 1, secondControl: 1))
    #expect(read(Self.name) == nil)
  }

  @Test func `refuses what is not a package of small constants`() {
    #expect(read([0x08] + Self.name + [0x0a, 5]) == nil)
    #expect(read([0x08] + Self.name + [0x12, 0x02, 0x00]) == nil)
    #expect(read([0x08] + Self.name + [0x12, 0x06, 0x04, 0x0a, 8, 0, 0]) == nil)
    #expect(read([0x08] + Self.name + [0x12, 0x06, 0x04, 0x0b, 1, 0, 0]) == nil)
  }

  @Test(arguments: 0..<46) func `survives every cut`(byteCount: Int) {
    let code = Self.code([0x08] + Self.name + [0x12, 0x06, 0x04, 0x0a, 5, 0, 0])
    let found = SleepType(in: code.span.bytes.extracting(0..<byteCount))
    // Up to and with the second constant.
    #expect((found != nil) == (byteCount >= 47))
  }
}
