internal import Boot
internal import Core
internal import CPU
internal import GDBStub

/// Memory as the stub reaches it: never by an access that could fault, never a device's.
enum DebuggerMemory {
  /// The addresses of code.
  static var code: Range<UInt64> {
    // Safe: the linker puts the end behind the start.
    unsafe Range(uncheckedBounds: (address_of_image_start(), address_of_text_end()))
  }

  /// The ranges of memory; what lies between them belongs to devices or to nobody.
  ///
  /// A machine with more memory than fits below the devices has at least 2 GiB there.
  @inline(never)
  static func ranges(_ index: Int) -> Range<UInt64> {
    let end = max(unsafe heap?.pointee.pages.endAddress ?? 0, address_of_image_end())
    // Page 0 is mapped nowhere. Safe, both: the image ends above the first 1 MiB, and 4 GiB are
    // less than the end.
    switch index {
    case 0: return 0x1000..<0xa0000
    case 1: return unsafe Range(uncheckedBounds: (0x10_0000, end <= 1 << 32 ? end : 1 << 31))
    default: return end <= 1 << 32 ? 0..<0 : unsafe Range(uncheckedBounds: (1 << 32, end))
    }
  }

  /// Copies bytes from memory, up to the first that is not there.
  @inline(never)
  static func read(_ address: UInt64, into buffer: ByteBuffer) -> Int {
    var count = 0
    while count < buffer.count {
      // What comes after the last address of all is page 0, which is never mapped.
      let place = address &+ UInt64(truncatingIfNeeded: count)
      guard isMemory(place) else { break }
      let piece = min(buffer.count &- count, Int(truncatingIfNeeded: 4096 &- place & 4095))
      // Safe: the page is mapped, and is memory.
      unsafe buffer.part(count, count &+ piece).copy(bytes(at: place, piece))
      count &+= piece
    }
    return count
  }

  /// Changes memory; protection against writing does not count, as for the entries of the stub.
  @inline(never)
  static func write(_ bytes: ByteBuffer, to address: UInt64) -> Bool {
    var page = address & ~4095
    let end = address &+ UInt64(truncatingIfNeeded: bytes.count)
    guard end >= address else { return false }
    while page < end {
      guard isMemory(page) else { return false }
      page &+= 4096
    }
    // Safe: all pages are mapped, and are memory.
    unsafe self.bytes(at: address, bytes.count).copy(bytes)
    return true
  }

  /// Whether an address is mapped, and memory is there.
  @inline(never)
  static func isMemory(_ address: UInt64) -> Bool {
    guard let physical = PageTables.physicalAddress(of: address) else { return false }
    var index = 0
    while index < 3 {
      if ranges(index).contains(physical) { return true }
      index &+= 1
    }
    return false
  }

  /// Bytes of memory, which the caller knows to be there.
  @unsafe static func bytes(at address: UInt64, _ count: Int) -> ByteBuffer {
    // Address 0 is never mapped.
    unsafe ByteBuffer(
      unsafeBase: UnsafeMutablePointer(bitPattern: UInt(address)).unsafelyUnwrapped, count: count)
  }
}
