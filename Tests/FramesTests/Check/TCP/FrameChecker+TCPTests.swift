internal import Testing

@testable internal import Frames

@Suite struct FrameCheckerTCPTests {
  /// A connection to port 80 of the guest: its numbers begin at 1000, the peer's at 500.
  private func connected(
    options: [UInt8] = [2, 4, 0, 100], peer: [UInt8] = [2, 4, 0, 100]
  ) -> Observer {
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, options: peer, fromGuest: false))
    #expect(observer.guest(Build.tcp([.syn, .ack], 1000, 501, options: options)) == [])
    observer.host(Build.tcp(.ack, 501, 1001, fromGuest: false))
    return observer
  }

  private let agreed: [UInt8] = [2, 4, 0, 100, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0]

  @Test func `accepts a connection from its start to its end`() {
    let observer = connected()
    observer.host(Build.tcp([.ack, .psh], 501, 1001, [1, 2, 3], fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 504)) == [])
    #expect(observer.guest(Build.tcp([.ack, .psh], 1001, 504, [9, 8, 7])) == [])
    #expect(observer.guest(Build.tcp([.ack, .psh], 1001, 504, [9, 8, 7, 6])) == [])
    observer.host(Build.tcp([.ack, .fin], 504, 1005, fromGuest: false))
    #expect(observer.guest(Build.tcp([.ack, .fin], 1005, 505)) == [])
    observer.host(Build.tcp(.ack, 505, 1006, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1006, 505)) == [])
  }

  @Test func `accepts a connection that the guest opens`() {
    let observer = Observer()
    #expect(observer.guest(Build.tcp(.syn, 1000)) == [])
    #expect(observer.guest(Build.tcp(.syn, 1000)) == [])
    observer.host(Build.tcp([.syn, .ack], 500, 1001, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501)) == [])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1, 2])) == [])
  }

  @Test func `accepts cookies that change with time`() {
    let observer = Observer()
    for number in [1000, 2000] as [UInt32] {
      observer.host(Build.tcp(.syn, 500, fromGuest: false))
      #expect(observer.guest(Build.tcp([.syn, .ack], number, 501)) == [])
    }
    observer.host(Build.tcp(.ack, 501, 1001, [5], fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 502, [1])) == [])
  }

  @Test func `follows another connection that begins with the same number`() {
    let observer = connected()
    observer.host(Build.tcp(.rst, 501, fromGuest: false))
    let scale: [UInt8] = [3, 3, 1, 0]
    observer.host(Build.tcp(.syn, 700, options: scale, fromGuest: false))
    let answer = Build.tcp([.syn, .ack], 1000, 701, window: 60_000, options: scale)
    #expect(observer.guest(answer) == [])
    #expect(observer.guest(Build.tcp(.ack, 1001, 701, window: 30_000)) == [])
    observer.host(Build.tcp(.ack, 701, 1001, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 701, window: 29_999)) == [.tcpWindow])
  }

  @Test func `follows another connection that begins with both numbers after a reset`() {
    let observer = connected()
    observer.guest(Build.tcp([.ack, .fin], 1001, 501))
    #expect(observer.guest(Build.tcp(.rst, 1002, 0)) == [])
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    #expect(observer.guest(Build.tcp([.syn, .ack], 1000, 501)) == [])
    observer.host(Build.tcp(.ack, 501, 1001, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1, 2, 3])) == [])
    #expect(observer.guest(Build.tcp(.ack, 1005, 501, [1])) == [.tcpSequence])
  }

  @Test func `follows it also after a reset of the peer`() {
    let observer = connected()
    #expect(observer.guest(Build.tcp([.ack, .fin], 1001, 501)) == [])
    observer.host(Build.tcp(.rst, 501, fromGuest: false))
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    #expect(observer.guest(Build.tcp([.syn, .ack], 1000, 501)) == [])
    observer.host(Build.tcp(.ack, 501, 1001, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1, 2, 3])) == [])
  }

  @Test func `accepts the answer to a SYN again that many others have followed`() {
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    #expect(observer.guest(Build.tcp([.syn, .ack], 1000, 501)) == [])
    for number in 0..<12 {
      observer.host(Build.tcp(.syn, 700 + UInt32(number), fromGuest: false))
      #expect(observer.guest(Build.tcp(.ack, 1001, 501)) == [])
    }
    #expect(observer.guest(Build.tcp([.syn, .ack], 1000, 501)) == [])
    #expect(observer.guest(Build.tcp([.syn, .ack], 1000, 700)) == [.tcpAcknowledgement])
  }

  @Test func `accepts an answer that takes up what the first of two SYNs offered`() {
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, options: agreed, fromGuest: false))
    let answer = Build.tcp([.syn, .ack], 1000, 501, options: agreed)
    #expect(observer.guest(answer) == [])
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    #expect(observer.guest(answer) == [])
    // Another connection is judged by what its own SYN offers.
    observer.host(Build.tcp(.syn, 900, fromGuest: false))
    let next = Build.tcp([.syn, .ack], 3000, 901, options: agreed)
    #expect(observer.guest(next) == [.tcpOptions, .tcpOptions])
  }

  @Test func `refuses headers and sums that are wrong`() {
    let observer = connected()
    let sound = Build.tcp(.ack, 1001, 501)
    #expect(observer.guest(sound.with(50, sound[50] ^ 1)) == [.tcpChecksum])
    let packet = Array(sound.dropFirst(14))
    #expect(Observer().guest(Build.frame(packet.with(32, 0xf0))) == [.tcpHeader])
  }

  @Test func `refuses flags that do not go together`() {
    let rules = { (flags: TCPView.Flags) in Observer().guest(Build.tcp(flags, 1)) }
    #expect(rules([.syn, .fin]).contains(.tcpFlags))
    #expect(rules([.syn, .rst]).contains(.tcpFlags))
    #expect(rules([]).contains(.tcpFlags))
    #expect(rules(.fin).contains(.tcpFlags))
    #expect(rules([.syn, .urg]).contains(.tcpFlags))
    #expect(Observer().guest(Build.tcp(.syn, 1, 7)).contains(.tcpFlags))
  }

  @Test func `refuses segments of no connection`() {
    #expect(Observer().guest(Build.tcp(.ack, 1, 2)) == [.tcpState])
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    #expect(observer.guest(Build.tcp([.syn, .ack], 1000, 502)) == [.tcpAcknowledgement])
  }

  @Test func `refuses data before the connection is there`() {
    #expect(Observer().guest(Build.tcp(.syn, 1, 0, [1])) == [.tcpState])
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    observer.guest(Build.tcp([.syn, .ack], 1000, 501))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1])) == [.tcpState])
  }

  @Test func `refuses numbers that are left out or after the FIN`() {
    #expect(connected().guest(Build.tcp(.ack, 1002, 501)) == [.tcpSequence])
    #expect(connected().guest(Build.tcp(.ack, 999, 501)) == [.tcpSequence])
    let observer = connected()
    #expect(observer.guest(Build.tcp([.ack, .fin], 1001, 501)) == [])
    #expect(observer.guest(Build.tcp(.ack, 1002, 501, [1])) == [.tcpState])
  }

  @Test func `what is lost with the cable may be left out once`() {
    let observer = connected()
    observer.checker.noteCut()
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1])) == [])
    #expect(observer.guest(Build.tcp(.ack, 1010, 501, [1])) == [])
    #expect(observer.guest(Build.tcp(.ack, 1002, 501, [1])) == [])
    #expect(observer.guest(Build.tcp(.ack, 1020, 501, [1])) == [.tcpSequence])
    let next = connected()
    #expect(next.guest(Build.tcp(.ack, 1002, 501)) == [.tcpSequence])
  }

  @Test func `a reset may follow what is lost with the cable`() {
    let observer = connected()
    #expect(observer.guest(Build.tcp([.rst, .ack], 1020, 501)) != [])
    let other = connected()
    other.checker.noteCut()
    #expect(other.guest(Build.tcp([.rst, .ack], 1020, 501)) == [])
  }

  @Test func `refuses bytes beyond the window and windows that are taken back`() {
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, window: 4, fromGuest: false))
    observer.guest(Build.tcp([.syn, .ack], 1000, 501))
    observer.host(Build.tcp(.ack, 501, 1001, window: 4, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1, 2, 3, 4])) == [])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1, 2, 3, 4, 5, 6])) == [.tcpWindow])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, window: 999)) == [.tcpWindow])
  }

  @Test func `lets one byte ask whether a window is still closed`() {
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, window: 0, fromGuest: false))
    observer.guest(Build.tcp([.syn, .ack], 1000, 501))
    observer.host(Build.tcp(.ack, 501, 1001, window: 0, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1])) == [])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1, 2])) == [.tcpWindow])
  }

  @Test func `refuses to have bytes acknowledged that did not come`() {
    let observer = connected()
    #expect(observer.guest(Build.tcp(.ack, 1001, 502)) == [.tcpAcknowledgement])
    let other = connected()
    other.host(Build.tcp(.ack, 501, 1001, [1, 2], fromGuest: false))
    other.host(Build.tcp(.ack, 505, 1001, [1, 2], fromGuest: false))
    #expect(other.guest(Build.tcp(.ack, 1001, 503)) == [])
    #expect(other.guest(Build.tcp(.ack, 1001, 507)) == [.tcpAcknowledgement])
    #expect(other.guest(Build.tcp(.ack, 1001, 503)) == [.tcpAcknowledgement, .tcpWindow])
  }

  @Test func `ignores what a damaged segment of the peer says`() {
    let observer = connected()
    let data = Build.tcp(.ack, 501, 1001, [1, 2], fromGuest: false)
    observer.host(data.with(data.count - 1, 9))
    #expect(observer.guest(Build.tcp(.ack, 1001, 503)) == [.tcpAcknowledgement])
  }

  @Test func `refuses segments longer than the peer takes`() {
    let observer = connected()
    let data = [UInt8](repeating: 1, count: 101)
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, data)) == [.tcpSegmentSize])
  }

  @Test func `refuses other bytes when some are sent again`() {
    let observer = connected()
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, [1, 2, 3])) == [])
    #expect(observer.guest(Build.tcp(.ack, 1002, 501, [2, 9])) == [.tcpContents])
    #expect(observer.checker.findings[0].bytes == [9])
  }

  @Test func `refuses options that are malformed or were not agreed upon`() {
    #expect(connected().guest(Build.tcp(.ack, 1001, 501, options: [2, 3, 0, 0])) == [.tcpOptions])
    #expect(connected().guest(Build.tcp(.ack, 1001, 501, options: [2, 4, 5, 1])) == [.tcpOptions])
    let stamps: [UInt8] = [8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1]
    #expect(connected().guest(Build.tcp(.ack, 1001, 501, options: stamps)) == [.tcpTimestamps])
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    let scaled = Build.tcp([.syn, .ack], 1000, 501, options: [3, 3, 2, 0])
    #expect(observer.guest(scaled) == [.tcpOptions])
  }

  @Test func `refuses timestamps that are missing, go back or echo nothing`() {
    let stamp = { (value: UInt8, echo: UInt8) -> [UInt8] in
      [1, 1, 8, 10, 0, 0, 0, value, 0, 0, 0, echo]
    }
    let observer = connected(options: agreed, peer: agreed)
    observer.host(Build.tcp(.ack, 501, 1001, options: stamp(20, 9), fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, options: stamp(10, 20))) == [])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501)) == [.tcpTimestamps])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, options: stamp(9, 20))) == [.tcpTimestamps])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, options: stamp(11, 21))) == [.tcpTimestamps])
  }

  @Test func `refuses blocks that have not come`() {
    let permitted: [UInt8] = [2, 4, 0, 100, 4, 2, 1, 1]
    let block = { (left: UInt8, right: UInt8) -> [UInt8] in
      [1, 1, 5, 10, 0, 0, 2, left, 0, 0, 2, right]
    }
    let observer = connected(options: permitted, peer: permitted)
    // The numbers 512 to 515.
    observer.host(Build.tcp(.ack, 512, 1001, [1, 2, 3], fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, options: block(0, 3))) == [])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, options: block(0, 4))) == [.tcpOptions])
    #expect(observer.guest(Build.tcp(.ack, 1001, 501, options: block(3, 0))) == [.tcpOptions])
    let other = connected()
    other.host(Build.tcp(.ack, 512, 1001, [1, 2, 3], fromGuest: false))
    #expect(other.guest(Build.tcp(.ack, 1001, 501, options: block(0, 3))) == [.tcpOptions])
  }

  @Test func `refuses resets that answer nobody`() {
    let observer = Observer()
    observer.host(Build.tcp(.syn, 500, fromGuest: false))
    #expect(observer.guest(Build.tcp([.rst, .ack], 0, 501)) == [])
    #expect(observer.guest(Build.tcp([.rst, .ack], 0, 502)) == [.tcpReset])
    #expect(observer.guest(Build.tcp(.rst, 77)) == [.tcpReset])
    observer.host(Build.tcp(.ack, 600, 77, fromGuest: false))
    #expect(observer.guest(Build.tcp(.rst, 77)) == [])
  }
  @Test func `a full window may take what goes on where the last segment ended`() {
    let observer = connected()
    let full = [UInt8](repeating: 1, count: 1000)
    observer.host(Build.tcp(.ack, 501, 1001, full, fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 1501, window: 0)) == [])
    for (number, data) in [(1501, [1, 2, 3, 4]), (1505, [5])] as [(UInt32, [UInt8])] {
      observer.host(Build.tcp(.ack, number, 1001, data, fromGuest: false))
    }
    #expect(observer.guest(Build.tcp(.ack, 1001, 1506, window: 0)) == [])
    // A hole is no such place.
    observer.host(Build.tcp(.ack, 1600, 1001, [1], fromGuest: false))
    #expect(observer.guest(Build.tcp(.ack, 1001, 1601, window: 0)) == [.tcpAcknowledgement])
  }
}
