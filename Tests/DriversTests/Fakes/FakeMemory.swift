internal import Hardware
internal import Testing

/// Memory that a driver and a fake device share.
///
/// Each region lies between two guard zones. Physical addresses differ from pointers, so that a
/// driver that mixes them up is found out; the device's accesses are checked against the regions.
final class FakeMemory: DMAMemory {
  private struct Region {
    var physical: Int
    var base: UnsafeMutableRawPointer
    var byteCount: Int
  }

  private static let guardByteCount = 4096
  private static let guardByte: UInt8 = 0xa5

  private var regions: [Region] = []
  private var nextPhysical = 0x1_2345_6000
  /// How many bytes are left to hand out.
  var available = Int.max

  deinit {
    for region in regions { (region.base - Self.guardByteCount).deallocate() }
  }

  func allocate(byteCount: Int) -> DMARegion? {
    let rounded = (byteCount + 4095) & ~4095
    guard byteCount > 0, rounded <= available else { return nil }
    available -= rounded
    let whole = UnsafeMutableRawPointer.allocate(
      byteCount: rounded + 2 * Self.guardByteCount, alignment: 4096)
    whole.initializeMemory(
      as: UInt8.self, repeating: Self.guardByte, count: rounded + 2 * Self.guardByteCount)
    let base = whole + Self.guardByteCount
    base.initializeMemory(as: UInt8.self, repeating: 0, count: rounded)
    regions.append(Region(physical: nextPhysical, base: base, byteCount: rounded))
    defer { nextPhysical += rounded + 0x10_0000 }
    return DMARegion(
      unsafeBase: base, physical: PhysicalAddress(rawValue: UInt64(nextPhysical)),
      byteCount: byteCount)
  }

  /// How many bytes were handed out.
  var allocatedByteCount: Int { regions.reduce(0) { $0 + $1.byteCount } }

  /// Whether nobody wrote outside the regions.
  var guardsAreIntact: Bool {
    regions.allSatisfy { region in
      let zones = [region.base - Self.guardByteCount, region.base + region.byteCount]
      return zones.allSatisfy { zone in
        UnsafeRawBufferPointer(start: zone, count: Self.guardByteCount)
          .allSatisfy { $0 == Self.guardByte }
      }
    }
  }

  /// The bytes at a physical address, as the device sees them.
  func bytes(at address: UInt64, count: Int) -> UnsafeMutableRawBufferPointer? {
    for region in regions {
      let offset = Int(address) - region.physical
      if offset >= 0, count >= 0, offset + count <= region.byteCount {
        return UnsafeMutableRawBufferPointer(start: region.base + offset, count: count)
      }
    }
    Issue.record("device access outside memory at 0x\(String(address, radix: 16)), \(count) bytes")
    return nil
  }

  func load<Value: FixedWidthInteger & BitwiseCopyable>(
    _ address: UInt64, as type: Value.Type = Value.self
  ) -> Value {
    bytes(at: address, count: MemoryLayout<Value>.size)?.loadUnaligned(as: Value.self) ?? 0
  }

  func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at address: UInt64) {
    bytes(at: address, count: MemoryLayout<Value>.size)?.storeBytes(of: value, as: Value.self)
  }
}
