internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Machine
internal import Profiler

/// Shows the top functions of a running machine, again and again.
struct TopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "Shows live, in the terminal, where a running machine spends time.",
    discussion: """
      Examples:

        profiler top dns              until Ctrl-C
        profiler top dns --rounds 1   one look, for scripts
      """)

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var machine: String?

  @OptionGroup var sampling: SamplingOptions

  @Option(help: "How often it is shown anew, in seconds.")
  var interval = 1.0

  @Option(help: "Of how many last seconds.")
  var window = 5.0

  @Option(help: "How often it is shown; until Ctrl-C if not given.")
  var rounds: Int?

  @Flag(help: "Order functions by their weight with all that they called.")
  var total = false

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    guard (0.1...60).contains(interval), (0.1...3600).contains(window) else {
      throw ValidationError("--interval takes 0.1 to 60 seconds, --window 0.1 to 3600.")
    }
  }

  func run() throws {
    Stopping.watch()
    let isTerminal = isatty(STDOUT_FILENO) == 1
    try reportingErrors { () throws(ProfilerError) in
      let target = try SamplingTarget(machine, sampling, image: filter.image)
      let live = target.live(filter.style)
      try live.start()
      defer { live.stop() }
      let chosen = try filter.filter()
      var round = 0
      while !Stopping.isAsked, rounds.map({ round < $0 }) ?? true {
        guard try live.advance(.seconds(interval)) else { break }
        round += 1
        let whole = live.profile(last: window)
        let rows = isTerminal ? max(5, Self.terminalHeight - 9) : 20
        let lines =
          HealthReport.lines(whole) + [""]
          + TextReport(chosen.apply(to: whole)).top(rows, byTotal: total)
        // Home, then each line to its end, then the rest of the screen.
        Terminal.write(
          isTerminal
            ? "\u{1b}[H" + lines.map { $0 + "\u{1b}[K\n" }.joined() + "\u{1b}[J"
            : lines.joined(separator: "\n") + "\n\n")
      }
    }
  }

  private static var terminalHeight: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_row) : 24
  }
}

/// Serves a live flame graph to browsers.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Shows live, in the browser, where a running machine spends time.",
    discussion: "Example:\n\n  profiler serve dns --port 8080      then open http://127.0.0.1:8080/"
  )

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var machine: String?

  @OptionGroup var sampling: SamplingOptions

  @Option(help: "Port of 127.0.0.1; any that is free for 0.")
  var port: UInt16 = 8080

  @Option(help: "Of how many last seconds the picture is.")
  var window = 30.0

  @Option(help: "How long to serve; until Ctrl-C if not given.")
  var seconds: Double?

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    guard (0.1...3600).contains(window) else {
      throw ValidationError("--window takes 0.1 to 3600 seconds.")
    }
    if let seconds, !(0.01...1e9).contains(seconds) {
      throw ValidationError("--seconds takes 0.01 to 1000000000.")
    }
  }

  func run() throws {
    Stopping.watch()
    try reportingErrors { () throws(ProfilerError) in
      let server = try PageServer(port: port)
      let target = try SamplingTarget(machine, sampling, image: filter.image)
      let live = target.live(filter.style)
      let chosen = try filter.filter()
      try live.start()
      defer { live.stop() }
      Terminal.write("http://127.0.0.1:\(server.port)/ shows \(target.header.machine)\n")
      let end = seconds.map { ContinuousClock.now + .seconds($0) }
      while !Stopping.isAsked, end.map({ .now < $0 }) ?? true {
        guard try live.advance(.milliseconds(50)) else { break }
        server.answer { page($0, live, chosen, title: target.header.machine) }
      }
    }
  }

  private func page(
    _ path: String, _ live: LiveProfile, _ filter: ProfileFilter, title: String
  ) -> PageServer.Page? {
    switch path {
    case "/":
      return PageServer.Page(type: "text/html; charset=utf-8", body: LivePage.page(title: title))
    case "/flame.svg":
      let whole = live.profile(last: window)
      let graph = FlameGraph(describing: whole, health: HealthReport.lines(whole))
      return PageServer.Page(
        type: "image/svg+xml", body: graph.draw(filter.apply(to: whole), inverted: false))
    case "/report.html":
      let whole = live.profile(last: nil)
      let body = HTMLReport.export(
        filter.apply(to: whole), whole: whole, health: HealthReport.lines(whole))
      return PageServer.Page(type: "text/html; charset=utf-8", body: body)
    default: return nil
    }
  }
}

/// Hands a recording to an engine of continuous profiling.
struct PushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Hands a recording to a Pyroscope- or Parca-compatible server, by curl.",
    discussion: """
      Examples:

        profiler push profile.swprof --to http://localhost:4040
        profiler push profile.swprof --to https://parca.example --engine parca \\
          --header "Authorization: Bearer …" --tag region=eu
      """)

  @Argument(help: "The recording.", completion: .file())
  var file: String

  @Option(help: ArgumentHelp("Address of the server.", valueName: "URL"))
  var to: String

  @Option(help: "What it is: pyroscope or parca.")
  var engine = "pyroscope"

  @Option(help: ArgumentHelp("A label, as name=value.", valueName: "label"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("A further header.", valueName: "header"))
  var header: [String] = []

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    guard PushRequest.Engine(rawValue: engine) != nil else {
      throw ValidationError("--engine takes pyroscope or parca.")
    }
    guard to.hasPrefix("http://") || to.hasPrefix("https://") else {
      throw ValidationError("--to takes an address that begins with http:// or https://.")
    }
    guard tag.allSatisfy({ $0.contains("=") }) else {
      throw ValidationError("--tag takes name=value.")
    }
  }

  func run() throws {
    try reportingErrors { () throws(ProfilerError) in
      let profile = try OpenedProfile(file, filter)
      let labels = tag.map { text in
        let name = text.prefix { $0 != "=" }
        return (name: String(name), value: String(text.dropFirst(name.count + 1)))
      }
      let request = PushRequest(
        profile.part, to: PushRequest.Engine(rawValue: engine) ?? .pyroscope, at: to,
        labels: labels)
      try send(request)
      Terminal.writeError("pushed \(profile.part.samples.count) samples to \(to)\n")
    }
  }

  private func send(_ request: PushRequest) throws(ProfilerError) {
    let path = FileManager.default.temporaryDirectory.appending(path: "push-\(getpid())").path
    try writeFile(request.body, to: path)
    defer { unlink(path) }
    var words = ["curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "60"]
    for header in request.headers.map({ "\($0.name): \($0.value)" }) + self.header {
      words += ["--header", header]
    }
    words += ["--data-binary", "@\(path)", request.url]
    var output: [UInt8] = []
    do throws(MachineError) {
      let ending = try HostCommand(words).run(limit: .seconds(90)) { output += $0 }
      guard case .ended(let status) = ending, status.isSuccess else {
        let text = String(decoding: output.prefix(600), as: UTF8.self)
        throw MachineError.malformed(source: to, text: text)
      }
    } catch {
      throw ProfilerError("\(to) did not take the profile: \(error)")
    }
  }
}

extension SamplingTarget {
  /// A profile that grows.
  func live(_ style: NameStyle) -> LiveProfile {
    LiveProfile(source, header: header, symboliser: symboliser, style: style)
  }
}
