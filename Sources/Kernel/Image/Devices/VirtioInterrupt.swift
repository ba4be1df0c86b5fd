internal import CPU
internal import Drivers
internal import Hardware
internal import Synchronization

/// How the handler of a virtio device's interrupt quiets the device.
enum VirtioInterrupt {
  /// It sent a message, which needs no answer.
  case message
  /// It has registers mapped into memory, one of which takes the causes back.
  case mapped(MappedRegisters)
  /// Reading a byte of its memory lowers its line.
  case status(MappedRegisters)
  /// Reading a port lowers its line.
  case port(UInt16)

  /// Quiets the device and notes if its configuration changed; for interrupt handlers.
  ///
  /// - Returns: Whether the device may have interrupted; another may share its line.
  func acknowledge() -> Bool {
    let causes: VirtioInterruptCauses
    switch self {
    case .message: return true
    case .mapped(var registers): causes = VirtioMMIO.acknowledgeInterrupt(&registers)
    case .status(let register): causes = VirtioInterruptCauses(rawValue: register.read8(at: 0))
    case .port(let port): causes = VirtioInterruptCauses(rawValue: IOPorts().read8(from: port))
    }
    if causes.contains(.configuration) { configurationChange.store(true, ordering: .relaxed) }
    return !causes.isEmpty
  }
}
