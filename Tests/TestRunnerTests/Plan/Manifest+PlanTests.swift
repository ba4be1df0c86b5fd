internal import TestRunner
internal import Testing

@Suite struct ManifestPlanTests {
  @Test func `the kernel learns its address`() throws {
    var manifest = Manifest()
    manifest.network.prefixLength = 16
    manifest.arguments = ["a=1", "b"]
    #expect(manifest.kernelCommandLine == "address=10.0.0.42/16 gateway=10.0.0.1 a=1 b")
  }

  @Test func `the kernel learns no address if it shall not`() {
    var manifest = Manifest()
    manifest.network.isConfigured = false
    manifest.arguments = ["a=1"]
    #expect(manifest.kernelCommandLine == "a=1")
  }

  @Test func `knows which clients it needs`() {
    var manifest = Manifest()
    #expect(manifest.clients.isEmpty)
    manifest.steps = [
      Step(.ping(PingStep())), Step(.dns([DNSQuestion(name: "a")])), Step(.ping(PingStep())),
      Step(.exit(ExitStep())),
    ]
    #expect(manifest.clients == ["dig", "ping"])
  }
}
