public import Telemetry

/// What the command line says to the kernel itself.
public struct KernelArguments: Sendable {
  /// The interface's addresses; nil if the line has none.
  public let network: NetworkArguments?
  /// The least level of lines that the log keeps, `log=debug`; nil leaves it as it is.
  public let logLevel: LogLevel?
  /// How samples are taken from the start on, `profile=1000`; nil if none are.
  public let sampling: SamplingSettings?

  /// Reads the arguments.
  ///
  /// - Throws: An error that names the first that makes no sense.
  public init(_ commandLine: CommandLine) throws(ArgumentError) {
    network = try NetworkArguments(commandLine)
    logLevel = try commandLine.argument("log")?.logLevel()
    sampling = try commandLine.argument(ProfileArgument.key)?.sampling()
  }
}
