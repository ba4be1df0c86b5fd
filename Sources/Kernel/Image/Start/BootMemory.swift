internal import Boot
internal import Core
internal import Telemetry

/// What the boot loader says of memory and of the command line, read where it lies.
struct BootMemory {
  private let info: StartInfo

  /// Reads the start info; panics if there is none.
  init() {
    // Safe: the entry code stored the address; the first 4 GiB are mapped onto themselves.
    guard let info = StartInfo(Self.span(boot_start_info, StartInfo.byteCount)) else {
      panic("the boot loader left no start info", boot_start_info)
    }
    self.info = info
  }

  /// The first address above all usable memory below 4 GiB.
  var end: UInt64 {
    var end: UInt64 = 0
    forEachUsable { _, last in end = max(end, last) }
    return end
  }

  /// Size of the usable memory, in bytes.
  var usableByteCount: UInt64 {
    var sum: UInt64 = 0
    forEachUsable { start, end in sum += end - start }
    return sum
  }

  /// Visits the ranges of usable memory below 4 GiB.
  func forEachUsable(_ body: (_ start: UInt64, _ end: UInt64) -> Void) {
    for index in 0..<min(info.memoryMapCount, 64) {
      let address = info.memoryMapAddress + UInt64(index * MemoryMapEntry.byteCount)
      // Safe: the boot loader vouches for its memory map.
      let entry = MemoryMapEntry(Self.span(address, MemoryMapEntry.byteCount))
      let end = min(entry.end, 1 << 32)
      if entry.isUsable, end > entry.start { body(entry.start, end) }
    }
  }

  /// Where ACPI's root pointer is; nil if the boot loader does not say.
  var rootPointerAddress: UInt64? { info.rsdpAddress == 0 ? nil : info.rsdpAddress }

  /// The command line; needs the heap.
  func commandLine() -> CommandLine {
    var bytes: [UInt8] = []
    let start = UInt(info.commandLineAddress)
    // Safe: the boot loader ends the text with a zero; the limit guards against one that does not.
    if let text = unsafe UnsafePointer<UInt8>(bitPattern: start) {
      while bytes.count < 4096, unsafe text[bytes.count] != 0 {
        unsafe bytes.append(text[bytes.count])
      }
    }
    return CommandLine(bytes)
  }

  /// Bytes at a physical address.
  @_lifetime(immortal)
  private static func span(_ address: UInt64, _ byteCount: Int) -> RawSpan {
    // Safe: the caller vouches for the bytes; nothing is at address 0.
    let pointer = unsafe UnsafeRawPointer(bitPattern: UInt(address))
    return unsafe _overrideLifetime(
      RawSpan(_unsafeStart: pointer.unsafelyUnwrapped, byteCount: byteCount), copying: ())
  }
}
