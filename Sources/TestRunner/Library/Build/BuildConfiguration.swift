internal import Glibc

/// How an image is compiled.
public enum BuildConfiguration: String, CaseIterable, Sendable {
  /// Optimised: what is measured and shipped.
  case release
  /// Not optimised, with checks of the heap.
  case debug

  /// The configuration that `SWIFTLET_CONFIGURATION` names; release if it names none.
  static var ofEnvironment: BuildConfiguration {
    getenv("SWIFTLET_CONFIGURATION").flatMap { BuildConfiguration(rawValue: String(cString: $0)) }
      ?? .release
  }
}
