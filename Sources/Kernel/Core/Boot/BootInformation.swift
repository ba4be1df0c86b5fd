/// What the kernel wants to know of a boot loader, whatever its protocol.
///
/// It says where things lie; what lies there must not be overwritten before it is read.
public struct BootInformation: Equatable, Sendable {
  /// The protocol by which the image was started.
  public enum Loader: Equatable, Sendable {
    /// QEMU's and Xen's direct start.
    case pvh
    /// GRUB, and what starts images as it does.
    case multiboot2
  }

  /// By which protocol the image was started.
  public let loader: Loader
  /// Addresses of the memory map's entries.
  public let memoryMap: Range<UInt64>
  /// From one entry to the next, in bytes; too small a number counts as the least that makes sense.
  public let entryByteCount: Int
  /// Addresses of the command line, which a zero byte may end earlier; empty if there is none.
  public let commandLine: Range<UInt64>
  /// Address of the ACPI root system description pointer, or of a copy; nil if there is none.
  public let rsdpAddress: UInt64?
  /// Addresses of what has to stay for as long as the kernel runs; may be empty.
  public let kept: Range<UInt64>

  /// The longest command line that is read, in bytes.
  public static var maximumCommandLineByteCount: Int { 4096 }
  /// The entry code's word for a start by Multiboot 2, in eax.
  public static var multibootMagic: UInt32 { 0x36d7_6289 }

  /// Takes what a PVH loader says; nil if something lies beyond the first 4 GiB.
  ///
  /// No more is mapped at start.
  public init?(_ info: StartInfo) {
    let mapByteCount = min(info.memoryMapCount, MemoryMap.maximumCount) * MemoryMapEntry.byteCount
    guard let map = Self.range(info.memoryMapAddress, mapByteCount),
      let line = Self.range(
        info.commandLineAddress,
        info.commandLineAddress == 0 ? 0 : Self.maximumCommandLineByteCount)
    else { return nil }
    loader = .pvh
    memoryMap = map
    entryByteCount = MemoryMapEntry.byteCount
    commandLine = line
    rsdpAddress = info.rsdpAddress == 0 ? nil : info.rsdpAddress
    kept = 0..<0
  }

  /// Takes what a Multiboot 2 loader says; nil if it gives no memory map.
  ///
  /// - Parameters:
  ///   - info: The tags.
  ///   - address: Where the information starts.
  public init?(_ info: borrowing MultibootInfo, at address: UInt64) {
    func absolute(_ range: Range<Int>) -> Range<UInt64> {
      address + UInt64(range.lowerBound)..<address + UInt64(range.upperBound)
    }
    let (map, line, pointer) = (info.memoryMap, info.commandLine, info.rsdp)
    guard !map.isEmpty else { return nil }
    loader = .multiboot2
    memoryMap = absolute(map)
    entryByteCount = info.entryByteCount
    commandLine = absolute(line.clamped(to: 0..<line.lowerBound + Self.maximumCommandLineByteCount))
    rsdpAddress = pointer.isEmpty ? nil : absolute(pointer).lowerBound
    // The copy of the ACPI pointer in there is the only one that a UEFI system gives away.
    kept = absolute(0..<info.byteCount)
  }

  /// A range in the first 4 GiB; nil if it does not lie there.
  private static func range(_ address: UInt64, _ byteCount: Int) -> Range<UInt64>? {
    guard address < 1 << 32, address + UInt64(byteCount) <= 1 << 32 else { return nil }
    return address..<address + UInt64(byteCount)
  }
}
