internal import Foundation
internal import Glibc

extension VirtualMachine {
  /// Starts a program beside the machine: in its network, with its outputs as events.
  ///
  /// It leads a session of its own and reads nothing. It ends with the machine at the latest.
  ///
  /// - Parameters:
  ///   - command: The program, searched in `PATH`, and its arguments.
  ///   - environment: Variables added to those of this process.
  ///   - folder: Working directory, nil for that of this process.
  ///   - hasSocket: Whether it gets a socket to this process, as descriptor 3.
  /// - Returns: The process.
  /// - Throws: `missingProgram`, or `refused` if it does not start.
  public func launch(
    _ command: [String], environment: [String: String] = [:], folder: String? = nil,
    hasSocket: Bool = false
  ) throws(MachineError) -> ClientProcess {
    let null = try Descriptor(path: "/dev/null", flags: O_RDONLY)
    let output = try Descriptor.pipe()
    let error = try Descriptor.pipe()
    let socket = hasSocket ? try Descriptor.socketPair() : nil
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let child = try ChildProcess.start(
      command, environment: variables, folder: folder,
      descriptors: [null, output.writing, error.writing] + [socket?.other].compactMap { $0 },
      in: namespace.reference)
    idCount += 1
    let process = ClientProcess(
      id: ClientProcess.ID(number: idCount), command: command, child: child,
      socket: socket?.own)
    clients.append(process)
    follow(process, output: output.reading, error: error.reading)
    return process
  }

  /// Makes a descriptor's readiness an event.
  ///
  /// The event repeats as long as there is something to read.
  ///
  /// - Parameters:
  ///   - descriptor: A socket made by `namespace.openSocket`, say.
  ///   - forWriting: Whether its readiness to be written is meant.
  /// - Returns: What names it in events.
  public func watch(_ descriptor: Descriptor, forWriting: Bool = false) -> DescriptorWatch {
    idCount += 1
    let watch = DescriptorWatch(number: idCount)
    watches[watch] = loop.watch(descriptor, forWriting: forWriting) { [unowned self] in
      post(.readable(watch))
    }
    return watch
  }

  /// Ends the events of a watched descriptor.
  public func unwatch(_ watch: DescriptorWatch) {
    if let inner = watches.removeValue(forKey: watch) { loop.remove(inner) }
  }

  private func follow(_ process: ClientProcess, output: Descriptor, error: Descriptor) {
    let id = process.id
    let streams = [
      ByteSource(output, loop) { [unowned self] in post(.output(id, .output, $0)) },
      ByteSource(error, loop) { [unowned self] in post(.output(id, .error, $0)) },
    ]
    process.streams = streams
    process.watch = loop.watch(process.child.pidfd) { [unowned self, unowned process] in
      if let watch = process.watch { loop.remove(watch) }
      for stream in process.streams { stream.drain() }
      if let status = process.child.reap(waiting: true) { post(.processExited(id, status)) }
    }
  }
}
