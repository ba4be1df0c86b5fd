/// Many requests at the same time, and how many must be answered in a second.
public struct LoadStep: Equatable, Sendable {
  /// What is asked for.
  public enum Target: Equatable, Sendable {
    /// A path, by wrk.
    case http(path: String, port: UInt16)
    /// A name and a type, by dnsperf.
    case dns(name: String, type: String)
  }

  public var target: Target
  /// How many connections or clients there are.
  public var clientCount = 8
  /// For how long, in whole seconds as the clients count.
  public var seconds = 2
  /// By what later loads call this one; empty if none does.
  public var name = ""
  /// Answers per second that there must be.
  public var leastRate = 0.0
  /// How many requests may fail.
  public var errorCount = 0
  /// What part of another load's rate there must be; nil if it does not matter.
  public var ratio: Ratio?

  public init(_ target: Target) {
    self.target = target
  }

  /// A comparison with a load before, which holds on hosts of every speed.
  public struct Ratio: Equatable, Sendable {
    public var name: String
    public var least: Double

    public init(name: String, least: Double) {
      self.name = name
      self.least = least
    }
  }

  /// The program that makes the load.
  var program: String {
    switch target {
    case .http: "wrk"
    case .dns: "dnsperf"
    }
  }

  var title: String {
    switch target {
    case .http(let path, _): "load of \(clientCount) on \(path) for \(seconds) s"
    case .dns(let name, let type): "load of \(clientCount) on \(name) \(type) for \(seconds) s"
    }
  }

  /// The client's command line.
  ///
  /// - Parameters:
  ///   - address: The guest's address.
  ///   - queryPath: A file with the question, for dnsperf.
  /// - Returns: The words, the program first.
  func arguments(address: String, queryPath: String) -> [String] {
    switch target {
    case .http(let path, let port):
      [
        "wrk", "-t", "1", "-c", "\(clientCount)", "-d", "\(seconds)s",
        "http://\(address):\(port)\(path)",
      ]
    case .dns:
      [
        "dnsperf", "-s", address, "-d", queryPath, "-l", "\(seconds)", "-c", "\(clientCount)",
        "-q", "\(clientCount)",
      ]
    }
  }

  /// What is wrong with a result; nothing if it is as expected.
  ///
  /// - Parameters:
  ///   - output: The result.
  ///   - rates: The rates of loads before, by their names.
  /// - Returns: Fragments without a capital.
  func mismatches(_ output: LoadOutput, rates: [String: Double]) -> [String] {
    var problems: [String] = []
    if output.rate < max(leastRate, .leastNonzeroMagnitude) {
      problems.append("\(output.rateText), expected at least \(LoadOutput.text(leastRate))")
    }
    if output.errorCount > errorCount {
      problems.append("\(output.errorCount) requests failed, at most \(errorCount) may")
    }
    guard let ratio else { return problems }
    guard let other = rates[ratio.name] else {
      return problems + ["no load before this one is called “\(ratio.name)”"]
    }
    let found = other > 0 ? output.rate / other : 0
    if found < ratio.least {
      let (part, least) = (LoadOutput.text(found), LoadOutput.text(ratio.least))
      problems.append("\(part) of the rate of “\(ratio.name)”, expected at least \(least)")
    }
    return problems
  }
}
