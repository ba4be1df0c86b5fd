internal import CZlib

/// Makes the chunks of a recording's file.
struct RecordingEncoder {
  private var payload = ByteWriter(capacity: 4096)

  /// The bytes that begin a file.
  static var fileHeader: [UInt8] {
    var writer = ByteWriter()
    writer.add(RecordingFormat.magic)
    writer.add(littleEndian: RecordingFormat.version)
    writer.add(littleEndian: UInt16(0))
    return writer.bytes
  }

  /// The chunk that begins a session.
  mutating func header(_ header: RecordingHeader) -> [UInt8] {
    payload.clear()
    payload.add(counted: header.machine)
    payload.add(counted: header.image)
    payload.add(counted: header.buildIdentity)
    payload.add(counted: header.source.origin)
    payload.add(counted: header.source.mode)
    payload.add(littleEndian: header.source.rate.bitPattern)
    payload.add(header.source.isJittered ? 1 : 0)
    payload.add(varint: header.startTime)
    return chunk(.header)
  }

  /// A chunk of stacks.
  mutating func stacks(_ table: StackTable, _ range: Range<Int>) -> [UInt8] {
    payload.clear()
    payload.add(varint: UInt64(range.count))
    for index in range {
      let stack = table[index]
      payload.add(varint: UInt64(stack.count))
      var last: UInt64 = 0
      for address in stack {
        payload.add(zigzag: Int64(bitPattern: address &- last))
        last = address
      }
    }
    return chunk(.stacks)
  }

  /// A chunk of samples.
  mutating func samples(_ entries: some Collection<Recording.Entry>) -> [UInt8] {
    payload.clear()
    payload.add(varint: UInt64(entries.count))
    var last: UInt64 = 0
    for entry in entries {
      payload.add(zigzag: Int64(bitPattern: entry.time &- last))
      last = entry.time
      payload.add(varint: entry.weight)
      payload.add(entry.kind.rawValue | entry.context.rawValue << 4)
      payload.add(entry.ending.rawValue | entry.remarks.rawValue << 4)
      payload.add(varint: UInt64(entry.interruptFrameCount))
      payload.add(varint: entry.label)
      payload.add(varint: UInt64(entry.stack))
      if entry.kind.hasName { payload.add(varint: UInt64(entry.name)) }
    }
    return chunk(.samples)
  }

  /// A chunk of names.
  mutating func names(_ names: some Collection<String>) -> [UInt8] {
    payload.clear()
    payload.add(varint: UInt64(names.count))
    for name in names { payload.add(counted: name) }
    return chunk(.names)
  }

  /// The chunk that accounts for a session's samples.
  mutating func account(_ account: SampleAccount) -> [UInt8] {
    payload.clear()
    for count in [account.firedCount, account.recordedCount, account.duration] {
      payload.add(varint: count)
    }
    payload.add(varint: UInt64(account.dropped.count))
    for entry in account.dropped {
      payload.add(counted: entry.reason)
      payload.add(varint: entry.count)
    }
    payload.add(account.cost == nil ? 0 : 1)
    if let cost = account.cost {
      for value in [cost.minimum, cost.mean, cost.percentile99] { payload.add(varint: value) }
    }
    payload.add(varint: UInt64(account.checks.count))
    for check in account.checks {
      payload.add(counted: check.claim)
      payload.add(varint: check.count)
    }
    return chunk(.account)
  }

  /// The chunk that says what labels mean.
  mutating func labels(_ labels: [UInt64: String]) -> [UInt8] {
    payload.clear()
    payload.add(varint: UInt64(labels.count))
    for (label, text) in labels.sorted(by: { $0.key < $1.key }) {
      payload.add(varint: label)
      payload.add(counted: text)
    }
    return chunk(.labels)
  }

  /// The chunk that ends a session.
  mutating func end() -> [UInt8] {
    payload.clear()
    return chunk(.end)
  }

  private func chunk(_ kind: RecordingFormat.Chunk) -> [UInt8] {
    var writer = ByteWriter(capacity: payload.count + RecordingFormat.chunkOverhead)
    writer.add(kind.rawValue)
    writer.add(littleEndian: UInt32(payload.count))
    writer.add(payload.bytes)
    writer.add(littleEndian: checksum(writer.bytes[...]))
    return writer.bytes
  }
}

/// The CRC-32 of bytes, as gzip has it.
func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  bytes.withUnsafeBytes { buffer in
    let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    return UInt32(truncatingIfNeeded: crc32(0, start, UInt32(buffer.count)))
  }
}

extension Recording {
  /// The recording as a file of one session.
  public var fileBytes: [UInt8] {
    var encoder = RecordingEncoder()
    var bytes = RecordingEncoder.fileHeader + encoder.header(header)
    bytes += encoder.stacks(stacks, 0..<stacks.count)
    if names.count > 1 { bytes += encoder.names(names.dropFirst()) }
    bytes += encoder.samples(entries)
    if !labels.isEmpty { bytes += encoder.labels(labels) }
    if let account { bytes += encoder.account(account) }
    return isCutShort ? bytes : bytes + encoder.end()
  }
}
