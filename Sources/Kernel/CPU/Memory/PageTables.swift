internal import CInstructions

/// The page tables, refined from what the entry code made: the first 4 GiB onto itself.
///
/// The first 4 MiB, where the image lies, are cut into pages of 4 KiB with their own protection;
/// everything else stays in pages of 2 MiB that hold data.
///
/// Source: Intel SDM volume 3, section 4.5.
@safe
public struct PageTables {
  /// What code may do with a page.
  public enum Access {
    /// Not even read.
    case none
    /// Read only.
    case read
    /// Read and execute.
    case execute
    /// Read and write.
    case write
  }

  /// Bytes that are mapped in pages of 4 KiB, from address 0.
  public static var fineByteCount: UInt64 { 4 << 20 }

  private let directories: UnsafeMutablePointer<UInt64>
  private let tables: UnsafeMutablePointer<UInt64>

  /// Takes the tables and cuts the first 4 MiB into small pages; all of memory becomes data.
  ///
  /// - Parameters:
  ///   - directories: The four page directories that map the first 4 GiB.
  ///   - tables: Two page tables that are not in use.
  public init(
    unsafeDirectories directories: UnsafeMutablePointer<UInt64>,
    unsafeTables tables: UnsafeMutablePointer<UInt64>
  ) {
    unsafe self.directories = directories
    unsafe self.tables = tables
    protect(0..<Self.fineByteCount, .write)
  }

  /// Sets what code may do with a range of the first 4 MiB.
  ///
  /// - Parameters:
  ///   - range: Addresses, multiples of 4096; what lies above 4 MiB is ignored.
  ///   - access: What is allowed.
  public func protect(_ range: Range<UInt64>, _ access: Access) {
    let bits: UInt64 =
      switch access {
      case .none: 0
      case .read: Entry.present | Entry.noExecute
      case .execute: Entry.present
      case .write: Entry.present | Entry.writable | Entry.noExecute
      }
    var address = range.lowerBound & ~0xfff
    while address < min(range.upperBound, Self.fineByteCount) {
      // Safe: the address is below 4 MiB.
      unsafe tables[Int(address >> 12)] = address | bits
      address += 4096
    }
  }

  /// Puts the tables into force and forgets old translations.
  ///
  /// Memory above 4 MiB loses the right to execute: the linker script keeps code below.
  ///
  /// - Parameters:
  ///   - constants: First address of what can only be read, above all that is written.
  ///   - constantsEnd: Address just above that; a multiple of 2 MiB if above 4 MiB.
  public func activate(constants: UInt64, constantsEnd: UInt64) {
    for index in 2..<2048 {
      unsafe directories[index] |= Entry.noExecute
      if UInt64(index) << 21 &- constants < constantsEnd &- constants {
        unsafe directories[index] &= ~Entry.writable
      }
    }
    let base = UInt64(UInt(bitPattern: unsafe tables))
    unsafe directories[0] = base | Entry.present | Entry.writable
    unsafe directories[1] = (base + 4096) | Entry.present | Entry.writable
    forgetTranslations()
  }

  /// Takes page 0 away, so that no null pointer leads anywhere; in force at once.
  public func forbidPageZero() {
    // Safe: two tables have 1024 entries.
    unsafe tables[0] = 0
    forgetTranslations()
  }

  /// Makes the processor read the tables again.
  private func forgetTranslations() {
    cpu_write_cr3(cpu_read_cr3())
  }

  /// Bits of an entry, of whatever level.
  enum Entry {
    static var present: UInt64 { 1 << 0 }
    static var writable: UInt64 { 1 << 1 }
    /// Write-through and cache-disable: nothing is cached.
    static var uncached: UInt64 { 3 << 3 }
    /// The entry is that of a page, above the last level.
    static var large: UInt64 { 1 << 7 }
    static var noExecute: UInt64 { 1 << 63 }
    /// The bits that hold an address.
    static var address: UInt64 { 0xf_ffff_ffff_f000 }
  }
}
