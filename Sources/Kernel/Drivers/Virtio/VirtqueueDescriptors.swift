internal import Hardware

/// Descriptors, each of a piece of memory, that driver and device share: the table of a queue, or
/// one that a descriptor leads to.
///
/// Source: Virtio 1.2, section 2.7.5.
@safe
struct VirtqueueDescriptors {
  /// Size of a descriptor in bytes.
  static var byteCount: Int { 16 }

  private let base: UnsafeMutableRawPointer

  /// Takes memory for a table.
  ///
  /// - Parameter base: The first descriptor; there are as many as the caller writes to.
  @unsafe
  init(unsafeBase base: UnsafeMutableRawPointer) { unsafe self.base = unsafe base }

  /// Describes a buffer, or a part of one that another descriptor continues.
  ///
  /// - Parameters:
  ///   - index: Number of the descriptor.
  ///   - address: Where the memory is.
  ///   - byteCount: Size in bytes.
  ///   - deviceWrites: Whether the device writes it, or reads it.
  ///   - next: The descriptor that goes on.
  ///   - isIndirect: Whether the memory is a table of descriptors.
  @unsafe
  func describe(
    _ index: Int, address: PhysicalAddress, byteCount: Int, deviceWrites: Bool,
    next: UInt16? = nil, isIndirect: Bool = false
  ) {
    let entry = Self.byteCount * index
    // Safe: the caller vouches for the number.
    unsafe base.storeBytes(of: address.rawValue, toByteOffset: entry, as: UInt64.self)
    unsafe base.storeBytes(
      of: (deviceWrites ? Flag.deviceWrites : 0) | (next == nil ? 0 : Flag.next)
        | (isIndirect ? Flag.indirect : 0), toByteOffset: entry + 12, as: UInt16.self)
    unsafe base.storeBytes(of: next ?? 0, toByteOffset: entry + 14, as: UInt16.self)
    unsafe setByteCount(byteCount, of: index)
  }

  /// Changes how many bytes of a described buffer count.
  @unsafe
  func setByteCount(_ byteCount: Int, of index: Int) {
    // Safe: as above.
    unsafe base.storeBytes(
      of: UInt32(truncatingIfNeeded: byteCount), toByteOffset: Self.byteCount * index + 8,
      as: UInt32.self)
  }

  /// What a descriptor describes.
  @unsafe
  func described(_ index: Int) -> (address: PhysicalAddress, byteCount: Int) {
    let entry = Self.byteCount * index
    // Safe: as above.
    let address = unsafe base.load(fromByteOffset: entry, as: UInt64.self)
    let byteCount = unsafe base.load(fromByteOffset: entry + 8, as: UInt32.self)
    return (PhysicalAddress(rawValue: address), Int(byteCount))
  }

  /// Bits of a descriptor's flags.
  private enum Flag {
    static let next: UInt16 = 1
    static let deviceWrites: UInt16 = 2
    static let indirect: UInt16 = 4
  }
}
