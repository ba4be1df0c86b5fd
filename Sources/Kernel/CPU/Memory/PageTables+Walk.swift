internal import CInstructions

extension PageTables {
  /// Where an address leads, by the tables in force.
  ///
  /// Source: Intel SDM volume 3, section 4.5.4.
  ///
  /// - Returns: The physical address; nil if nothing is mapped, or it is a device's.
  public static func physicalAddress(of address: UInt64) -> UInt64? {
    // What is mapped has the same highest bits throughout.
    let highest = Int64(bitPattern: address) >> 47
    guard highest == 0 || highest == -1 else { return nil }
    var table = cpu_read_cr3() & Entry.address
    var shift: UInt64 = 39
    while true {
      let entry = entry(table, address >> shift)
      guard entry & Entry.present != 0 else { return nil }
      if shift == 12 || (entry & Entry.large != 0 && shift < 39) {
        guard entry & Entry.uncached == 0 else { return nil }
        let mask = (1 << shift) - 1 as UInt64
        return entry & Entry.address & ~mask | address & mask
      }
      table = entry & Entry.address
      shift -= 9
    }
  }
}
