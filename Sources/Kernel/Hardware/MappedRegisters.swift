internal import _Volatile

/// Registers mapped into memory.
///
/// A copy is the same bank. Accesses outside the bank trap.
public struct MappedRegisters: Registers {
  private let base: UInt
  private let byteCount: Int

  /// Takes the registers at an address.
  ///
  /// - Parameters:
  ///   - base: First byte as the processor sees it, a multiple of 4; mapped for as long as this
  ///     value or a copy of it is used, and not cached by the processor.
  ///   - byteCount: Size of the bank in bytes.
  @unsafe
  public init(unsafeBase base: VirtualAddress, byteCount: Int) {
    precondition(base.rawValue % 4 == 0, "registers are not aligned")
    self.base = UInt(base.rawValue)
    self.byteCount = byteCount
  }

  public func read8(at offset: Int) -> UInt8 {
    // Safe: `address` checks the offset, and the initialiser's caller vouches for the bank.
    unsafe VolatileMappedRegister<UInt8>(unsafeBitPattern: address(offset, width: 1)).load()
  }

  public func read16(at offset: Int) -> UInt16 {
    // Safe: as in read8.
    unsafe VolatileMappedRegister<UInt16>(unsafeBitPattern: address(offset, width: 2)).load()
  }

  public func read32(at offset: Int) -> UInt32 {
    // Safe: as in read8.
    unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: address(offset, width: 4)).load()
  }

  public func read64(at offset: Int) -> UInt64 {
    // Safe: as in read8.
    unsafe VolatileMappedRegister<UInt64>(unsafeBitPattern: address(offset, width: 8)).load()
  }

  public mutating func write8(_ value: UInt8, at offset: Int) {
    // Safe: as in read8.
    unsafe VolatileMappedRegister<UInt8>(unsafeBitPattern: address(offset, width: 1)).store(value)
  }

  public mutating func write16(_ value: UInt16, at offset: Int) {
    // Safe: as in read8.
    unsafe VolatileMappedRegister<UInt16>(unsafeBitPattern: address(offset, width: 2)).store(value)
  }

  public mutating func write32(_ value: UInt32, at offset: Int) {
    // Safe: as in read8.
    unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: address(offset, width: 4)).store(value)
  }

  public mutating func write64(_ value: UInt64, at offset: Int) {
    // Safe: as in read8.
    unsafe VolatileMappedRegister<UInt64>(unsafeBitPattern: address(offset, width: 8)).store(value)
  }

  /// Where a register is; traps if it is not wholly inside the bank.
  @inline(never)
  private func address(_ offset: Int, width: Int) -> UInt {
    precondition(offset >= 0 && offset <= byteCount - width, "register outside its bank")
    let address = base + UInt(offset)
    precondition(address & UInt(width - 1) == 0, "register access is not aligned")
    return address
  }
}
