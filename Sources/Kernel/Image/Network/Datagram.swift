public import Wire

/// A datagram that a socket received.
public struct Datagram: Sendable {
  /// Who sent it.
  public let source: Endpoint
  /// What it carries.
  public let payload: [UInt8]

  /// The payload, to be read in place.
  public var bytes: RawSpan {
    @inline(__always)
    @_lifetime(borrow self)
    get {
      // Safe: any byte is a valid byte; the span ends with the datagram.
      unsafe payload.span.bytes
    }
  }

  /// Copies a payload.
  @inline(__always)
  init(source: Endpoint, payload bytes: RawSpan) {
    self.source = source
    // Safe: the buffer has room for as many bytes.
    payload = unsafe .init(unsafeUninitializedCapacity: bytes.byteCount) { buffer, count in
      unsafe bytes.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
      }
      count = bytes.byteCount
    }
  }
}
