internal import Core
internal import Telemetry
internal import TestSupport
internal import Testing

@Suite struct KernelArgumentsTests {
  private func read(_ text: String) throws(ArgumentError) -> KernelArguments {
    try KernelArguments(CommandLine(Array(text.utf8)))
  }

  @Test func `reads all of them`() throws {
    let arguments = try read("gateway=10.0.0.1 profile=997 log=debug address=10.0.0.42/20 x")
    #expect(arguments.network?.address == 0x0a00_002a)
    #expect(arguments.network?.gateway == 0x0a00_0001)
    #expect(arguments.logLevel == .debug)
    #expect(arguments.sampling?.rate == 997)
  }

  @Test func `none is needed`() throws {
    let arguments = try read("")
    #expect(arguments.network == nil)
    #expect(arguments.logLevel == nil)
    #expect(arguments.sampling == nil)
  }

  @Test(arguments: [
    ("log=loud", "argument log=loud is not a level such as debug, info or warning"),
    ("log", "argument log= is not a level such as debug, info or warning"),
    ("profile=0", "argument profile=0 is not a rate such as 1000, 1000,seed=7 or nmi:1000"),
    ("profile", "argument profile= is not a rate such as 1000, 1000,seed=7 or nmi:1000"),
    ("address=10.0.0.1 gateway=10.0.0", "argument gateway=10.0.0 is not an IPv4 address"),
    (
      "address=10.0.0.300",
      "argument address=10.0.0.300 is not an IPv4 address with a prefix such as 10.0.0.42/24"
    ),
  ])
  func `names what makes no sense`(text: String, message: String) {
    do throws(ArgumentError) {
      _ = try read(text)
      Issue.record("\(text) must be refused")
    } catch {
      #expect(String(decoding: error.message.copy(as: [UInt8].self), as: UTF8.self) == message)
    }
  }

  @Test func `survives random lines`() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<3000 {
      _ = try? KernelArguments(CommandLine(Array("address=".utf8) + random.bytes(upTo: 20)))
      _ = try? KernelArguments(CommandLine(Array("log=".utf8) + random.bytes(upTo: 20)))
      _ = try? KernelArguments(CommandLine(random.bytes(upTo: 200)))
    }
  }
}
