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
    #expect(DHCPStep().mismatches("", gotLease: true) == ["the client shows no lease"])
    for torn in ["lease-ip=\n", "lease-ip", "lease-=\n", "lease-"] {
      #expect(DHCPStep().mismatches(torn, gotLease: true) == ["the client shows no lease"])
    }
  }

  @Test func `silence is no lease`() {
    var step = DHCPStep()
    step.isSilent = true
    let said = "udhcpc: started, v1.35.0\nudhcpc: broadcasting discover\n"
    #expect(step.mismatches(said + "udhcpc: no lease, failing\n", gotLease: false).isEmpty)
    #expect(step.mismatches(lease, gotLease: true) == ["the guest gave a lease"])
    let offered = said + "udhcpc: broadcasting select for 10.0.0.9, server 10.0.0.42\n"
    #expect(
      step.mismatches(offered + "udhcpc: no lease, failing\n", gotLease: false)
        == ["the guest made an offer"])
    let broken = "udhcpc: can't bind to interface tap0: No such device\n"
    #expect(
      step.mismatches(broken, gotLease: false) == ["the client does not say that nobody answered"])
  }
}
