/// Hears the signals by which a person ends a program, beside the machines that hear them, too.
public final class InterruptWatch {
  private let source: InterruptSource
  private var wasHeard = false

  /// Begins to listen.
  ///
  /// - Throws: `refused` if there is no pipe.
  public convenience init() throws(MachineError) {
    self.init(try InterruptSource())
  }

  /// Listens to a source of signals.
  init(_ source: InterruptSource) {
    self.source = source
  }

  /// Whether a signal has come since.
  public var hasFired: Bool {
    if !wasHeard, let bytes = source.descriptor.readAvailable(), !bytes.isEmpty { wasHeard = true }
    return wasHeard
  }
}
