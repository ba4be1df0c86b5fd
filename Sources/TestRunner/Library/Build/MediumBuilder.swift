internal import Machine

/// Makes the disk or CD that a machine starts from.
struct MediumBuilder {
  /// Absolute path of the package.
  let packageRoot: String
  /// Takes events for reporters.
  let post: (RunEvent) -> Void

  /// Makes a medium in a run folder.
  ///
  /// - Parameters:
  ///   - medium: What is wanted.
  ///   - service: The service, for messages of the tool.
  ///   - image: Path of its image.
  ///   - arguments: The kernel's command line.
  ///   - folder: The run folder.
  /// - Returns: Nil if it is there, else why not.
  func make(
    _ medium: BootMedium, of service: ServiceFolder, image: String, arguments: String,
    in folder: RunFolder
  ) -> Verdict? {
    let command = HostCommand(
      ["\(packageRoot)/Tools/image", service.path] + Self.options(medium) + [
        "--kernel", image, "--arguments", arguments, "--output", folder.file(medium.fileName),
      ])
    var log = BuildLog()
    do throws(MachineError) {
      let ending = try command.run(
        limit: .seconds(60), tick: { post(.waiting(activity: "making \(medium)", duration: $0)) },
        take: { _ = log.take($0) })
      return Self.verdict(on: ending, log)
    } catch {
      return Verdict(.internalError, "\(error)")
    }
  }

  /// The tool's words for a medium.
  static func options(_ medium: BootMedium) -> [String] {
    medium.format == .iso ? ["--iso"] : ["--disk", "--format", medium.format.rawValue]
  }

  /// What the tool's end means; 69 is its word for a missing program.
  static func verdict(on ending: HostCommand.Ending, _ log: BuildLog) -> Verdict? {
    let reason = log.lines.last { $0.contains("error: ") }.map {
      String($0[($0.firstRange(of: "error: ")?.upperBound ?? $0.startIndex)...])
    }
    switch ending {
    case .ended(let status) where status.isSuccess: return nil
    case .ended(.exited(69)): return Verdict(.missingTool, reason ?? "a program is missing")
    case .ended:
      return Verdict(.buildFailure, reason ?? "Tools/image failed", details: log.lines)
    case .interrupted: return Verdict(.interrupted, "stopped by the user")
    case .overtime: return Verdict(.buildFailure, "Tools/image took longer than 60 s")
    }
  }
}
