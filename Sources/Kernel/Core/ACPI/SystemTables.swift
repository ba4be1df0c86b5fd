public import Hardware

/// The tables by which firmware describes a machine.
///
/// Everything is read where it lies, when it is asked for, and believed only as far as sums and
/// lengths bear it out. Nothing that the tables may contain makes a reader look elsewhere than the
/// memory allows, or go on for ever.
///
/// Source: ACPI 6.5, section 5.2.
public struct SystemTables<Memory: PhysicalMemory> {
  private let memory: Memory
  private let root: RootPointer

  /// Finds the tables; nil if there is no root pointer, there or where a BIOS leaves it.
  ///
  /// - Parameters:
  ///   - memory: Where they lie.
  ///   - address: Where the boot loader says that the root pointer is; nil if it says nothing.
  public init?(in memory: Memory, rootPointerAt address: UInt64? = nil) {
    guard
      let root = address.flatMap({ RootPointer(at: $0, in: memory) })
        ?? RootPointer.find(in: memory)
    else { return nil }
    self.memory = memory
    self.root = root
  }

  /// Hands over the first table of a kind.
  ///
  /// - Returns: What the closure returned; nil if there is no such table that is whole.
  public func withTable<Result>(
    _ signature: TableSignature, _ body: (RawSpan) -> Result?
  ) -> Result? {
    let width = root.hasWideEntries ? 8 : 4
    let kind: TableSignature = root.hasWideEntries ? .extendedRoot : .root
    return withTable(at: root.rootAddress, kind) { list in
      let count = min((list.byteCount - Self.headerByteCount) / width, Self.maximumCount)
      for index in 0..<count {
        let offset = Self.headerByteCount + index * width
        let address: UInt64 =
          width == 8
          ? list.littleEndian(at: offset) : UInt64(list.littleEndian(at: offset, as: UInt32.self))
        if let result = withTable(at: address, signature, body) { return result }
      }
      return nil
    }
  }

  /// The fixed description table: how to switch the machine off.
  public var fixed: FixedTable? { withTable(.fixed) { FixedTable($0) } }

  /// What the machine's registers call the state of being off; nil if the tables do not say.
  public var offState: SleepType? {
    guard let fixed else { return nil }
    return withTable(at: fixed.differentiatedTable, .differentiated) { SleepType(in: $0) }
  }

  /// The processors and interrupt controllers.
  public var interruptControllers: InterruptControllerTable? {
    withTable(.interruptControllers) { InterruptControllerTable($0) }
  }

  /// Address of the high-precision event timer's registers; nil if the machine has none.
  public var eventTimerAddress: UInt64? {
    withTable(.eventTimer) { EventTimerTable.address($0) }
  }

  /// Hands over the table at an address, if it is of a kind and whole.
  private func withTable<Result>(
    at address: UInt64, _ signature: TableSignature, _ body: (RawSpan) -> Result?
  ) -> Result? {
    let byteCount = memory.withBytes(at: address, count: Self.headerByteCount) { header -> Int? in
      guard header.littleEndian(at: 0, as: UInt32.self) == signature.rawValue else { return nil }
      return Int(header.littleEndian(at: 4, as: UInt32.self))
    }
    guard let byteCount, byteCount >= Self.headerByteCount, byteCount <= Self.maximumByteCount
    else { return nil }
    return memory.withBytes(at: address, count: byteCount) { table in
      table.sumOfBytes(byteCount) == 0 ? body(table) : nil
    }
  }

  /// What every table begins with: kind, length, revision, sum and names, in bytes.
  static var headerByteCount: Int { 36 }
  /// The largest table that is believed, in bytes; those of real machines have some 100 KiB.
  static var maximumByteCount: Int { 1 << 20 }
  /// How many tables are looked at.
  static var maximumCount: Int { 128 }
}
