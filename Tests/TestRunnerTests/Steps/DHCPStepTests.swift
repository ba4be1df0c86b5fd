internal import Testing

@testable internal import TestRunner

@Suite struct DHCPStepTests {
  private let lease =
    "udhcpc: started\nlease-ip=10.0.0.9\nlease-router=\nlease-dns=1.1.1.1 8.8.8.8\n"

  @Test func `compares what the lease says`() {
    var step = DHCPStep()
    step.expected = ["ip": "10.0.0.9", "dns": "1.1.1.1 8.8.8.8", "router": ""]
    #expect(step.mismatches(lease, gotLease: true).isEmpty)
    step.expected = ["ip": "10.0.0.8", "mask": "x"]
    #expect(
      step.mismatches(lease, gotLease: true)
        == ["ip is “10.0.0.9”, expected “10.0.0.8”", "mask is “”, expected “x”"])
    #expect(step.mismatches("", gotLease: false) == ["the guest gave no lease"])
  }

  @Test func `silence is no lease`() {
    var step = DHCPStep()
    step.isSilent = true
    #expect(step.mismatches("", gotLease: false).isEmpty)
    #expect(step.mismatches(lease, gotLease: true) == ["the guest gave a lease"])
  }
}
