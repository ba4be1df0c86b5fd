/// Names a connection, and no other that takes its place later.
public struct TCPHandle: Hashable, Sendable {
  /// Which of the host's connections it is, the same as long as it lasts.
  public let index: Int
  /// How often the index was given away before.
  let generation: UInt32
}
