import Kernel
import Wire

/// Reads its configuration, and arguments of its own, of every type.
@main struct ArgumentReading: Service {
  static func start(_ system: System) async {
    let configuration = system.configuration
    let host = configuration.address?.host
    system.check(host == IPv4Address(10, 1, 2, 3), "the address is the command line's")
    system.check(configuration.address?.prefixLength == 16, "so is the prefix")
    system.check(configuration.gateway == IPv4Address(10, 1, 0, 1), "so is the gateway")
    system.check(configuration.logLevel == .debug, "so is the level of the log")
    system.check(configuration.samplerRate == 997, "so is the rate of the sampler")

    let arguments = system.arguments
    system.check(arguments["workers"]?.integer == -4, "a number is read")
    system.check(arguments["verbose"]?.flag == true, "a bare word is a flag")
    system.check(arguments["cache"]?.flag == false, "a flag can say no")
    system.check(arguments["timeout"]?.duration == .milliseconds(1500), "a time is read")
    system.check(
      arguments["upstream"]?.address == IPv4Address(192, 0, 2, 53), "an address is read")
    system.check(arguments["zone"]?.equals("example.org") == true, "a text is read")
    system.check(arguments["zon"] == nil, "a key that is not there has no value")
    var count = 0
    arguments.forEach("allow") { _ in count += 1 }
    system.check(count == 2, "all words with a key are handed over")
    system.console.print("all arguments are read")
    system.exit()
  }
}
