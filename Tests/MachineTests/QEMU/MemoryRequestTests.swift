internal import Testing

@testable internal import Machine

@Suite struct MemoryRequestTests {
  @Test func `names the place, the size and the file`() throws {
    let request = try MemoryRequest(at: 0x10_0000, count: 4096, into: "memory.bin")
    #expect(
      request.arguments == [
        "val": .integer(0x10_0000), "size": .integer(4096), "filename": .string("memory.bin"),
      ])
    _ = try MemoryRequest(at: UInt64(Int.max), count: 8, into: "a")
  }

  @Test(arguments: [1 << 63, UInt64(bitPattern: -1032), .max])
  func `refuses an address that no machine has`(address: UInt64) {
    let error = #expect(throws: MachineError.self) {
      _ = try MemoryRequest(at: address, count: 8, into: "a")
    }
    #expect(error == .noMemory(address: address))
    #expect(error?.description == "there is no memory at 0x" + String(address, radix: 16))
  }
}
