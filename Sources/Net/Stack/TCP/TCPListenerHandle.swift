/// Names a listener, and no other that takes its place later.
public struct TCPListenerHandle: Hashable, Sendable {
  /// Which of the host's listeners it is, the same as long as it lasts.
  public let index: Int
  /// How often the index was given away before.
  let generation: UInt32
}
