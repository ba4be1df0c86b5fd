extension VirtualMachine {
  /// Ends a machine that is recorded, so that QEMU writes all that it still holds of the recording.
  ///
  /// Others are left alone.
  public func finishRecording() {
    guard case .record = configuration.recording, exit == nil else { return }
    try? quit()
    let deadline = ContinuousClock.now + .seconds(5)
    while exit == nil, let _ = try? nextEvent(until: deadline) {}
  }
}
