extension VirtualMachine {
  /// Ends a machine that is recorded, so that QEMU writes all that it still holds of the recording.
  ///
  /// Others are left alone.
  public func finishRecording() {
    guard case .record = configuration.recording else { return }
    if exit == nil { try? quit() }
    let deadline = ContinuousClock.now + .seconds(5)
    while exit == nil, let _ = try? nextEvent(until: deadline) {}
    if let ending { folder.write(recordedEnd: ending) }
  }

  /// How the machine ended, in words; nil as long as it runs.
  ///
  /// A repeated machine stops where the recorded one was told to end, and its process goes on.
  public var ending: String? { shutdown ?? exit.map { "\($0.status)" } }
}
