public import Wire

/// A datagram that a socket received.
public struct Datagram: Sendable {
  /// The address of who sent it, the port, and the interface by which it came, in 32, 16 and 16
  /// bits: one word is carried about in fewer instructions than its parts.
  private let origin: UInt64
  /// What it carries.
  public let payload: [UInt8]

  /// Who sent it.
  public var source: Endpoint {
    @inline(__always) get {
      Endpoint(
        address: IPv4Address(rawValue: UInt32(truncatingIfNeeded: origin >> 32)),
        port: Port(rawValue: UInt16(truncatingIfNeeded: origin >> 16)))
    }
  }

  /// The number of the interface by which it came.
  public var interface: Int {
    @inline(__always) get { Int(origin & 0xffff) }
  }

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
  init(source: Endpoint, interface: Int, payload bytes: RawSpan) {
    origin =
      UInt64(source.address.rawValue) << 32 | UInt64(source.port.rawValue) << 16
      | UInt64(truncatingIfNeeded: interface)
    // Safe: the buffer has room for as many bytes.
    payload = unsafe .init(unsafeUninitializedCapacity: bytes.byteCount) { buffer, count in
      unsafe bytes.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
      }
      count = bytes.byteCount
    }
  }
}
