internal import Testing

@testable internal import Frames

@Suite struct FrameCheckerICMPTests {
  private func rules(_ message: [UInt8]) -> [FrameRule] {
    Observer().guest(Build.frame(Build.ipv4(message, protocol: 1)))
  }

  /// An error about a packet to a port of the guest.
  private func error(
    _ type: UInt8 = 3, code: UInt8 = 3, rest: [UInt8] = [0, 0, 0, 0], quoting quote: [UInt8]? = nil
  ) -> [UInt8] {
    let cause = Build.ipv4(Build.udp([1, 2, 3]), protocol: 17, fromGuest: false)
    return Build.icmp(type, code: code, rest + (quote ?? cause))
  }

  @Test func `accepts replies that were asked for`() {
    let observer = Observer()
    observer.host(Build.echo(reply: false, [1, 2, 3]))
    #expect(observer.guest(Build.echo(reply: true, [1, 2, 3])) == [])
    #expect(observer.guest(Build.echo(reply: true, [1, 2, 3])) == [])
  }

  @Test func `refuses replies with other data, another length, or to nobody`() {
    let observer = Observer()
    observer.host(Build.echo(reply: false, [1, 2, 3]))
    #expect(observer.guest(Build.echo(reply: true, [1, 2, 4])) == [.icmpEcho])
    #expect(observer.guest(Build.echo(reply: true, [1, 2, 3, 4])) == [.icmpEcho])
    #expect(observer.guest(Build.echo(reply: true, [1, 2, 3], number: 2)) == [.icmpEcho])
  }

  @Test func `refuses wrong sums, types, codes and cut messages`() {
    #expect(rules(Build.icmp(8, [0, 1, 0, 1]).with(2, 0)) == [.icmpChecksum])
    #expect(rules(Build.icmp(8, code: 1, [0, 1, 0, 1])) == [.icmpFormat])
    #expect(rules(Build.icmp(99, [0, 1, 0, 1])) == [.icmpFormat])
    #expect(rules([8, 0, 0, 0]) == [.icmpFormat])
  }

  @Test func `accepts errors about what may cause one`() {
    #expect(rules(error()) == [])
    #expect(rules(error(code: 4, rest: [0, 0, 5, 0xdc])) == [])
    #expect(rules(error(12, code: 0, rest: [20, 0, 0, 0])) == [])
  }

  @Test func `refuses errors with stray bytes or that quote nothing`() {
    #expect(rules(error(rest: [0, 0, 0, 1])) == [.icmpFormat])
    #expect(rules(error(code: 99)) == [.icmpFormat])
    #expect(rules(error(quoting: [1, 2, 3])) == [.icmpError])
  }

  @Test func `refuses errors about errors, groups, fragments and to others`() {
    let cause = { (number: UInt8, payload: [UInt8], flags: Int, source: [UInt8]?, to: [UInt8]?) in
      Build.ipv4(
        payload, protocol: number, fromGuest: false, flags: flags, source: source, destination: to)
    }
    let datagram = Build.udp([1])
    #expect(
      rules(error(quoting: cause(1, Build.icmp(3, [0, 0, 0, 0]), 0, nil, nil))) == [.icmpError])
    #expect(rules(error(quoting: cause(17, datagram, 0, nil, [224, 0, 0, 1]))) == [.icmpError])
    #expect(rules(error(quoting: cause(17, datagram, 0, nil, [10, 0, 0, 255]))) == [.icmpError])
    #expect(rules(error(quoting: cause(17, datagram, 5, nil, nil))) == [.icmpError])
    #expect(rules(error(quoting: cause(17, datagram, 0, [10, 0, 0, 9], nil))) == [.icmpError])
  }

  @Test func `judges membership reports`() {
    let send = { (message: [UInt8], ttl: UInt8, group: [UInt8]) in
      let card: [UInt8] = [1, 0, 0x5e, group[1] & 0x7f, group[2], group[3]]
      let packet = Build.ipv4(message, protocol: 2, timeToLive: ttl, destination: group)
      return Observer().guest(Build.frame(packet, to: card))
    }
    let report = Build.icmp(0x16, [239, 1, 2, 3])
    #expect(send(report, 1, [239, 1, 2, 3]) == [])
    #expect(send(report, 2, [239, 1, 2, 3]) == [.igmpFormat])
    #expect(send(report, 1, [224, 0, 0, 2]) == [.igmpFormat])
    #expect(send(report.with(2, 0), 1, [239, 1, 2, 3]) == [.igmpFormat])
    #expect(send(Build.icmp(0x17, [239, 1, 2, 3]), 1, [224, 0, 0, 2]) == [])
    #expect(send(Build.icmp(0x11, [239, 1, 2, 3]), 1, [224, 0, 0, 1]) == [.igmpFormat])
  }
}
