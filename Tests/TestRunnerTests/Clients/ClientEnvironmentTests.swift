internal import Testing

@testable internal import TestRunner

@Suite struct ClientEnvironmentTests {
  @Test func `clients know the guest, and speak no other language`() {
    let variables = ClientEnvironment.variables(
      NetworkSettings(), interface: "tap0", runFolder: "/r", path: nil)
    #expect(variables["SWIFTLET_ADDRESS"] == NetworkSettings().address)
    #expect(variables["SWIFTLET_INTERFACE"] == "tap0" && variables["SWIFTLET_RUN_FOLDER"] == "/r")
    #expect(variables["LC_ALL"] == "C")
    #expect(variables["PATH"] == nil)
    let other = ClientEnvironment.variables(
      NetworkSettings(), interface: "", runFolder: "", path: "/only")
    #expect(other["PATH"] == "/only")
  }
}
