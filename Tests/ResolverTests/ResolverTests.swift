internal import DNS
internal import Net
internal import Resolver
internal import Testing

@Suite struct ResolverTests {
  static let name = Name(labels: "www.example")

  static func at(_ seconds: UInt64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

  /// The answer that is known; nil if it has to be asked for.
  static func known(
    _ resolver: inout Resolver, _ name: Name = name, _ type: RecordType = .a, at seconds: UInt64
  ) -> ResolverAnswer? {
    if case .known(let answer) = resolver.start(name, type, at: at(seconds)) { answer } else { nil }
  }

  /// Asks, and has it answered.
  static func ask(_ resolver: inout Resolver, _ change: (inout Reply) -> Void) {
    guard case .asked(let lookup) = resolver.start(name, .a, at: at(0)) else { return }
    var asking = Asking()
    asking.lookup = lookup
    asking.step = asking.lookup.start(at: at(0))
    asking.reply(change)
    if let answer = asking.answer { resolver.finish(asking.lookup, with: answer, at: at(0)) }
  }

  static func resolver() -> Resolver {
    Resolver(ResolverSettings(servers: Asking.servers), seed: 1)
  }

  @Test func `remembers an answer for its time`() {
    var resolver = Self.resolver()
    Self.ask(&resolver) { $0.answers = [Reply.a("www.example", 1, seconds: 10)] }
    let upper = Name(labels: "WWW.Example")
    #expect(Self.known(&resolver, upper, at: 9)?.outcome == .records([[10, 0, 0, 1]]))
    #expect(Self.known(&resolver, at: 3)?.seconds == 7)
    #expect(Self.known(&resolver, Self.name, .aaaa, at: 3) == nil)
    #expect(Self.known(&resolver, at: 10) == nil)
    #expect(resolver.cache.count == 0)
  }

  @Test func `remembers a denial, and a failure for a moment`() {
    var resolver = Self.resolver()
    Self.ask(&resolver) {
      $0.flags |= 3
      $0.authority = [Reply.soa("example", minimum: 8)]
    }
    #expect(Self.known(&resolver, at: 7)?.outcome == .nameNotFound)
    #expect(Self.known(&resolver, at: 8) == nil)
    Self.fail(&resolver, with: .serverFailed(code: 2), at: 8)
    #expect(Self.known(&resolver, at: 12)?.outcome == .failure(.serverFailed(code: 2)))
    #expect(Self.known(&resolver, at: 13) == nil)
  }

  /// Asks in vain.
  static func fail(
    _ resolver: inout Resolver, with error: ResolveError, wasSent: Bool = true, at seconds: UInt64
  ) {
    guard case .asked(var lookup) = resolver.start(name, .a, at: at(seconds)) else { return }
    _ = lookup.start(at: at(seconds))
    _ = lookup.giveUp(at: at(seconds), wasSent: wasSent)
    resolver.fail(lookup, with: error, at: at(seconds))
  }

  @Test(arguments: [ResolveError.noServer, .busy, .cancelled])
  func `does not remember what failed here`(error: ResolveError) {
    var resolver = Self.resolver()
    Self.fail(&resolver, with: error, at: 0)
    #expect(Self.known(&resolver, at: 1) == nil)
    Self.fail(&resolver, with: .timedOut, wasSent: false, at: 1)
    #expect(Self.known(&resolver, at: 2) == nil)
    Self.fail(&resolver, with: .timedOut, at: 2)
    #expect(Self.known(&resolver, at: 3)?.outcome == .failure(.timedOut))
  }

  @Test func `asks other servers what those before could not answer`() {
    var resolver = Self.resolver()
    Self.fail(&resolver, with: .timedOut, at: 0)
    resolver.settings.roundCount = 2
    #expect(Self.known(&resolver, at: 1) != nil)
    resolver.settings.servers.reverse()
    #expect(Self.known(&resolver, at: 1) == nil)
  }

  @Test func `takes note of settings that change`() {
    var resolver = Self.resolver()
    resolver.settings.maximumSeconds = 5
    Self.ask(&resolver) { $0.answers = [Reply.a("www.example", 1, seconds: 100)] }
    #expect(Self.known(&resolver, at: 4) != nil && Self.known(&resolver, at: 5) == nil)
  }

  @Test func `asks the server first that answered last`() {
    var resolver = Self.resolver()
    guard case .asked(var lookup) = resolver.start(Self.name, .a, at: Self.at(0)) else { return }
    _ = lookup.start(at: Self.at(0))
    var asking = Asking()
    asking.lookup = lookup
    asking.step = asking.lookup.giveUp(at: Self.at(1))
    asking.reply { $0.answers = [Reply.a("www.example", 1, seconds: 0)] }
    guard let answer = asking.answer else {
      Issue.record("no answer")
      return
    }
    resolver.finish(asking.lookup, with: answer, at: Self.at(1))
    // A time of 0 s is for this question alone.
    #expect(resolver.cache.count == 0)
    guard case .asked(var next) = resolver.start(Self.name, .a, at: Self.at(1)) else { return }
    guard case .ask(_, let server, _) = next.start(at: Self.at(1)) else { return }
    #expect(server == Asking.servers[1])
  }

  @Test func `asks nobody for names that are the same everywhere`() {
    var resolver = Self.resolver()
    let local = Name(labels: "a.LocalHost")
    #expect(Self.known(&resolver, local, at: 0)?.outcome == .records([[127, 0, 0, 1]]))
    #expect(
      Self.known(&resolver, local, .aaaa, at: 0)?.outcome
        == .records([[UInt8](repeating: 0, count: 15) + [1]]))
    #expect(Self.known(&resolver, local, .mx, at: 0)?.outcome == .noData)
    #expect(Self.known(&resolver, Name(labels: "x.invalid"), at: 0)?.outcome == .nameNotFound)
  }
}
