@testable internal import DNS
internal import Testing

@Suite struct TableTests {
  @Test func `holds what is put in`() {
    var table = Table(repeating: Int32(7), count: 3)
    table[1] = 8
    let rows = [table[0], table[1], table[2]]
    #expect(rows == [7, 8, 7])
  }

  @Test func `grows`() {
    var table = Table(repeating: 0, count: 0)
    for value in 0..<1000 { table.append(value) }
    var sum = 0
    for index in 0..<table.count { sum += table[index] }
    #expect(sum == 499_500)
  }

  @Test func `gives its bytes`() {
    var table = Table(repeating: UInt8(1), count: 1)
    table.append(contentsOf: [2, 3, 4][1...])
    let bytes = table.rawSpan
    let count = bytes.byteCount
    let last: UInt16 = bytes.bigEndian(at: 1)
    #expect(count == 3 && last == 0x0304)
  }

  @Test func `stops at an index outside`() async {
    await #expect(processExitsWith: .failure) {
      let table = Table(repeating: 0, count: 2)
      _ = table[2]
    }
    await #expect(processExitsWith: .failure) {
      let table = Table(repeating: 0, count: 2)
      _ = table[-1]
    }
  }
}
