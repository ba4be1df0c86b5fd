@testable internal import TestRunner

/// Clients that lie, stall, tear their output or die: none of it proves anything of the guest.
extension Lie {
  private static let quick = "limits: {step: 400ms}\n"
  private static let serving = "ready(); serve()"
  private static let signals = [(6, "aborts"), (9, "is killed"), (11, "crashes")]

  /// A client, the step that it takes, and what it prints if all is well.
  private struct Client {
    let name: String
    let step: String
    /// In words of a shell.
    let success: String
    /// The same, cut somewhere.
    let torn: String
    /// The exit status that goes with it.
    var status = 0

    func lie(
      _ description: String, is verdict: VerdictKind = .failedExpectation,
      saying reason: String = "", limits: String = "", _ line: String
    ) -> Lie {
      Lie(
        "\(name) \(description)", is: verdict, saying: reason,
        manifest: "\(limits)steps: [\(step)]", clients: [name: line], Lie.serving)
    }

    /// All that every client may do.
    var lies: [Lie] {
      let (other, died) = (status + 3, Lie.signals[Int(name.utf8.first ?? 0) % 3])
      return [
        lie("does what it should", is: .passed, "\(success); exit \(status)"),
        lie("prints nothing, and ends well", "exit \(status)"),
        lie(
          "prints what nobody understands, and ends well",
          #"printf '\377\000\033[2J{"a":[};;->>\n\n%0999d\n' 7; exit "# + "\(status)"),
        lie("is torn in the middle, and ends well", "\(torn); exit \(status)"),
        lie(
          "tells of success, and fails", saying: "exit status \(other)",
          "\(success); exit \(other)"),
        lie(
          "tells of success, and \(died.1)", saying: "signal \(died.0)",
          "\(success); kill -\(died.0) $$"),
        lie(
          "tells of success, and does not end", saying: "did not end", limits: Lie.quick,
          "\(success); exec sleep 60"),
      ]
    }
  }

  /// Words of a shell that print a text without single quotes.
  private static func say(_ text: String) -> String { "printf %s '\(text)'" }

  static let tools = each.flatMap(\.lies) + pings + digs + others

  private static let each = [
    Client(
      name: "ping", step: "ping: 3", success: say(pinged),
      torn: say("3 packets transmitted, 3")),
    Client(
      name: "dig", step: "dns: {ask: x.test A, rcode: NOERROR}", success: say(asked + size),
      torn: say(asked)),
    Client(
      name: "curl", step: "http: /",
      success: say("HTTP/1.1 200 OK\n\nhello") + "; " + reported,
      torn: say("HTTP/1.1 200 OK\n\nhel") + "; " + reported),
    Client(
      name: "wrk", step: "load: {http: /, clients: 1, for: 1s}",
      success: say("  40 requests in 1.00s\nRequests/sec:   40.12\nTransfer/sec:   1.96MB\n"),
      torn: say("  40 requests in 1.00s\nRequests/sec:   4")),
    Client(
      name: "dnsperf", step: "load: {dns: x.test A, clients: 1, for: 1s}",
      success: say(measured + "  Queries per second:   67.05\n"),
      torn: say(measured + "  Queries per second:   6")),
    Client(
      name: "udhcpc", step: "dhcp: lease", success: say("udhcpc: started\nlease-ip=10.0.0.9\n"),
      torn: say("udhcpc: started\nlease-ip=")),
  ]

  private static let pinged = """
    3 packets transmitted, 3 received, 0% packet loss, time 4ms
    rtt min/avg/max/mdev = 0.016/0.023/0.031/0.007 ms

    """
  private static let asked = """
    ;; Got answer:
    ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1
    ;; flags: qr; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

    ;; ANSWER SECTION:
    x.test.  60  IN  A  10.0.0.7

    """
  private static let size = "\n;; Query time: 5 usec\n;; MSG SIZE  rcvd: 40\n\n"
  private static let unanswered = """
    ;; communications error to 10.0.0.42#53: timed out
    ;; no servers could be reached

    """
  private static let reported =
    #"printf '{"http_code":200,"size_header":17,"size_download":5,"#
    + #""time_starttransfer":0.002,"time_total":0.25}' >&2"#
  private static let measured = """
      Queries sent:         67
      Queries completed:    67 (100.00%)
      Queries lost:         0 (0.00%)

      Response codes:       NOERROR 67 (100.00%)

    """

  private static let pings: [Lie] = [
    Lie(
      "ping loses as much as it may", is: .passed, manifest: "steps: [ping: {count: 3, loss: 1}]",
      clients: ["ping": say("3 packets transmitted, 2 received, 33% packet loss\n")], serving),
    Lie(
      "ping counts more answers than requests", is: .failedExpectation, saying: "9 answers to 3",
      manifest: "steps: [ping: 3]",
      clients: ["ping": say("3 packets transmitted, 9 received, 0% packet loss\n")], serving),
    Lie(
      "ping counts beyond all bounds", is: .failedExpectation, saying: "requests",
      manifest: "steps: [ping: 3]",
      clients: [
        "ping": say(
          """
          64 bytes from 10.0.0.42: icmp_seq=9223372036854775806 ttl=64 time=0.2 ms
          9223372036854775807 packets transmitted, 9223372036854775806 received

          """)
      ], serving),
  ]

  private static let two =
    "steps: [dns: [{ask: x.test A, rcode: NOERROR}, {ask: y.test A, rcode: NOERROR}]]"

  private static let digs: [Lie] = [
    Lie(
      "dig finds nobody, as it should", is: .passed,
      manifest: "steps: [dns: {ask: x.test A, silent: yes}]",
      clients: ["dig": say(unanswered) + "; exit 9"], serving),
    Lie(
      "dig finds nobody, as it should, and ends as if it had", is: .failedExpectation,
      saying: "exit status 0", manifest: "steps: [dns: {ask: x.test A, silent: yes}]",
      clients: ["dig": say(unanswered)], serving),
    Lie(
      "dig finds nobody, as it should, and then shows an answer", is: .failedExpectation,
      saying: "2 results instead of 1", manifest: "steps: [dns: {ask: x.test A, silent: yes}]",
      clients: ["dig": say(unanswered + asked + size) + "; exit 9"], serving),
    Lie(
      "dig answers one question of two", is: .failedExpectation, saying: "y.test A: dig gave no",
      manifest: two,
      clients: ["dig": say(asked + size)], serving),
    Lie(
      "dig begins a second answer within the first", is: .failedExpectation,
      saying: "dig gave no result",
      manifest: two,
      clients: ["dig": say(asked + asked + size)], serving),
  ]

  private static let others: [Lie] = [
    Lie(
      "curl speaks of more header than it printed", is: .failedExpectation, saying: "curl",
      manifest: "steps: [http: /]",
      clients: ["curl": say("HTTP/1.1 200 OK\n") + "; " + reported], serving),
    Lie(
      "wrk speaks of a rate that is no number", is: .failedExpectation, saying: "wrk",
      manifest: "steps: [load: {http: /, clients: 1, for: 1s}]",
      clients: ["wrk": say("Requests/sec:   nan\nTransfer/sec:   1.96MB\n")], serving),
    Lie(
      "dnsperf loses more than can be counted", is: .failedExpectation, saying: "requests failed",
      manifest: "steps: [load: {dns: x.test A, clients: 1, for: 1s}]",
      clients: [
        "dnsperf": say(
          "Queries lost: 99999999999999999999 (1%)\nQueries lost: 9223372036854775807 (1%)\n"
            + "Queries per second:   67.05\n")
      ], serving),
    Lie(
      "udhcpc is torn behind the first word of its lease", is: .failedExpectation,
      saying: "shows no lease", manifest: "steps: [dhcp: lease]",
      clients: ["udhcpc": say("udhcpc: started\nlease-")], serving),
    Lie(
      "udhcpc finds nobody, as it should", is: .passed, manifest: "steps: [dhcp: silent]",
      clients: ["udhcpc": say("udhcpc: no lease, failing\n") + "; exit 1"], serving),
    Lie(
      "udhcpc finds nobody, as it should, and is killed", is: .failedExpectation,
      saying: "signal 9", manifest: "steps: [dhcp: silent]",
      clients: ["udhcpc": say("udhcpc: no lease, failing\n") + "; kill -9 $$"], serving),
  ]
}
