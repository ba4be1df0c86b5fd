public import Frames

/// What a manifest says of the frames between its guest and the host.
public struct WireSettings: Equatable, Sendable {
  /// What the link does to frames; nil for a link that delivers all of them as they are.
  public var link: LinkSettings?
  /// What decides on the link's faults; nil if any number will do.
  public var seed: UInt64?
  /// Rules that the guest's frames need not keep, each with the reason.
  public var waived: [FrameRule: String] = [:]
  /// Addresses that the guest uses besides its own.
  public var addresses: [String] = []
  /// Longest packet in a frame of the guest.
  public var maximumPacketByteCount = 1500
  /// At which end of the link the guest's frames are judged.
  public var judged = CaptureLog.Place.guest
  /// Why frames are not judged at all; nil if they are.
  public var uncheckedReason: String?
  /// About how many bytes of frames are kept; nil for none.
  public var captureByteLimit: Int? = 16 << 20

  public init() {}

  /// Whether anybody looks at the frames.
  var isWatched: Bool { uncheckedReason == nil || captureByteLimit != nil }
}
