@testable internal import DNS
internal import Testing

@Suite struct LabelTests {
  private func label(_ text: [UInt8]) -> (UInt64, UInt64) {
    let bytes = [UInt8](repeating: 0xee, count: 9) + [UInt8(text.count)] + text
    let label = Label(bytes.rawSpan, at: 9)
    return (label.tail, label.hash(below: 5))
  }

  @Test func `folds the ASCII letters and nothing else`() {
    for byte in 0...255 as ClosedRange<UInt8> {
      let isUpper = (0x41...0x5a).contains(byte)
      #expect(label([byte]).0 == UInt64(isUpper ? byte + 32 : byte), "byte \(byte)")
    }
  }

  @Test(arguments: 1...63) func `tells labels apart by every byte`(count: Int) {
    let plain = [UInt8](repeating: 0x61, count: count)
    let upper = [UInt8](repeating: 0x41, count: count)
    #expect(label(plain) == label(upper))
    for index in 0..<count {
      var other = plain
      other[index] = 0x62
      #expect(label(plain).1 != label(other).1)
    }
    #expect(label(plain).1 != label(plain + [0x61]).1 || count == 63)
  }

  @Test func `hashes by the parent too`() {
    let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 3, 0x77, 0x77, 0x77]
    let label = Label(bytes.rawSpan, at: 8)
    #expect(label.hash(below: 1) != label.hash(below: 2))
  }
}
