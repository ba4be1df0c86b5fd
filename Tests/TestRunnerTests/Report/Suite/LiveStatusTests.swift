internal import Testing

@testable internal import TestRunner

@Suite struct LiveStatusTests {
  private func status(running count: Int) -> LiveStatus {
    var status = LiveStatus()
    (status.caseCount, status.endedCount) = (200, 50)
    for number in 0..<count {
      status.running[number] = LiveStatus.Running(
        name: "net/test\(number)", start: .seconds(number), activity: "ping 3")
    }
    return status
  }

  @Test func `shows what runs, the oldest first, and how far all is`() {
    var status = status(running: 2)
    status.timeLeft = .seconds(61)
    status.failedCount = 1
    status.running[1]?.isSlow = true
    #expect(
      status.lines(at: .milliseconds(4500), width: 100) == [
        "     4.5 s  net/test0  ping 3", "!    3.5 s  net/test1  ping 3",
        "[#######-----------------------] 50 of 200, 1 failed, about 1:01 left",
      ])
  }

  @Test func `two hundred tests at once stay few lines`() {
    let lines = status(running: 200).lines(at: .seconds(300), width: 80)
    #expect(lines.count == LiveStatus.shownCount + 2)
    #expect(lines[8] == "    … and 192 more")
  }

  @Test(arguments: [0, 1, 10, 39, 80])
  func `no line is wider than the terminal`(width: Int) {
    var status = status(running: 3)
    status.running[0]?.activity = String(repeating: "é\u{1b}[2J", count: 100)
    status.timeLeft = .seconds(1_000_000)
    for line in status.lines(at: .seconds(9), width: width) {
      #expect(line.count <= max(width, 1))
      #expect(!line.unicodeScalars.contains("\u{1b}"))
    }
  }

  @Test func `nothing is shown when nothing runs`() {
    #expect(status(running: 0).lines(at: .seconds(1), width: 80).isEmpty)
  }
}
