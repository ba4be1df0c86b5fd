/// The way to a guest's sampler: the third serial port.
///
/// It must stay open until the guest has followed: QEMU forgets what it has not passed on when the
/// other end goes away.
public struct SamplerPort {
  private let stream: Descriptor

  init(_ stream: Descriptor) { self.stream = stream }

  /// Sends a command.
  ///
  /// - Parameter bytes: The command.
  /// - Returns: Whether it was taken.
  public func send(_ bytes: [UInt8]) -> Bool { stream.writeAll(bytes) }
}
