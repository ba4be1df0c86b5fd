public import Machine

/// One service on one machine.
public struct TestCase: Equatable, Sendable {
  public var service: ServiceFolder
  /// What to do; or why that cannot be known.
  public var manifest: Result<Manifest, InvalidManifest>
  public var machine: MachineKind
  /// Whether the manifest names other machines too.
  public var isOneOfSeveral = false
  /// The command that runs this case and no other.
  public var repeatWords: [String] = []

  public init(
    service: ServiceFolder, manifest: Result<Manifest, InvalidManifest>, machine: MachineKind
  ) {
    self.service = service
    self.manifest = manifest
    self.machine = machine
  }

  /// What reports call the case.
  public var name: String {
    isOneOfSeveral ? "\(service.name) on \(machine.rawValue)" : service.name
  }

  /// The repeating command, quoted for a shell.
  public var repeatCommand: String {
    ShellQuoting.line(repeatWords)
  }
}
