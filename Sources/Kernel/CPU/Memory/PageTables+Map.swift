internal import CInstructions

extension PageTables {
  /// What lies at addresses.
  public enum Content {
    /// Memory, which the processor may cache.
    case memory
    /// Registers, whose accesses all go to the device.
    case device
  }

  /// Maps addresses onto themselves, to be read and written, besides what is mapped already.
  ///
  /// Memory takes pages of 1 GiB if the processor has them, all else pages of 2 MiB: what is mapped
  /// may begin earlier and end later than the range. Below 4 GiB everything is mapped already, and
  /// only loses the right to be cached where devices are.
  ///
  /// Source: Intel SDM volume 3, sections 4.5 and 4.9.
  ///
  /// - Parameters:
  ///   - range: The addresses.
  ///   - content: What lies there.
  ///   - makeTable: Gives the address of a zeroed, mapped page for a table; nil if it cannot.
  /// - Returns: False if a table could not be had, or the processor has no such addresses.
  public static func map(
    _ range: Range<UInt64>, _ content: Content, makeTable: () -> UInt64?
  ) -> Bool {
    guard !range.isEmpty, range.upperBound <= addressEnd else { return range.isEmpty }
    let hasLargest = content == .memory && hasLargestPages
    let step: UInt64 = hasLargest ? 1 << 30 : 1 << 21
    var address = range.lowerBound & ~(step - 1)
    while address < range.upperBound {
      let map = cpu_read_cr3() & Entry.address
      guard let pointers = table(below: map, address >> 39, makeTable) else { return false }
      if hasLargest {
        set(pointers, address >> 30, address, content)
      } else if let directory = table(below: pointers, address >> 30, makeTable) {
        set(directory, address >> 21, address, content)
      } else if content == .device || entry(pointers, address >> 30) & Entry.large == 0 {
        // In a page of 1 GiB there is memory, too, which must stay cached.
        return false
      }
      address += step
    }
    cpu_write_cr3(cpu_read_cr3())
    return true
  }

  /// The first address that page maps of four levels, or this processor, do not reach.
  private static var addressEnd: UInt64 {
    guard cpu_identify(0x8000_0000, 0).eax >= 0x8000_0008 else { return 1 << 36 }
    return 1 << UInt64(min(cpu_identify(0x8000_0008, 0).eax & 0xff, 47))
  }

  /// Whether the processor has pages of 1 GiB.
  private static var hasLargestPages: Bool {
    cpu_identify(0x8000_0000, 0).eax >= 0x8000_0001
      && cpu_identify(0x8000_0001, 0).edx & 1 << 26 != 0
  }

  /// The table that an entry of another leads to, made if there is none.
  ///
  /// - Returns: Nil if it cannot be made, or the entry is that of a page.
  @inline(never)
  private static func table(
    below table: UInt64, _ index: UInt64, _ makeTable: () -> UInt64?
  ) -> UInt64? {
    let value = entry(table, index)
    if value & Entry.present != 0 {
      return value & Entry.large == 0 ? value & Entry.address : nil
    }
    guard let made = makeTable() else { return nil }
    setEntry(table, index, made | Entry.present | Entry.writable)
    return made
  }

  /// Makes an entry one of a large page; one that is there can only lose the right to be cached.
  @inline(never)
  private static func set(
    _ table: UInt64, _ index: UInt64, _ address: UInt64, _ content: Content
  ) {
    let caching = content == .device ? Entry.uncached : 0
    let value = entry(table, index)
    if value & Entry.present == 0 {
      let access = Entry.present | Entry.writable | Entry.large | Entry.noExecute
      setEntry(table, index, address | access | caching)
    } else if value & Entry.large != 0 {
      setEntry(table, index, value | caching)
    }
  }

  static func entry(_ table: UInt64, _ index: UInt64) -> UInt64 {
    // Safe: tables have 512 entries and are mapped onto themselves.
    unsafe pointer(table)[Int(index & 511)]
  }

  private static func setEntry(_ table: UInt64, _ index: UInt64, _ value: UInt64) {
    // Safe: as for reading; nobody else writes tables.
    unsafe pointer(table)[Int(index & 511)] = value
  }

  private static func pointer(_ table: UInt64) -> UnsafeMutablePointer<UInt64> {
    // Safe: no table is at address 0.
    unsafe UnsafeMutablePointer(bitPattern: UInt(table)).unsafelyUnwrapped
  }
}
