internal import Core
public import Telemetry
public import Wire

/// What the command line says to the kernel.
public struct Configuration: Sendable {
  /// Address of the interface and its network, `address=10.0.0.42/24`; nil if there is none.
  public let address: (host: IPv4Address, prefixLength: Int)?
  /// Address of the router, `gateway=10.0.0.1`; nil if there is none.
  public let gateway: IPv4Address?
  /// The least level of lines that the log keeps, `log=debug`; nil leaves it as it is.
  public let logLevel: LogLevel?
  /// How often the sampler looks, in times a second, `profile=1000`; nil if never.
  public let samplerRate: Int?

  init(_ arguments: KernelArguments) {
    address = arguments.network.map {
      (host: IPv4Address(rawValue: $0.address), prefixLength: Int($0.prefixLength))
    }
    gateway = arguments.network?.gateway.map { IPv4Address(rawValue: $0) }
    logLevel = arguments.logLevel
    samplerRate = arguments.sampling.map { Int($0.rate) }
  }
}

extension System {
  /// What the command line says to the kernel; a value that makes no sense ends the guest with its
  /// name.
  public var configuration: Configuration {
    do throws(ArgumentError) {
      return Configuration(try unsafe KernelArguments(commandLine))
    } catch { panic(error) }
  }
}
