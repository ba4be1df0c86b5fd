/// Features that a virtio device offers or a driver accepts.
///
/// Source: Virtio 1.2, sections 5.1.3 (network device), 5.2.3 (disk), 5.3.3 (console) and 5.5.3
/// (balloon) for bits 0 to 23, and 6 (all devices).
public struct VirtioFeatures: OptionSet, Sendable {
  /// The 64 bits of both feature words.
  public let rawValue: UInt64

  /// Makes a set from its bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The network device computes checksums of frames that it sends.
  public static let checksum = Self(rawValue: 1 << 0)
  /// The network device may hand over frames whose checksum is not computed yet.
  public static let guestChecksum = Self(rawValue: 1 << 1)
  /// The network device says how large a payload its link carries.
  public static let mtu = Self(rawValue: 1 << 3)
  /// The network device has a station address.
  public static let address = Self(rawValue: 1 << 5)
  /// The network device may hand over TCP segments over IPv4 that it put together.
  public static let mergedSegments = Self(rawValue: 1 << 7)
  /// The network device cuts long TCP segments over IPv4 into frames.
  public static let segmentation = Self(rawValue: 1 << 11)
  /// The network device may spread a frame over several buffers.
  public static let mergeableBuffers = Self(rawValue: 1 << 15)
  /// The network device says whether its link is up.
  public static let linkStatus = Self(rawValue: 1 << 16)
  /// The disk says how large a segment of a request may be.
  public static let segmentSize = Self(rawValue: 1 << 1)
  /// The disk can only be read.
  public static let readOnly = Self(rawValue: 1 << 5)
  /// The disk says how large its blocks are.
  public static let blockSize = Self(rawValue: 1 << 6)
  /// The disk has a cache that can be flushed.
  public static let flush = Self(rawValue: 1 << 9)
  /// The balloon's host must be told before a page is used again.
  public static let tellHost = Self(rawValue: 1 << 0)
  /// The console has several ports, and queues to control them.
  public static let multiport = Self(rawValue: 1 << 1)
  /// The device takes no notice of how what it reads is spread over descriptors; said by legacy
  /// devices only, as all others do.
  public static let anyLayout = Self(rawValue: 1 << 27)
  /// A descriptor may lead to a table of descriptors.
  public static let indirectDescriptors = Self(rawValue: 1 << 28)
  /// Both sides say at which index they want the next notification.
  public static let eventIndex = Self(rawValue: 1 << 29)
  /// The device follows version 1 of the specification; without it, it is a legacy device.
  public static let version1 = Self(rawValue: 1 << 32)

  /// These without what may only be accepted together with others that are not among them.
  ///
  /// Long segments that arrive may also need several buffers, as ours are small. All are bits of
  /// the network device; the drivers of other devices want none that mean something else there.
  ///
  /// Source: Virtio 1.2, sections 2.2.1 and 5.1.3.1.
  var acceptable: Self {
    var features = self
    if !contains(.checksum) { features.subtract(.segmentation) }
    if !isSuperset(of: Self.guestChecksum.union(.mergeableBuffers)) {
      features.subtract(.mergedSegments)
    }
    return features
  }
}
