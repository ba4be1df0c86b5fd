internal import Boot
internal import Core
internal import CPU
internal import Hardware

/// Gives the heap all memory that the boot loader names and that belongs to nobody.
///
/// What the boot loader left may lie anywhere: it is read before its memory is given away.
enum MemoryStart {
  /// Starts the heap and reads the command line.
  ///
  /// - Returns: Size of the usable memory, in bytes.
  static func run() -> UInt64 {
    let boot = BootMemory()
    unsafe bootInformation = boot.information
    let map = boot.map
    var taken = boot.taken
    taken.insert(0..<address_of_image_end())
    startHeap(map, &taken)
    // The last page below 4 GiB is left out, so that what comes above does not touch.
    give(map, in: 0..<mappedEnd - 4096, except: taken)
    unsafe commandLine = boot.commandLine()
    // What lies below the image, where boot loaders like to leave their information.
    var kept = TakenRanges()
    kept.insert(boot.information.kept)
    give(map, in: 4096..<address_of_image_start(), except: kept)
    give(map, in: mappedEnd..<highEnd, except: kept)
    return map.usableByteCount
  }

  /// Makes a heap that has no memory yet.
  ///
  /// The allocator's table goes where it fits first. If it fits nowhere, memory is cut.
  private static func startHeap(_ map: borrowing MemoryMap, _ taken: inout TakenRanges) {
    var pageCount = Int(min(map.end, highEnd) >> 12)
    var place: Range<UInt64>?
    while place == nil {
      guard pageCount > 0 else { panic("there is no memory above the image") }
      place = map.freePages(
        byteCount: PageAllocator.tableByteCount(pageCount: pageCount), in: 0..<mappedEnd,
        except: taken)
      if place == nil { pageCount /= 2 }
    }
    guard let place, let table = unsafe UnsafeMutableRawPointer(bitPattern: UInt(place.lowerBound))
    else { return }
    taken.insert(place)
    // Safe: the entry code reserves the bytes for the heap's own state.
    let state = unsafe UnsafeMutableRawPointer(bitPattern: UInt(address_of_kernel_heap()))
      .unsafelyUnwrapped.bindMemory(to: KernelHeap.self, capacity: 1)
    // Safe: the table's memory belongs to nobody else from here on.
    unsafe state.initialize(to: KernelHeap(PageAllocator(unsafeTable: table, pageCount: pageCount)))
    unsafe heap = unsafe state
    // Safe: the heap stays where it is.
    unsafe state.pointee.withBlockCounts { first, count, stride in
      unsafe CounterGroups.add(
        "heap class #", first, count: count, stride: stride, valueByteCount: 4)
      unsafe CounterGroups.add(
        "heap class peak #", first + 4, count: count, stride: stride, valueByteCount: 4)
    }
  }

  /// Gives free memory to the heap, mapped if it is not; what cannot be mapped is left out.
  private static func give(
    _ memory: borrowing MemoryMap, in bounds: Range<UInt64>, except taken: borrowing TakenRanges
  ) {
    memory.forEachFreePages(in: bounds, except: taken) { pages in
      let (start, end) = (UInt64(pages.lowerBound) << 12, UInt64(pages.upperBound) << 12)
      guard end <= mappedEnd || map(start..<end, .memory) else { return }
      unsafe heap?.pointee.addPages(pages)
    }
  }

  /// The entry code maps the addresses below this one.
  private static var mappedEnd: UInt64 { 1 << 32 }
  /// Memory from this address on is not used: 1 TiB.
  private static var highEnd: UInt64 { 1 << 40 }
}

/// Gives access to a device's registers, wherever they are.
///
/// - Parameters:
///   - address: Where they start.
///   - byteCount: Their size.
/// - Returns: Nil if they cannot be mapped.
func mapDevice(_ address: PhysicalAddress, _ byteCount: Int) -> MappedRegisters? {
  let (end, overflow) = address.rawValue.addingReportingOverflow(UInt64(byteCount))
  guard !overflow, byteCount > 0, map(address.rawValue..<end, .device) else { return nil }
  // Safe: the registers are mapped onto themselves for ever.
  return unsafe MappedRegisters(
    unsafeBase: VirtualAddress(rawValue: address.rawValue), byteCount: byteCount)
}

/// Maps addresses onto themselves, with tables from the heap; false if there is no memory for them.
@inline(never)
private func map(_ range: Range<UInt64>, _ content: PageTables.Content) -> Bool {
  PageTables.map(range, content) {
    // Safe: one core; the page belongs to nobody else from here on.
    guard let address = unsafe heap?.pointee.allocate(4096, alignment: 4096) else { return nil }
    unsafe UnsafeMutableRawPointer(bitPattern: address)?
      .initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
    return UInt64(address)
  }
}
