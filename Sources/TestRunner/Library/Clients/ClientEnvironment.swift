/// What programs beside a guest find in their environment.
enum ClientEnvironment {
  /// Variables that are added to those of this process.
  ///
  /// - Parameters:
  ///   - network: The guest's.
  ///   - interface: The host's end of the guest's link.
  ///   - runFolder: Where the run leaves its files.
  ///   - path: Where programs are searched; nil for where this process searches them.
  /// - Returns: Their values by their names.
  static func variables(
    _ network: NetworkSettings, interface: String, runFolder: String, path: String?
  ) -> [String: String] {
    var variables = [
      "SWIFTLET_ADDRESS": network.address,
      "SWIFTLET_HOST_ADDRESS": network.gateway,
      "SWIFTLET_INTERFACE": interface,
      "SWIFTLET_RUN_FOLDER": runFolder,
      // What they print is read, and must not be in the user's language.
      "LC_ALL": "C",
    ]
    variables["PATH"] = path
    return variables
  }
}
