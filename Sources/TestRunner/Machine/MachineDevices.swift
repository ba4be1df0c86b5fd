/// What is plugged into a machine besides its network.
public struct MachineDevices: Codable, Equatable, Sendable {
  /// Whether there is a source of random bytes.
  public var hasEntropySource = false
  /// The disks in the order in which the guest finds them.
  public var disks: [MachineDisk] = []
  /// Names of channels to the guest; each leads to a socket of the run folder.
  public var ports: [String] = []
  /// Whether there is a balloon, by which the guest lends memory to the host.
  public var hasBalloon = false

  /// Makes a machine without any.
  public init() {}

  /// Name of the socket in the run folder that a channel leads to.
  public static func socketName(ofPort name: String) -> String { "port-\(name).sock" }

  /// Name of the file in the run folder that holds a disk.
  public static func fileName(ofDisk number: Int) -> String { "disk\(number).img" }
}

/// A disk, which is a file of the run folder.
public struct MachineDisk: Codable, Equatable, Sendable {
  /// Size in bytes, a multiple of 512.
  public var byteCount: Int
  /// Whether the guest cannot write to it.
  public var isReadOnly = false
  /// The first bytes; all others are zero.
  public var contents: [UInt8] = []
  /// A sector of 512 bytes that can be neither read nor written; nil if all can.
  public var badSector: Int?

  /// Makes an empty disk.
  public init(byteCount: Int) {
    self.byteCount = byteCount
  }
}
