/// What follows from a manifest for the machine and the host.
extension Manifest {
  /// The kernel's command line.
  public var kernelCommandLine: String {
    var words: [String] = []
    if network.isConfigured {
      words.append("address=\(network.address)/\(network.prefixLength)")
      words.append("gateway=\(network.gateway)")
    }
    for (index, further) in furtherNetworks.enumerated() where further.isConfigured {
      words.append("address\(index + 1)=\(further.address)/\(further.prefixLength)")
    }
    return (words + arguments).joined(separator: " ")
  }

  /// The scenarios among the steps.
  var scenarios: [ScenarioStep] {
    steps.flatMap(\.all).compactMap { step in
      if case .scenario(let scenario) = step.action { scenario } else { nil }
    }
  }

  /// The folders within the service's of which programs for the host are made.
  var programFolders: Set<String> {
    Set(scenarios.compactMap(\.folder) + sidecars.compactMap(\.folder))
  }

  /// The clients that the steps start by name; what `run` starts only its shell knows.
  public var clients: [String] { Self.clients(of: steps) }

  /// The clients that some steps start by name.
  static func clients(of steps: [Step]) -> [String] {
    var names: Set<String> = []
    for step in steps.flatMap(\.all) {
      switch step.action {
      case .ping: names.insert("ping")
      case .dns: names.insert("dig")
      case .http: names.insert("curl")
      case .load(let load): names.insert(load.program)
      case .dhcp: names.insert("udhcpc")
      case .debug: names.insert(RunOptions.usualDebugger)
      case .arp, .tcp, .pause, .reboot, .event, .loop, .parallel, .measure: break
      case .run, .udp, .console, .heap, .counter, .idle, .clock, .link, .disk, .balloon, .stall,
        .profile, .scenario, .leftOut, .exit, .power:
        break
      }
    }
    return names.sorted()
  }
}
