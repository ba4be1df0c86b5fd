internal import ArgumentParser
internal import Glibc
internal import Machine
internal import Profiler
internal import Symbols

/// Samples a running machine.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Samples a running machine into a recording or a picture.",
    discussion: """
      Examples:

        profiler record dns --seconds 10 -o flame.svg
        profiler record dns -o before.swprof          until Ctrl-C, which keeps what is recorded
        profiler record dns --append -o before.swprof

      The ending of the output's name says what it is to be: .swprof is the recording itself, from
      which `profiler report` and `profiler export` make everything else.
      """)

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var machine: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the result goes.", valueName: "file"))
  var output = "profile.swprof"

  @Option(help: "How long to sample; until Ctrl-C if not given.")
  var seconds: Double?

  @OptionGroup var sampling: SamplingOptions

  @Flag(help: "Go on in a recording that is there.")
  var append = false

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    if let seconds, !(0.01...86400).contains(seconds) {
      throw ValidationError("--seconds takes 0.01 to 86400.")
    }
    guard output.hasSuffix(".swprof") || OutputFormat(path: output) != nil else {
      let known = ([".swprof"] + OutputFormat.endings.map(\.ending)).joined(separator: " ")
      throw ValidationError("The output's name must end in one of: \(known)")
    }
  }

  func run() throws {
    Stopping.watch()
    let path = output.hasSuffix(".swprof") ? output : output + ".swprof"
    try reportingErrors { () throws(ProfilerError) in
      let target = try SamplingTarget(machine, sampling, image: filter.image)
      let writer = try RecordingWriter(
        path: path, header: target.header, appending: append && output.hasSuffix(".swprof"))
      announce(target)
      let ending = try Recorder(target.source, into: writer).record(
        for: (seconds ?? (sampling.ring ? 0.1 : nil)).map { .seconds($0) },
        isStopped: { Stopping.isAsked },
        progress: Self.progress)
      if case .lost(let error) = ending {
        Terminal.writeError("note: the machine was lost\(error.map { ": \($0)" } ?? "")\n")
      }
      try finish(writer, target)
    }
  }

  private func announce(_ target: SamplingTarget) {
    let length = seconds.map { "for \($0) s" } ?? (sampling.ring ? "once" : "until Ctrl-C")
    let source = target.header.source
    Terminal.writeError(
      "\(sampling.ring ? "reading the ring of" : "sampling") \(target.header.machine) "
        + "(\(source.origin), \(Int(source.rate)) Hz) \(length)\n")
  }

  private static func progress(_ recording: Recording) {
    guard Terminal.isTerminal else { return }
    Terminal.writeError("\r\(recording.entries.count) samples ")
  }

  private func finish(
    _ writer: RecordingWriter, _ target: SamplingTarget
  ) throws(ProfilerError) {
    if Terminal.isTerminal { Terminal.writeError("\r") }
    let profile = try OpenedProfile(writer.recording, filter, target.symboliser)
    let whole = profile.whole
    for line in HealthReport.lines(whole) { Terminal.writeError(line + "\n") }
    if profile.part.samples.isEmpty, !whole.samples.isEmpty {
      Terminal.writeError("note: the guest was idle all the time; --idle shows where it waits\n")
    }
    if let format = OutputFormat(path: output) {
      try writeFile(format.export(profile, ExportOptions()), to: output)
      unlink(writer.path)
    }
    Terminal.writeError("wrote \(output)\n")
  }
}
