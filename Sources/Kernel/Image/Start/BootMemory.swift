internal import Boot
internal import Core

/// What the boot loader left in memory, read where it lies.
struct BootMemory {
  /// Where everything lies.
  let information: BootInformation
  /// Addresses of the command line, without the zero that ends it.
  private let commandLineRange: Range<UInt64>

  /// Finds the information; panics if there is none.
  init() {
    guard let information = Self.find() else {
      panic("the boot loader left no information that makes sense", boot_start_info)
    }
    self.information = information
    commandLineRange = Self.text(information.commandLine)
  }

  /// The memory map.
  var map: MemoryMap {
    @_lifetime(immortal)
    get {
      let range = information.memoryMap
      let map = MemoryMap(Self.span(range), entryByteCount: information.entryByteCount)
      // Safe: nobody gets the memory before the map has been used for the last time.
      return unsafe _overrideLifetime(map, copying: ())
    }
  }

  /// What must not be overwritten before it is read.
  var taken: TakenRanges {
    var taken = TakenRanges()
    taken.insert(information.memoryMap)
    taken.insert(commandLineRange)
    taken.insert(information.kept)
    return taken
  }

  /// The command line; needs the heap.
  func commandLine() -> CommandLine {
    let text = Self.span(commandLineRange)
    // Safe: the bytes are there, and are copied.
    return CommandLine(unsafe text.withUnsafeBytes { unsafe Array($0) })
  }

  private static func find() -> BootInformation? {
    let address = boot_start_info
    // The entry code stores 32 bits; what is at address 0 is no information.
    guard address > 0, address < 1 << 32 - UInt64(MultibootInfo.maximumByteCount) else {
      return nil
    }
    guard UInt32(truncatingIfNeeded: boot_magic) == BootInformation.multibootMagic else {
      return StartInfo(span(address..<address + UInt64(StartInfo.byteCount)))
        .flatMap { BootInformation($0) }
    }
    let header = span(address..<address + UInt64(MultibootInfo.headerByteCount))
    guard let byteCount = MultibootInfo.byteCount(header) else { return nil }
    let info = MultibootInfo(span(address..<address + UInt64(byteCount)))
    guard let info else { return nil }
    return BootInformation(info, at: address)
  }

  /// The part of a range before its first zero byte.
  private static func text(_ range: Range<UInt64>) -> Range<UInt64> {
    let bytes = span(range)
    var count = 0
    // Safe: the offset is below the number of bytes.
    while count < bytes.byteCount,
      unsafe bytes.unsafeLoad(fromByteOffset: count, as: UInt8.self) != 0
    {
      count += 1
    }
    return range.lowerBound..<range.lowerBound + UInt64(count)
  }

  /// Bytes at physical addresses, for as long as they are nobody else's.
  @_lifetime(immortal)
  private static func span(_ range: Range<UInt64>) -> RawSpan {
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: UInt(range.lowerBound)) else {
      return RawSpan()
    }
    // Safe: the boot loader vouches for the bytes; the first 4 GiB are mapped onto themselves.
    return unsafe _overrideLifetime(
      RawSpan(_unsafeStart: pointer, byteCount: range.count), copying: ())
  }
}
