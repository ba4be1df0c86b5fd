internal import TestSupport
internal import Testing

@testable internal import Symbols

@Suite struct FrameTableTests {
  private let section: [UInt8]

  init() throws {
    let image = try ImageFile(path: Fixture.path)
    let found = try #require(image.section(named: ".debug_frame"))
    section = try #require(image.contents(of: found))
  }

  private func integer(_ bytes: ArraySlice<UInt8>) -> Int64 {
    let value = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return bytes.count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }

  @Test func `leads from each function to its entry`() {
    let table = FrameTable(section)
    #expect(table.count > 10)
    var last = Int64.min
    for index in 0..<table.count {
      let start = integer(table.bytes[index * 8..<index * 8 + 4])
      let place = Int(integer(table.bytes[index * 8 + 4..<index * 8 + 8]))
      #expect(start > last)
      last = start
      // Length, distance to what is common, where the function begins.
      #expect(integer(table.bytes[place + 8..<place + 16]) == start + Int64(FrameTable.base))
      let distance = Int(integer(table.bytes[place + 4..<place + 8]))
      let common = place + 4 - distance
      #expect(integer(table.bytes[common + 4..<common + 8]) == 0)
      #expect(Array(table.bytes[common + 8..<common + 12]) == [1, 0x7a, 0x52, 0])
      #expect(table.code.contains(UInt64(start + Int64(FrameTable.base))))
    }
  }

  @Test func `leaves out what cannot be read`() {
    #expect(FrameTable([]).count == 0 && FrameTable([1, 2, 3]).code.isEmpty)
    let whole = FrameTable(section).count
    for count in stride(from: 0, to: section.count, by: 13) {
      #expect(FrameTable(Array(section[..<count])).count <= whole)
    }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      var damaged = section
      for _ in 0..<4 {
        damaged[generator.below(damaged.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      #expect(FrameTable(damaged).bytes.count < section.count * 4)
    }
  }
}
