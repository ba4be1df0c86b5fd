internal import Telemetry
internal import Testing

@testable internal import TestRunner

@Suite struct GuestRecordsTests {
  /// Keeps what an encoder writes.
  private struct ArraySink: ByteSink {
    var bytes: [UInt8] = []
    mutating func write(_ byte: UInt8) { bytes.append(byte) }
  }

  /// The bytes of some records, in order.
  private func bytes(
    _ send: (inout RecordEncoder<ArraySink>) -> Void
  ) -> [UInt8] {
    var encoder = RecordEncoder(sink: ArraySink())
    send(&encoder)
    return encoder.sink.bytes
  }

  private let ready = ReadyRecord(
    nanosecondsSinceEntry: 1, timestamp: 2, address: 0x0a00_002a, heapByteCount: 4096)

  @Test func `tells what records say`() {
    var panic = PanicRecord(reason: .exception, message: "null pointer")
    panic.vector = 14
    let stream = bytes {
      $0.send(BootRecord(memoryByteCount: 1, timestampAtEntry: 0, kernelVersion: "1"))
      $0.send(ready)
      $0.send(TestRecord(name: "sum", hasPassed: true, line: 3))
      $0.send(TestRecord(name: "difference", hasPassed: false, line: 4))
      $0.send(ExitRecord(status: 7, reason: ""))
      $0.send(panic)
    }
    let records = GuestRecords()
    #expect(
      records.take(stream) == [
        .ready, .checkFailed(name: "difference", line: 4), .serviceEnded(status: 7),
        .panic(message: "processor exception page fault (14): null pointer"),
      ])
    #expect(records.finish().isEmpty)
    #expect(records.ready?.heapByteCount == 4096)
    #expect(records.panic == panic)
  }

  @Test func `keeps counters, stalls and the tail of the log`() {
    let name = Array("jobs".utf8)
    let entry: [UInt8] = [19, 0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0] + Array("nethi".utf8) + [19, 0]
    let stall = PanicRecord(reason: .stall, message: "a task does not yield")
    let stream = bytes { encoder in
      encoder.send(kind: .counters, byteCount: 22) {
        CounterList.write(nanosecondsSinceEntry: 1, to: &$0)
        CounterList.write(CounterName(name.span.bytes), 7, to: &$0)
      }
      encoder.send(stall, as: .stall)
      encoder.send(kind: .logTail, payload: entry.span.bytes)
    }
    let records = GuestRecords()
    #expect(records.take(stream) == [.stalled(message: "stall: a task does not yield")])
    #expect(records.counters.map(\.name) == ["jobs"] && records.counters.map(\.value) == [7])
    #expect(records.stalls == [stall])
    #expect(records.logTail == ["[   0.000000] info net: hi"])
  }

  @Test func `keeps the lines of the log that come one by one`() {
    let entry: [UInt8] = [19, 0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0] + Array("nethi".utf8) + [19, 0]
    let stream = bytes { encoder in
      for _ in 0..<3 { encoder.send(kind: .log, payload: entry.span.bytes) }
    }
    let records = GuestRecords()
    #expect(records.take(stream).isEmpty)
    #expect(records.logLines == .init(repeating: "[   0.000000] info net: hi", count: 3))
    #expect(records.logTail.isEmpty)
  }

  @Test func `reports bytes that are no record, once`() {
    let records = GuestRecords()
    let found = records.take(Array("PASSED, the whole test, honestly\n".utf8))
    #expect(found.count == 1)
    guard case .recordsDamaged(let reason) = found.first else {
      Issue.record("no damage")
      return
    }
    #expect(reason.contains("bytes that are no record"))
    #expect(records.take(Array("PASSED again, and again, and again\n".utf8)).isEmpty)
  }

  @Test func `reports a wrong checksum and a gap`() {
    var damaged = bytes { $0.send(ready) }
    damaged[damaged.count - 1] ^= 1
    #expect(!GuestRecords().take(damaged + damaged).contains(.ready))
    let second = bytes {
      $0.send(ready)
      $0.send(ready)
    }.dropFirst(damaged.count)
    let third = bytes {
      $0.send(ready)
      $0.send(ready)
      $0.send(ready)
    }.dropFirst(damaged.count * 2)
    #expect(GuestRecords().take(Array(second + third)) == [.ready, .ready])
    let first = bytes { $0.send(ready) }
    let found = GuestRecords().take(first + third)
    #expect(found.last == .recordsDamaged(reason: "the record stream has 1 records missing"))
  }

  @Test func `reports a record that was cut off at the end`() {
    let records = GuestRecords()
    #expect(records.take(Array(bytes { $0.send(ready) }.dropLast())).isEmpty)
    #expect(records.finish().count == 1)
  }
}
