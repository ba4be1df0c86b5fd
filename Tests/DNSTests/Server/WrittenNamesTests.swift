@testable internal import DNS
internal import Testing

@Suite struct WrittenNamesTests {
  @Test func `finds what was added`() {
    var names = WrittenNames()
    names.add(7, at: 99)
    names.add(8, at: 100)
    #expect(names.offset(of: 7) == 99)
    #expect(names.offset(of: 8) == 100)
    #expect(names.offset(of: 9) == nil)
    names.count = 1
    #expect(names.offset(of: 8) == nil)
  }

  @Test func `remembers no more than it can, nor what a pointer cannot hold`() {
    var names = WrittenNames()
    names.add(1, at: 0x4000)
    #expect(names.count == 0)
    for index in 0..<20 as Range<Int32> { names.add(index, at: 100 + Int(index)) }
    #expect(names.count == WrittenNames.capacity)
    #expect(names.offset(of: 15) == 115)
    #expect(names.offset(of: 16) == nil)
  }
}
