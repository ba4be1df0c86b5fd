internal import CPU
internal import Drivers
internal import Hardware

/// The interrupt controller of the processor that this runs on.
typealias ProcessorAPIC = LocalAPIC<MappedRegisters, ProcessorRegisters>

extension ProcessorAPIC {
  /// Enables the controller.
  ///
  /// - Parameters:
  ///   - timerVector: Vector of the timer's interrupt.
  ///   - spuriousVector: Vector of interrupts that went away before they were taken.
  init(timerVector: UInt8, spuriousVector: UInt8) {
    let features = Features(
      hasExtendedMode: LocalAPICFeatures.hasExtendedMode,
      hasDeadlineTimer: LocalAPICFeatures.hasDeadlineTimer)
    self.init(
      ProcessorRegisters(), features, timerVector: timerVector, spuriousVector: spuriousVector
    ) { address in
      // Safe: the page is the processor's own; the first 4 GiB are mapped onto themselves.
      unsafe MappedRegisters(
        unsafeBase: VirtualAddress(rawValue: address.rawValue), byteCount: 0x400)
    }
  }
}
