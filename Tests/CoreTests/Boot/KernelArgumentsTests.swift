internal import Core
internal import Telemetry
internal import TestSupport
internal import Testing

@Suite struct KernelArgumentsTests {
  private func read(_ text: String) throws(ArgumentError) -> KernelArguments {
    try KernelArguments(CommandLine(Array(text.utf8)))
  }

  @Test func `reads all of them`() throws {
    let arguments = try read("gateway=10.0.0.1 sampler=997 log=debug address=10.0.0.42/20 x")
    #expect(arguments.network?.address == 0x0a00_002a)
    #expect(arguments.network?.gateway == 0x0a00_0001)
    #expect(arguments.logLevel == .debug)
    #expect(arguments.samplerRate == 997)
  }

  @Test func `none is needed`() throws {
    let arguments = try read("")
    #expect(arguments.network == nil)
    #expect(arguments.logLevel == nil)
    #expect(arguments.samplerRate == nil)
  }

  @Test(arguments: [
    ("log=loud", "argument log=loud is not a level such as debug, info or warning"),
    ("log", "argument log= is not a level such as debug, info or warning"),
    ("sampler=-1", "argument sampler=-1 is not a rate of 0 to 100000 a second"),
    ("sampler=fast", "argument sampler=fast is not a whole number of 64 bits"),
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
