/// Writes records, each in its frame, to a sink that it owns.
///
/// Keeps nothing but the sequence number and a running checksum: a panic that cuts a record in two
/// can start an encoder of its own over the same port, and the host finds its frame.
public struct RecordEncoder<Sink: ByteSink & ~Copyable>: ~Copyable {
  /// Where the bytes go.
  public var sink: Sink
  /// Sequence number of the next record.
  public private(set) var sequence: UInt32
  private var checksum = CRC32C()
  /// Whether a record has been begun and not ended: an interrupt handler must not send one then.
  public private(set) var isSending = false
  /// Bytes counted so far while a record is only measured; nil while bytes are sent.
  private var measuredByteCount: Int?

  /// Makes an encoder.
  ///
  /// - Parameters:
  ///   - sink: Where the bytes go.
  ///   - sequence: Number of the first record; 0 for a guest that starts.
  public init(sink: consuming Sink, sequence: UInt32 = 0) {
    self.sink = sink
    self.sequence = sequence
  }

  /// Writes a record.
  ///
  /// - Parameters:
  ///   - record: The record.
  ///   - flags: What holds for it.
  ///   - kind: What it is about, if that is not what such a record usually is about.
  public mutating func send<Value: Record>(
    _ record: Value, flags: RecordFlags = .none, as kind: RecordKind = Value.kind
  ) {
    isSending = true
    // Measured by writing it to the encoder, too, and not to a sink that counts: there is one
    // version of the record's code in the image then.
    measuredByteCount = 0
    record.write(to: &self)
    let byteCount = measuredByteCount.take() ?? 0
    begin(kind: kind, flags: flags, payloadByteCount: byteCount)
    record.write(to: &self)
    end()
  }

  /// Writes a record of any kind from the bytes of its payload.
  ///
  /// - Parameters:
  ///   - kind: What the record is about.
  ///   - flags: What holds for it.
  ///   - payload: At most 8192 bytes.
  /// - Precondition: The payload is not too large.
  public mutating func send(
    kind: RecordKind, flags: RecordFlags = .none, payload: borrowing RawSpan
  ) {
    begin(kind: kind, flags: flags, payloadByteCount: payload.byteCount)
    write(payload)
    end()
  }

  /// Writes a record of any kind whose payload a closure writes.
  ///
  /// - Parameters:
  ///   - kind: What the record is about.
  ///   - flags: What holds for it.
  ///   - byteCount: Bytes of its payload, at most 8192.
  ///   - body: Writes as many bytes.
  /// - Precondition: The payload is not too large.
  @inline(__always)
  public mutating func send(
    kind: RecordKind, flags: RecordFlags = .none, byteCount: Int, _ body: (inout Self) -> Void
  ) {
    begin(kind: kind, flags: flags, payloadByteCount: byteCount)
    body(&self)
    end()
  }

  private mutating func begin(kind: RecordKind, flags: RecordFlags, payloadByteCount: Int) {
    precondition(payloadByteCount <= RecordFrame.maximumPayloadByteCount, "record too large")
    isSending = true
    let synchronisation = RecordFrame.synchronisation
    for index in synchronisation.indices {
      sink.write(synchronisation[index])
    }
    checksum = CRC32C()
    write(kind.rawValue)
    write(flags.rawValue)
    write(littleEndian: UInt16(payloadByteCount))
    write(littleEndian: sequence)
  }

  private mutating func end() {
    sink.write(littleEndian: checksum.value)
    sequence &+= 1
    isSending = false
  }
}

/// Takes the bytes that the checksum covers.
extension RecordEncoder: ByteSink where Sink: ~Copyable {
  // Not inlined: a byte takes the port longer than the call, and many places write one.
  @inline(never)
  public mutating func write(_ byte: UInt8) {
    if let count = measuredByteCount {
      measuredByteCount = count &+ 1
      return
    }
    checksum.add(byte)
    sink.write(byte)
  }
}
