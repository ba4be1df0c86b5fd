internal import Machine

/// Steps of clients that ask a service for something: HTTP, load, leases.
extension TestSession {
  func plan(
    _ step: HTTPStep, _ address: String, until deadline: ContinuousClock.Instant
  ) -> ClientPlan? {
    var (path, sent): (String, [UInt8]) = ("", [])
    switch step.body {
    case .none: break
    case .text(let text): sent = Array(text.utf8)
    case .bytes(let count):
      sent = HTTPStep.bytes(count)
      path = machine.folder.file("body-\(count)")
      guard let file = GrowingFile(path: path) else { return nil }
      file.write(sent)
    }
    let words = step.arguments(
      address: address, bodyPath: path, limit: deadline - ContinuousClock.now)
    return ClientPlan(words) { client in
      guard let output = HTTPOutput(output: client.output, error: client.error) else {
        return .failed("curl: \(Self.complaint(client))")
      }
      var problems = step.mismatches(output, sent: sent, by: self.finds)
      // Of a body beyond all bounds the rest is not kept.
      if !client.isCut, let problem = output.tear { problems.append(problem) }
      guard client.status == .exited(0) || !problems.isEmpty else {
        return .failed("curl: \(Self.complaint(client))")
      }
      if !problems.isEmpty { return .failed(problems.joined(separator: "\n")) }
      let first = DurationText.short(output.firstByte)
      return .passed("first byte after \(first), all after \(DurationText.short(output.total))")
    }
  }

  /// What curl says is wrong, without its report.
  private static func complaint(_ client: ClientOutput) -> String {
    let lines = client.errorText.split(separator: "\n").filter { !$0.hasPrefix("{") }
    if let line = lines.last { return String(line.prefix { $0 != "{" }) }
    guard let status = client.status else { return "it did not end within the limit" }
    return status.isSuccess ? "nothing was printed" : "\(status)"
  }

  func plan(_ step: LoadStep, _ address: String) -> ClientPlan? {
    let path = machine.folder.file("queries")
    if case .dns(let name, let type) = step.target {
      guard Folder.write("\(name) \(type)\n", to: path) else { return nil }
    }
    return ClientPlan(step.arguments(address: address, queryPath: path)) { client in
      if client.status == nil, let fault = client.fault(of: step.program) { return .failed(fault) }
      guard let output = LoadOutput(parsing: client.text) else {
        return .failed("\(step.program): \(Self.lastLine(client.text + client.errorText))")
      }
      let problems = step.mismatches(output, rates: self.loadRates)
      if problems.isEmpty, let fault = client.fault(of: step.program) { return .failed(fault) }
      if !step.name.isEmpty { self.loadRates[step.name] = output.rate }
      return problems.isEmpty
        ? .passed(output.rateText) : .failed(problems.joined(separator: "\n"))
    }
  }

  func plan(_ step: DHCPStep) -> ClientPlan? {
    let path = machine.folder.file(DHCPStep.scriptName)
    guard Folder.writeProgram(DHCPStep.script, to: path) else { return nil }
    let words = step.arguments(interface: NetworkNamespace.interfaceName, scriptPath: path)
    return ClientPlan(words) { client in
      guard let status = client.status else { return .failed("udhcpc did not end") }
      // It fails where nobody offers it anything; every other end says nothing of the guest.
      if status != .exited(1), let fault = client.fault(of: "udhcpc") { return .failed(fault) }
      let said = client.text + client.errorText
      let problems = step.mismatches(said, gotLease: status == .exited(0))
      if problems.isEmpty { return .passed("") }
      let last = Self.lastLine(client.errorText + client.text)
      return .failed((problems + [last]).joined(separator: "\n"))
    }
  }
}
