public import Telemetry

/// Where samples come from: a running guest's sampler, a dead guest's memory, a guest that is
/// looked at from outside.
public protocol SampleSource: AnyObject {
  /// Absolute path of the ELF file that the guest runs.
  var imagePath: String { get }
  /// What the source is, for people: "dns, sampled by itself".
  var title: String { get }
  /// How samples are taken.
  var settings: SamplingSettings { get }
  /// What became of all samples so far.
  var account: SamplingAccount { get }

  /// Begins to take samples, or changes how they are taken.
  ///
  /// - Throws: An error whose description is a sentence for people.
  func start(_ settings: SamplingSettings) throws

  /// Fetches what has come since the last time; to be called some times a second.
  ///
  /// - Returns: The samples in their order.
  /// - Throws: As `start`.
  func pull() throws -> [Sample]

  /// Stops; what was taken until then can still be pulled.
  ///
  /// - Throws: As `start`.
  func stop() throws
}
