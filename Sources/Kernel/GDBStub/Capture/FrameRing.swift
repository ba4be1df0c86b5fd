internal import Telemetry

/// The last frames that passed, in memory of a fixed size; whoever reads them gets a file of the
/// kind pcap, with nanoseconds.
///
/// Each lies there as in the file:
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 4 | seconds |
/// | 4 | 4 | nanoseconds of the second |
/// | 8 | 4 | how many bytes were kept, n |
/// | 12 | 4 | how many the frame had |
/// | 16 | n | the first bytes of the frame |
///
/// Source: draft-ietf-opsawg-pcap, "PCAP Capture File Format".
public struct FrameRing {
  private let bytes: ByteBuffer
  /// Where the oldest frame begins and the last one ends, of all bytes that were ever written.
  private var (start, end) = (0, 0)
  /// How many frames were added.
  public private(set) var count = 0

  private static var headerByteCount: Int { 16 }

  /// Takes memory; there is no frame yet.
  public init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// Adds a frame, over the oldest ones if there is no room.
  ///
  /// - Parameters:
  ///   - frame: Its first bytes.
  ///   - byteCount: How many there were.
  ///   - nanoseconds: When.
  @inline(never)
  public mutating func append(_ frame: ByteBuffer, byteCount: Int, nanoseconds: UInt64) {
    let needed = Self.headerByteCount &+ frame.count
    guard needed <= bytes.count else { return }
    while end &+ needed &- start > bytes.count {
      var (kept, place): (Int, Int) = (0, 12)
      while place > 8 {
        place &-= 1
        kept = kept << 8 | Int(bytes[self.place(of: start &+ place)])
      }
      start &+= Self.headerByteCount &+ kept
    }
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    store(seconds)
    store(rest)
    store(UInt64(truncatingIfNeeded: frame.count))
    store(UInt64(truncatingIfNeeded: byteCount))
    var index = 0
    while index < frame.count {
      store(frame[index])
      index &+= 1
    }
    count &+= 1
  }

  /// Writes what there is as a file.
  public func write<Line: DebugLine>(to output: inout Reply<Line>) {
    // The magic number, version 2.4, two words of nothing, any length, Ethernet.
    output.write(littleEndian: 0xa1b2_3c4d as UInt32)
    output.write(littleEndian: 0x0004_0002 as UInt32)
    output.write(littleEndian: 0 as UInt32)
    output.write(littleEndian: 0 as UInt32)
    output.write(littleEndian: 0xffff as UInt32)
    output.write(littleEndian: 1 as UInt32)
    var position = start
    while position < end {
      output.write(bytes[place(of: position)])
      position &+= 1
    }
  }

  @inline(never)
  private mutating func store(_ number: UInt64) {
    var (rest, left) = (number, 4)
    while left > 0 {
      store(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
      left &-= 1
    }
  }

  @inline(never)
  private mutating func store(_ byte: UInt8) {
    bytes[place(of: end)] = byte
    end &+= 1
  }

  /// Where a byte lies, of all bytes that were ever written.
  @inline(never)
  private func place(of position: Int) -> Int {
    let place = UInt(bitPattern: position) % max(UInt(bitPattern: bytes.count), 1)
    return Int(bitPattern: place)
  }
}
