/// A client that wants an address from the guest, and the lease that it must get.
public struct DHCPStep: Equatable, Sendable {
  /// What the lease must say, by udhcpc's names: ip, mask, router, dns, domain, lease, serverid.
  public var expected: [String: String] = [:]
  /// Whether there must be no offer.
  public var isSilent = false

  public init() {}

  /// What a manifest calls the parts of a lease, and what udhcpc does.
  static let names = [
    "address": "ip", "mask": "mask", "router": "router", "dns": "dns", "domain": "domain",
    "lease": "lease", "server": "serverid",
  ]

  static let scriptName = "udhcpc-script"

  /// The script that udhcpc runs: it says what the lease holds, and changes nothing.
  static let script = """
    #!/bin/sh
    [ "$1" = bound ] || exit 0
    for name in ip mask router dns domain lease serverid; do
      eval "echo lease-$name=\\"\\$$name\\""
    done

    """

  var title: String { isSilent ? "dhcp, no offer" : "dhcp" }

  /// The client's command line.
  ///
  /// - Parameters:
  ///   - interface: Where it asks.
  ///   - scriptPath: Where the script is.
  /// - Returns: The words, the program first.
  func arguments(interface: String, scriptPath: String) -> [String] {
    [
      "udhcpc", "-f", "-q", "-n", "-i", interface, "-s", scriptPath, "-t", isSilent ? "2" : "4",
      "-T", "1",
    ]
  }

  /// What is wrong with what the client printed; nothing if it is as expected.
  ///
  /// - Parameters:
  ///   - text: What it printed, to both its outputs.
  ///   - gotLease: Whether it says by its end that it got a lease.
  /// - Returns: Fragments without a capital.
  func mismatches(_ text: String, gotLease: Bool) -> [String] {
    if isSilent {
      if gotLease { return ["the guest gave a lease"] }
      if text.contains("broadcasting select") { return ["the guest made an offer"] }
      // One that could not even ask has heard nothing, either.
      return text.contains("no lease") ? [] : ["the client does not say that nobody answered"]
    }
    guard gotLease else { return ["the guest gave no lease"] }
    var lease: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("lease-") {
      // Also a line that ends behind its first word has a name, an empty one.
      let parts = line.dropFirst(6).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      lease[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    guard lease["ip"]?.isEmpty == false else { return ["the client shows no lease"] }
    return expected.sorted { $0.key < $1.key }.compactMap { name, value in
      let found = lease[name] ?? ""
      return found == value ? nil : "\(name) is “\(found)”, expected “\(value)”"
    }
  }
}
