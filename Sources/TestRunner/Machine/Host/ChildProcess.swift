internal import CLaunch
internal import Glibc

/// A child of this process, known by a descriptor so that its number is never mistaken.
final class ChildProcess {
  /// Number in the namespace of this process.
  let pid: Int32
  /// Readable once the process has ended.
  let pidfd: Descriptor
  /// How it ended, once it was reaped.
  private(set) var status: ProcessStatus?

  private init(pid: Int32, pidfd: Descriptor) {
    self.pid = pid
    self.pidfd = pidfd
  }

  /// Starts a program; it executes when this returns.
  ///
  /// - Parameters:
  ///   - command: The program, searched in `PATH` of the environment, and its arguments.
  ///   - environment: All variables.
  ///   - folder: Working directory, nil for that of this process.
  ///   - descriptors: What the program gets as descriptors 0, 1, 2 and so on.
  ///   - namespace: Whose namespaces it enters, nil for those of this process.
  ///   - foreground: Whether it stays in the terminal's session and gets its signals.
  /// - Returns: The running process.
  /// - Throws: `missingProgram`, or `refused` with the step that failed.
  static func start(
    _ command: [String], environment: [String: String], folder: String? = nil,
    descriptors: [Descriptor], in namespace: NamespaceReference? = nil, foreground: Bool = false
  ) throws(MachineError) -> ChildProcess {
    let name = command.first ?? ""
    let path = try ProgramSearch.find(name, path: environment["PATH"])
    let result = withCStrings(command) { arguments in
      withCStrings(environment.map { "\($0)=\($1)" }.sorted()) { variables in
        launch(
          path: path, arguments: arguments, variables: variables, folder: folder,
          descriptors: descriptors.map(\.number), namespace: namespace, foreground: foreground)
      }
    }
    guard result.pid > 0 else { throw failure(result, program: path, folder: folder) }
    return ChildProcess(pid: result.pid, pidfd: Descriptor(result.pidfd))
  }

  deinit {
    if status == nil { Reaper.collect(pid) }
  }

  /// Sends a signal; nothing happens if the process has ended.
  func send(_ signal: Int32) {
    if status == nil { _ = launch_signal(pidfd.number, signal) }
  }

  /// Collects the exit status of an ended process.
  ///
  /// - Parameter waiting: Whether to wait for the end.
  /// - Returns: The status, nil if the process still runs.
  @discardableResult
  func reap(waiting: Bool) -> ProcessStatus? {
    if let status { return status }
    var word: Int32 = 0
    guard launch_wait(pid, &word, waiting ? 1 : 0) == pid else { return nil }
    status = ProcessStatus(waitStatus: word)
    return status
  }

  private static func launch(
    path: String, arguments: CStrings, variables: CStrings, folder: String?,
    descriptors: [Int32], namespace: NamespaceReference?, foreground: Bool
  ) -> launch_result {
    path.withCString { path in
      withOptionalCString(folder) { folder in
        descriptors.withUnsafeBufferPointer { descriptors in
          var request = launch_request(
            path: path, arguments: arguments, environment: variables, directory: folder,
            descriptors: descriptors.baseAddress, descriptor_count: Int32(descriptors.count),
            namespace_pidfd: namespace?.holder.number ?? -1,
            namespace_flags: namespace?.flags ?? 0, new_session: foreground ? 0 : 1)
          return launch_program(&request)
        }
      }
    }
  }

  private static func failure(
    _ result: launch_result, program: String, folder: String?
  ) -> MachineError {
    switch launch_step(UInt32(result.step)) {
    case LAUNCH_NAMESPACE:
      .refused(operation: "enter the namespace for", subject: program, errno: result.error)
    case LAUNCH_DESCRIPTORS:
      .refused(operation: "pass descriptors to", subject: program, errno: result.error)
    case LAUNCH_DIRECTORY:
      .refused(operation: "change to folder", subject: folder ?? "", errno: result.error)
    default: .refused(operation: "run", subject: program, errno: result.error)
    }
  }
}

/// The namespaces of a holder, for programs that enter them.
struct NamespaceReference {
  /// A pidfd of the holder.
  let holder: Descriptor
  /// Which of its namespaces to enter, as `CLONE_NEW` flags.
  let flags: Int32
}

private typealias CStrings = UnsafePointer<UnsafeMutablePointer<CChar>?>

/// Lends strings as a null-terminated vector of C strings.
private func withCStrings<Result>(_ strings: [String], body: (CStrings) -> Result) -> Result {
  var copies = strings.map { strdup($0) } + [nil]
  defer { copies.forEach { free($0) } }
  return body(&copies)
}

/// Lends a string or a null pointer.
private func withOptionalCString<Result>(
  _ string: String?, body: (UnsafePointer<CChar>?) -> Result
) -> Result {
  guard let string else { return body(nil) }
  return string.withCString { body($0) }
}
