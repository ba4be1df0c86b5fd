/// A disk or CD that a machine starts from, as any PC does: firmware, boot loader, guest.
public struct BootMedium: Codable, Hashable, Sendable, CustomStringConvertible {
  /// What runs before the boot loader.
  public enum Firmware: String, Codable, CaseIterable, Sendable {
    /// A BIOS.
    case seabios
    /// A UEFI.
    case ovmf
  }

  /// The file's format, and whether it is a disk.
  public enum Format: String, Codable, CaseIterable, Sendable {
    case raw
    case qcow2
    case vdi
    /// A CD; all others are disks.
    case iso
  }

  /// What runs before the boot loader.
  public var firmware: Firmware
  /// The file's format.
  public var format: Format

  /// Makes a value of its parts.
  public init(_ firmware: Firmware, _ format: Format) {
    self.firmware = firmware
    self.format = format
  }

  /// Reads what `description` gives, such as `ovmf:qcow2`; nil if it is none of it.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let firmware = Firmware(rawValue: parts[0]),
      let format = Format(rawValue: parts[1])
    else { return nil }
    self.init(firmware, format)
  }

  public var description: String { "\(firmware.rawValue):\(format.rawValue)" }

  /// Name of the file in the run folder.
  public var fileName: String { "boot.\(format.rawValue)" }

  /// What all values look like, for messages.
  public static var syntax: String {
    let firmware = Firmware.allCases.map(\.rawValue).joined(separator: " or ")
    let formats = Format.allCases.map(\.rawValue)
    return "\(firmware), a colon, and " + formats.dropLast().joined(separator: ", ")
      + " or \(formats.last ?? "")"
  }
}
