internal import ArgumentParser
internal import Glibc

/// Where the program begins.
@main enum Main {
  static func main() {
    // QEMU may close a socket while the runner writes to it: that is an event, not an end.
    signal(SIGPIPE, SIG_IGN)
    TestRunnerCommand.main()
  }
}
