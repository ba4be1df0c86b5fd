public import Telemetry

/// What the command line says to the kernel itself.
public struct KernelArguments: Sendable {
  /// The interface's addresses; nil if the line has none.
  public let network: NetworkArguments?
  /// The least level of lines that the log keeps, `log=debug`; nil leaves it as it is.
  public let logLevel: LogLevel?
  /// How often the sampler looks, in times a second, `sampler=1000`; nil or 0 if never.
  public let samplerRate: Int?

  /// Reads the arguments.
  ///
  /// - Throws: An error that names the first that makes no sense.
  public init(_ commandLine: CommandLine) throws(ArgumentError) {
    network = try NetworkArguments(commandLine)
    logLevel = try commandLine.argument("log")?.logLevel()
    samplerRate = try commandLine.argument("sampler").map(Self.rate)
  }

  private static func rate(_ value: ArgumentValue) throws(ArgumentError) -> Int {
    let rate = try value.integer()
    guard 0...100_000 ~= rate else { throw value.error("a rate of 0 to 100000 a second") }
    return rate
  }
}
