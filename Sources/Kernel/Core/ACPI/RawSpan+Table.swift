extension RawSpan {
  /// The sum of the first bytes, of which the lowest 8 bits are kept; 0 in what ACPI guards.
  func sumOfBytes(_ count: Int) -> UInt8 {
    var sum: UInt8 = 0
    for offset in 0..<count { sum &+= littleEndian(at: offset, as: UInt8.self) }
    return sum
  }

  /// Reads a field of a table, which older versions of it may not have.
  ///
  /// - Returns: 0 where the table ends before the field does.
  func field<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: T.Type = T.self) -> T
  {
    byteCount - offset >= MemoryLayout<T>.size ? littleEndian(at: offset) : 0
  }
}
