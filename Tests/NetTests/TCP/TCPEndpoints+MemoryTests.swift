internal import Testing
internal import Wire

@testable internal import Net

@Suite struct TCPEndpointsMemoryTests {
  @Test func `counts what the data of connections takes`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    #expect(host.endpoints.bufferedByteCount == 0)
    host.receive(.ack, seq: 1001, ack: next, payload: [1, 2, 3])
    #expect(host.endpoints.bufferedByteCount > 0)
    _ = host.read(handle)
    _ = host.write([1, 2, 3], to: handle)
    #expect(host.endpoints.bufferedByteCount > 0)
    host.endpoints.abort(handle)
    _ = host.flush()
    #expect(host.endpoints.bufferedByteCount == 0)
  }

  @Test func `refuses connections when memory is short`() throws {
    let host = TCPHost()
    let (handle, _) = try host.established()
    host.endpoints.limitMemory(to: 0)
    _ = host.write([UInt8](repeating: 1, count: 100_000), to: handle)
    _ = host.flush()
    #expect(host.receive(.syn, seq: 5000, from: 40001).isEmpty)
    #expect(host.endpoints.counters.memoryDrops == 1)
  }

  @Test func `counts what a writer keeps while it waits`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.budget.limit = 0
    let share = BufferBudget.share
    _ = host.write([UInt8](repeating: 1, count: 10_000), to: handle)
    #expect(host.endpoints.bufferedByteCount == share + 10_000)
    _ = host.write([UInt8](repeating: 1, count: 1 << 20), to: handle)
    #expect(host.endpoints.bufferedByteCount == share + BufferBudget.heldLimit)
    _ = host.flush()
    host.receive(.ack, seq: 1001, ack: next + share)
    #expect(host.endpoints.bufferedByteCount <= share)
    _ = host.write([UInt8](repeating: 1, count: 10_000), to: handle)
    host.endpoints.abort(handle)
    _ = host.flush()
    #expect(host.endpoints.bufferedByteCount == 0)
  }

  @Test func `a writer gets a share when memory is short`() throws {
    let host = TCPHost()
    let (handle, _) = try host.established()
    host.endpoints.budget.limit = 1
    #expect(host.write([1], to: handle) == 1)
    #expect(host.write([UInt8](repeating: 1, count: 100_000), to: handle) == 4095)
    #expect(host.write([1], to: handle) == 0)
  }

  @Test func `a reader's window shrinks to its share when memory is short`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.budget.limit = 1
    // What was offered stays offered, but is not kept beyond the share.
    var seq: SequenceNumber = 1001
    for _ in 0..<10 {
      host.receive(.ack, seq: seq, ack: next, payload: [UInt8](repeating: 1, count: 1000))
      seq = seq + 1000
    }
    #expect(host.endpoints.status(of: handle)?.readableCount == 4000)
    #expect(host.endpoints.counters.memoryDrops == 6)
    #expect(host.read(handle).count == 4000)
    host.receive(.ack, seq: 5001, ack: next, payload: [UInt8](repeating: 1, count: 1000))
    #expect(host.endpoints.status(of: handle)?.readableCount == 1000)
  }

  @Test func `limits connections by memory`() {
    let host = TCPHost()
    host.endpoints.limitMemory(to: 64 << 20)
    #expect(host.endpoints.connectionLimit == 16_384)
    host.endpoints.limitMemory(to: 1)
    #expect(host.endpoints.connectionLimit == 16)
  }

  @Test func `a connection that waits for late segments gives way when all places are taken`()
    throws
  {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.connectionLimit = 1
    #expect(host.receive(.syn, seq: 5000, from: 40001).isEmpty)
    #expect(host.endpoints.counters.backlogDrops == 1)
    host.endpoints.close(handle, now: host.now)
    _ = host.flush()
    host.receive(.fin | .ack, seq: 1001, ack: next + 1)
    #expect(host.receive(.syn, seq: 5000, from: 40001).map(\.header.flags) == [.syn | .ack])
    #expect(host.endpoints.connectionCount == 1)
    #expect(host.endpoints.counters.timeWaitsCut == 1)
  }

  @Test func `keeps memory warm for few connections only`() throws {
    let host = TCPHost()
    let listener = try host.endpoints.listen(on: 80, backlog: 200)
    for port in 1...100 as ClosedRange<UInt16> {
      let answer = try #require(host.receive(.syn, seq: 1000, from: Port(port)).first?.header)
      let next = answer.sequenceNumber + 1
      host.receive(.ack, seq: 1001, ack: next, payload: [1], from: Port(port))
      _ = host.read(try #require(host.endpoints.accept(listener)))
      host.pass(milliseconds: 50)
    }
    #expect(host.endpoints.bufferedByteCount == 64 * 2048)
  }

  @Test func `a connection that was closed keeps nothing that lies behind a gap`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let payload = [UInt8](repeating: 1, count: 1000)
    host.receive(.ack, seq: 40_001, ack: next, payload: payload)
    #expect(host.endpoints.bufferedByteCount > 40_000)
    host.endpoints.close(handle, now: host.now)
    #expect(host.flush().map(\.header.flags) == [.fin | .ack])
    #expect(host.endpoints.bufferedByteCount == 0)
    // The peer learns that nobody reads as soon as it sends something.
    let answer = host.receive(.ack, seq: 1001, ack: next + 1, payload: payload)
    #expect(answer.map { $0.header.flags.contains(.rst) } == [true])
  }

  @Test func `counts nothing of connections that have ended with unread data`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.receive(.ack, seq: 1011, ack: next, payload: [1])
    host.receive(.fin | .ack, seq: 1001, ack: next)
    #expect(host.endpoints.bufferedByteCount > 0)
    host.endpoints.closeSending(handle)
    _ = host.flush()
    host.endpoints.close(handle, now: host.now)
    host.receive(.ack, seq: 1002, ack: next + 1)
    host.pass(milliseconds: 300_000)
    #expect(host.endpoints.connectionCount == 0)
    #expect(host.endpoints.bufferedByteCount == 0)
  }

  @Test func `keeps nothing unread of a connection that only waits for late segments`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.closeSending(handle)
    #expect(host.flush().map(\.header.flags) == [.fin | .ack])
    let payload = [UInt8](repeating: 1, count: 1000)
    host.receive(.ack, seq: 1001, ack: next + 1, payload: payload)
    host.receive(.fin | .ack, seq: 2001, ack: next + 1)
    #expect(host.state(handle) == .timeWait)
    #expect(host.endpoints.bufferedByteCount > 0)
    host.endpoints.close(handle, now: host.now)
    _ = host.flush()
    #expect(host.endpoints.connectionCount == 1)
    #expect(host.endpoints.bufferedByteCount == 0)
  }

  @Test func `a connection that had to make do with less sends and receives more again`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let block = try #require(host.endpoints.block(handle))
    // As if memory had been short for a moment.
    block.sendQueue.lowerLimit(to: 4096)
    block.reassembly.ring.lowerLimit(to: 4096)
    block.advertisedEnd = block.reassembly.next + 4096
    let payload = [UInt8](repeating: 1, count: 1000)
    var acknowledged = next
    var number: SequenceNumber = 1001
    var windows: [UInt16] = []
    var taken: [Int] = []
    for _ in 0..<6 {
      taken.append(host.write([UInt8](repeating: 1, count: 60_000), to: handle))
      while block.sendQueue.count > 0 {
        _ = host.flush()
        acknowledged = block.nextSend
        host.receive(.ack, seq: number, ack: acknowledged)
      }
      for _ in 0..<2 {
        windows += host.receive(.ack, seq: number, ack: acknowledged, payload: payload)
          .map(\.header.window)
        number += 1000
      }
      _ = host.read(handle)
    }
    #expect(taken == [4096, 8192, 16_384, 32_768, 60_000, 60_000])
    #expect(try #require(windows.last) > 30_000)
  }
}
