internal import Testing

@testable internal import DNS

@Suite struct RowMemoryTests {
  @Test(arguments: [0, 1, 2, 3, 7, 8, 100])
  func `repeats the first row up to the last, and no further`(count: Int) {
    let memory = RowMemory.allocate(101, stride: 3)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0xff, count: 303)
    memory.copyMemory(from: [1, 2, 3] as [UInt8], byteCount: 3)
    RowMemory.repeatFirst(memory, stride: 3, count: count)
    for index in 0..<303 {
      let wanted: UInt8 = index < max(count, 1) * 3 ? UInt8(index % 3) + 1 : 0xff
      #expect(memory.load(fromByteOffset: index, as: UInt8.self) == wanted)
    }
  }
}
