/// A program of the host that the runner or its tests start.
public struct Tool: Equatable, Sendable {
  public let name: String
  /// What it is for.
  public let purpose: String
  /// The Debian package that it comes in; nil if it is no package's.
  public let package: String?
  /// Whether nothing works without it.
  public let isRequired: Bool

  init(_ name: String, _ purpose: String, package: String?, isRequired: Bool = false) {
    self.name = name
    self.purpose = purpose
    self.package = package
    self.isRequired = isRequired
  }

  /// The programs that the runner knows.
  public static let all = [
    Tool("qemu-system-x86_64", "runs the guest", package: "qemu-system-x86", isRequired: true),
    Tool("swift", "builds the image", package: nil, isRequired: true),
    Tool("ping", "asks for echoes", package: "iputils-ping", isRequired: true),
    Tool("dig", "asks DNS questions", package: "bind9-dnsutils", isRequired: true),
    Tool("sh", "runs commands of a test", package: "dash", isRequired: true),
    Tool("curl", "asks HTTP servers", package: "curl"),
    Tool("nmap", "scans ports and protocols", package: "nmap"),
    Tool("hping3", "sends odd packets", package: "hping3"),
    Tool("dnsperf", "loads DNS servers", package: "dnsperf"),
    Tool("ip", "looks at the guest's network", package: "iproute2"),
    Tool("grub-mkimage", "makes disks and CDs that boot", package: "grub-common"),
    Tool("mcopy", "makes disks and CDs that boot", package: "mtools"),
    Tool("xorriso", "makes CDs that boot", package: "xorriso"),
    Tool("qemu-img", "makes qcow2 and VDI disks", package: "qemu-utils"),
    Tool("gdb", "debugs a running guest", package: "gdb"),
    Tool("python3", "runs the suite's own peers", package: "python3"),
    Tool("bash", "runs commands of a test", package: "bash"),
    Tool("arping", "asks for Ethernet addresses", package: "arping"),
    Tool("nc", "speaks plain TCP", package: "netcat-openbsd"),
    Tool("socat", "plays the guest of an echo", package: "socat"),
    Tool("ab", "loads HTTP servers", package: "apache2-utils"),
    Tool("wrk", "loads HTTP servers", package: "wrk"),
    Tool("slowhttptest", "reads and writes HTTP slowly", package: "slowhttptest"),
    Tool("nginx", "serves HTTP to the guest, or in its place", package: "nginx-light"),
    Tool("nsd", "serves DNS to the guest, or in its place", package: "nsd"),
    Tool("unbound", "resolves for the guest", package: "unbound"),
    Tool("dnsmasq", "gives the guest its address", package: "dnsmasq-base"),
    Tool("dhcpd", "gives the guest its address", package: "isc-dhcp-server"),
    Tool("dhclient", "asks the guest for an address", package: "isc-dhcp-client"),
    Tool("udhcpc", "asks the guest for an address", package: "udhcpc"),
    Tool("chronyd", "tells the guest the time", package: "chrony"),
    Tool("rsyslogd", "collects the guest's log", package: "rsyslog"),
  ]

  /// The tool of a name, known or not; an unknown one is looked for in the package of its name, but
  /// for one that is named by its path.
  public static func named(_ name: String) -> Tool {
    all.first { $0.name == name }
      ?? Tool(name, "is used by the test", package: name.contains("/") ? nil : name)
  }

  /// The command that installs tools.
  ///
  /// - Returns: Nil if none of them is in a package.
  public static func installCommand(_ tools: [Tool]) -> String? {
    let packages = Set(tools.compactMap(\.package)).sorted()
    return packages.isEmpty ? nil : "sudo apt-get install -y \(packages.joined(separator: " "))"
  }
}
