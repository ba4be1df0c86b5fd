/// The file by which VS Code's C++ extension debugs a guest: `.vscode/launch.json`.
///
/// Source: VS Code, "Configure C/C++ debugging"; the adapter `cppdbg` drives gdb.
public struct LaunchFile: Equatable {
  /// Name of the machine.
  public let machine: String
  /// Path of the image.
  public let image: String
  /// Path of gdb's script.
  public let script: String

  /// Makes the file for a machine.
  public init(machine: String, image: String, script: String) {
    self.machine = machine
    self.image = image
    self.script = script
  }

  /// Writes the file.
  ///
  /// - Parameter root: Folder that VS Code opens.
  /// - Returns: Whether it was written; a file that somebody else made stays.
  public func write(in root: String) -> Bool {
    let path = "\(root)/.vscode/launch.json"
    if let old = Folder.readText(path), !old.hasPrefix(Self.mark) { return false }
    Folder.create("\(root)/.vscode")
    return Folder.write(text, to: path)
  }

  /// The first line, by which a file of ours is known.
  public static let mark = "// Made by `testrunner debug --vscode`, which replaces it."

  /// The contents.
  ///
  /// The script connects: the adapter has nothing to launch.
  public var text: String {
    let quoted = JSONText.quoted
    return """
      \(Self.mark)
      {
        "version": "0.2.0",
        "configurations": [
          {
            "name": \(quoted("Swiftlet: \(machine)")),
            "type": "cppdbg",
            "request": "launch",
            "program": \(quoted(image)),
            "cwd": "${workspaceFolder}",
            "MIMode": "gdb",
            "customLaunchSetupCommands": [
              { "text": "-enable-pretty-printing" },
              { "text": "-enable-frame-filters" },
              { "text": \(quoted("source \(script)")) }
            ],
            "launchCompleteCommand": "None"
          }
        ]
      }

      """
  }
}
