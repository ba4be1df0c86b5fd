internal import Testing

@testable internal import HTTP

@Suite struct MessageSourceTests {
  @Test func `bytes for which two wait come to neither in pieces`() async throws {
    let stream = ScriptedStream([
      .bytes([UInt8](repeating: 1, count: 107)), .bytes([2, 3, 4]),
    ])
    let source = MessageSource(stream)
    let (isUsed, isAsking) = (Mark(), Mark())
    var other: Task<Bool, any Error>?
    stream.whileReading = {
      guard other == nil else {
        isAsking.set()
        return await isUsed.wait()
      }
      other = Task { try await source.fill(before: nil) }
      await isAsking.wait()
    }
    #expect(try await source.fill(before: nil))
    source.position = 106
    isUsed.set()
    #expect(try await other?.value == true)
    #expect(source.bytes.count == 107 && source.position == 106)
    stream.whileReading = nil
    #expect(try await source.fill(before: nil))
    #expect(source.bytes.suffix(4) == [1, 2, 3, 4])
  }

  private func source(heldLimit: Int = .max) -> MessageSource {
    let stream = ScriptedStream([.bytes([UInt8](repeating: 0x61, count: 10_000))])
    stream.heldLimit = heldLimit
    return MessageSource(stream)
  }

  @Test func `keeps no memory that few heads need`() async throws {
    let all = source()
    #expect(try await all.fill(before: nil) && all.bytes.count == 10_000)
    all.position = 10_000
    all.discardUsed()
    #expect(!all.hasBytes && all.position == 0 && all.bytes.capacity <= 4096)
    let part = source()
    #expect(try await part.fill(before: nil))
    part.position = 9990
    part.compact()
    #expect(part.bytes.count == 10 && part.position == 0 && part.bytes.capacity <= 4096)
  }

  @Test func `keeps what most heads need`() throws {
    let source = source()
    #expect(try source.takeArrived() == 4096)
    source.position = 4096
    source.discardUsed()
    #expect(source.bytes.isEmpty && source.bytes.capacity >= 4096)
  }

  @Test func `takes little at a time where memory is short`() async throws {
    let short = source(heldLimit: 5000)
    #expect(try await short.fill(before: nil))
    #expect(short.bytes.count == 2048 && !short.mayGrow())
    let shorter = source(heldLimit: 1000)
    #expect(try await shorter.fill(before: nil))
    #expect(shorter.bytes.count == 512 && !shorter.mayGrow())
    let first = source(heldLimit: 1000)
    #expect(try first.takeArrived() == 512)
    #expect(first.bytes.count == 512)
  }
}
