/// Names a bound socket, and no other that takes its place later.
public struct UDPSocketHandle: Hashable, Sendable {
  /// Which of the stack's sockets it is: 0 to 63, the same as long as it is bound.
  public let index: Int
  /// How often the index was given away before.
  let generation: UInt32
}
