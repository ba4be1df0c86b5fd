public import Machine

/// Looks into a running machine from outside, without its help.
public struct Inspection {
  private let machine: AttachedMachine
  private let image: ImageSymbols

  /// Makes an inspection of a machine; its image must still be the one that it was started with.
  public init(_ machine: AttachedMachine) {
    self.machine = machine
    image = ImageSymbols(path: machine.registration.configuration.image)
  }

  /// All counters by name, the kernel's own first; nil if the image has none.
  ///
  /// - Throws: As `AttachedMachine.execute`.
  public func counters() throws(MachineError) -> [(name: String, value: UInt64)]? {
    guard let place = image.counterPlace else { return nil }
    return try GuestCounters(at: place) { (address, count) throws(MachineError) in
      try machine.readPhysicalMemory(at: address, count: count)
    }?.all
  }

  /// The lines of the log, the oldest first; nil if the image has none.
  ///
  /// - Throws: As `AttachedMachine.execute`.
  public func log() throws(MachineError) -> [String]? {
    guard let address = image.physicalAddress(of: "kernel_log") else { return nil }
    let bytes = try machine.readPhysicalMemory(at: address, count: LogText.ringByteCount)
    return LogText.lines(bytes)
  }
}
