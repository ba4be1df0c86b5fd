internal import Symbols
internal import TestSupport
internal import Testing

/// Damaged images give errors or poor answers, never a crash: a guest's image may be half written.
@Suite struct RobustnessTests {
  /// Opens an image and asks it everything there is to ask.
  private func exercise(_ bytes: [UInt8]) {
    guard let image = try? ImageFile(path: "damaged", bytes: bytes) else { return }
    let symbols = SymbolTable(of: image)
    guard let symboliser = try? Symboliser(image) else { return }
    for symbol in symbols.symbols {
      _ = symboliser.frames(at: symbol.address, isReturnAddress: false)
      let registers = StackRegisters(rip: symbol.address.rawValue, rsp: 0x8000, rbp: 0x8000)
      _ = symboliser.walk(from: registers) { _, count in [UInt8](repeating: 0x80, count: count) }
    }
    for address in stride(from: UInt64(0x20_1200), to: 0x20_1700, by: 23) {
      _ = symboliser.frames(at: LinkAddress(address), isReturnAddress: true)
    }
  }

  @Test func `survives every cut`() throws {
    let bytes = try Fixture.bytes()
    for count in stride(from: 0, to: bytes.count, by: 397) {
      exercise(Array(bytes[..<count]))
    }
  }

  @Test(arguments: UInt64(0)..<8) func `survives changed bytes`(seed: UInt64) throws {
    let original = try Fixture.bytes()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<24 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      exercise(bytes)
    }
  }

  @Test(arguments: UInt64(0)..<4) func `survives changed headers`(seed: UInt64) throws {
    let original = try Fixture.bytes()
    var generator = SeededGenerator(seed: 1000 + seed)
    // The section headers stand at the end, the header of the file at the start.
    let headers = Array(16..<64) + Array(original.count - 17 * 64..<original.count)
    for _ in 0..<48 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[headers.randomElement(using: &generator) ?? 16] = UInt8.random(
          in: 0...255, using: &generator)
      }
      exercise(bytes)
    }
  }
}
